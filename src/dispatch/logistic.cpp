#include "hotline/dispatch/logistic.hpp"

#include "hotline/base/logistic.hpp"

namespace hotline::dispatch {

std::vector<double> fit_logistic(std::span<const double> rows, std::size_t width,
                                 std::span<const std::uint8_t> labels) {
  constexpr int rounds = 1500;
  constexpr double rate = 0.05, penalty = 1e-4, inertia = 0.95;
  std::vector<double> weights(width), speed(width), slope(width);
  if (labels.empty() || rows.size() != labels.size() * width) return weights;
  const double share = 1.0 / static_cast<double>(labels.size());
  for (int round = 0; round < rounds; ++round) {
    slope.assign(width, 0.0);
    for (std::size_t i = 0; i < labels.size(); ++i) {
      const std::span<const double> row = rows.subspan(i * width, width);
      const double error = base::logistic(row, weights) - static_cast<double>(labels[i]);
      for (std::size_t j = 0; j < width; ++j) slope[j] += error * row[j] * share;
    }
    for (std::size_t j = 0; j < width; ++j) {
      const double pull = j + 1 == width ? 0 : penalty * weights[j];
      speed[j] = inertia * speed[j] - rate * (slope[j] + pull);
      weights[j] += speed[j];
    }
  }
  return weights;
}

}  // namespace hotline::dispatch
