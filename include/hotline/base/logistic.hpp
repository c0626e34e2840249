// The logistic function, which turns a sum of evidence into a probability.
#pragma once

#include <cmath>
#include <cstddef>
#include <span>

namespace hotline::base {

// 1 / (1 + exp(-(bias + features . weights))); both of one length.
inline double logistic(std::span<const double> features, std::span<const double> weights, double bias = 0) {
  double sum = bias;
  for (std::size_t i = 0; i < features.size(); ++i) sum += features[i] * weights[i];
  return 1 / (1 + std::exp(-sum));
}

}  // namespace hotline::base
