// What somebody else's code says of a failure (SQLite, an exception), fit for a field of the log.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace hotline::text {

inline constexpr std::size_t longest_log_cause = 400;  // chars

// `what` for cause="...": each number of a person masked (identifiers.hpp), double quotes as single ones,
// runs of white space and control chars as one space, bytes that are no UTF-8 and what follows them left out,
// cut after longest_log_cause chars. Pure and thread-safe.
std::string log_cause(std::string_view what);

}  // namespace hotline::text
