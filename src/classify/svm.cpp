#include "classify/svm.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "classify/shuffle.hpp"

namespace hotline::classify {

std::vector<float> solve_svm(const SparseMatrix& matrix, std::span<const std::int8_t> targets,
                             std::span<const float> scale, const SvmOptions& options) {
  const std::size_t features = matrix.features;
  // Weights live in the unscaled space: w = scale * v, so a step on v moves w by scale squared.
  std::vector<float> square(scale.size());
  for (std::size_t i = 0; i < scale.size(); ++i) square[i] = scale[i] * scale[i];
  std::vector<float> weights(features + 1, 0.0F);
  std::vector<std::uint32_t> order;
  for (std::uint32_t i = 0; i < matrix.rows(); ++i)
    if (targets[i] != 0) order.push_back(i);
  const float slack = 0.5F / options.cost;
  std::vector<float> alpha(matrix.rows(), 0.0F);
  std::vector<float> diagonal(matrix.rows(), 0.0F);
  for (const std::uint32_t i : order) {
    float sum = 1.0F + slack;
    for (const Entry& entry : matrix.row(i))
      sum += entry.value * entry.value * (scale.empty() ? 1.0F : square[entry.feature]);
    diagonal[i] = sum;
  }
  Shuffler shuffler(options.seed);
  for (std::uint32_t epoch = 0; epoch < options.max_epochs; ++epoch) {
    if (options.stop.stop_requested()) break;
    shuffler.shuffle(order);
    float worst = 0.0F;
    for (const std::uint32_t i : order) {
      const auto row = matrix.row(i);
      const auto target = static_cast<float>(targets[i]);
      float score = weights[features];
      for (const Entry& entry : row) score += weights[entry.feature] * entry.value;
      const float gradient = target * score - 1.0F + alpha[i] * slack;
      const float projected = alpha[i] == 0.0F ? std::min(gradient, 0.0F) : gradient;
      worst = std::max(worst, std::abs(projected));
      if (std::abs(projected) < 1e-6F) continue;
      const float before = alpha[i];
      alpha[i] = std::max(before - gradient / diagonal[i], 0.0F);
      const float step = (alpha[i] - before) * target;
      weights[features] += step;
      if (scale.empty())
        for (const Entry& entry : row) weights[entry.feature] += step * entry.value;
      else
        for (const Entry& entry : row) weights[entry.feature] += step * entry.value * square[entry.feature];
    }
    if (worst < options.tolerance) break;
  }
  return weights;
}

}  // namespace hotline::classify
