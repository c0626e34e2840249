// Where training stops asking for the last tenth and minds time and memory: 2 million texts must train within
// 16 GiB and an hour on two cores.
#pragma once

#include <cstddef>

namespace hotline::classify {

// Above this many rows: one fold is measured, long fields are read to 400 characters, solvers stop early.
inline constexpr std::size_t kManyRows = 200'000;

}  // namespace hotline::classify
