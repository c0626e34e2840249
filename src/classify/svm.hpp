// Dual coordinate descent for the L2-regularised, L2-loss linear SVM (Hsieh et al., ICML 2008; the method
// behind LIBLINEAR's solver 1). Own code because LIBLINEAR takes 16 bytes a value (12 GiB for 2 million
// tickets, ours 8) and one scaling for all classes, where NB weighting wants one a class.
#pragma once

#include <cstdint>
#include <span>
#include <stop_token>
#include <vector>

#include "classify/matrix.hpp"

namespace hotline::classify {

struct SvmOptions {
  float cost = 1.0F;
  std::uint32_t max_epochs = 60;
  float tolerance = 0.05F;  // largest projected gradient of the epoch at which to stop
  std::uint64_t seed = 1;
  std::stop_token stop;  // asked to stop, weights are unfinished
};

// Separates the rows with target +1 from those with -1 (0: left out). `scale`, when not empty, multiplies
// feature values; the returned weights are those for the unscaled values, the last one is the bias.
std::vector<float> solve_svm(const SparseMatrix& matrix, std::span<const std::int8_t> targets,
                             std::span<const float> scale, const SvmOptions& options);

}  // namespace hotline::classify
