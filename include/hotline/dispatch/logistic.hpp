// Logistic regression for the few dozen features of reply_check.hpp and split.hpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace hotline::dispatch {

// Weights that fit `rows` (one after the other, `width` features each, the last of which is 1 for the bias)
// to labels of 0 and 1, with a small L2 penalty; by gradient descent with momentum. All zero when there is
// nothing to fit. Deterministic.
std::vector<double> fit_logistic(std::span<const double> rows, std::size_t width,
                                 std::span<const std::uint8_t> labels);

}  // namespace hotline::dispatch
