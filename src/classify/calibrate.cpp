#include "classify/calibrate.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace hotline::classify {
namespace {

constexpr std::size_t kMostRows = 20000;  // enough for labels + 1 parameters
constexpr int kSteps = 300;
constexpr double kBiasPenalty = 0.01;
constexpr std::size_t kFewest = 20;  // decisions a precision must rest on

// Softmax of the calibrated scores of one row into `out`.
void probabilities(double slope, std::span<const double> bias, const float* scores,
                   std::vector<double>& out) {
  double highest = -1e300;
  for (std::size_t k = 0; k < bias.size(); ++k) {
    out[k] = slope * static_cast<double>(scores[k]) + bias[k];
    highest = std::max(highest, out[k]);
  }
  double total = 0;
  for (double& value : out) total += value = std::exp(value - highest);
  for (double& value : out) value /= total;
}

// Adam (Kingma and Ba 2015) for one parameter vector.
class Descent {
 public:
  explicit Descent(std::size_t size) : mean_(size), square_(size) {}
  void step(std::vector<double>& values, const std::vector<double>& gradient, double rate) {
    ++count_;
    for (std::size_t i = 0; i < values.size(); ++i) {
      mean_[i] = 0.9 * mean_[i] + 0.1 * gradient[i];
      square_[i] = 0.99 * square_[i] + 0.01 * gradient[i] * gradient[i];
      const double mean = mean_[i] / (1 - std::pow(0.9, count_));
      const double square = square_[i] / (1 - std::pow(0.99, count_));
      values[i] -= rate * mean / (std::sqrt(square) + 1e-9);
    }
  }

 private:
  std::vector<double> mean_;
  std::vector<double> square_;
  int count_ = 0;
};

}  // namespace

Calibration fit_calibration(const HeldOut& held_out) {
  const std::size_t labels = held_out.labels;
  const std::size_t stride = std::max<std::size_t>(1, held_out.rows() / kMostRows);
  std::vector<double> values(labels + 1, 0.0);  // the biases, then the logarithm of the slope
  values[labels] = std::log(3.0);
  std::vector<double> gradient(labels + 1);
  std::vector<double> probability(labels);
  Descent descent(labels + 1);
  for (int step = 0; step < kSteps; ++step) {
    std::fill(gradient.begin(), gradient.end(), 0.0);
    const double slope = std::exp(values[labels]);
    double rows = 0;
    for (std::size_t i = 0; i < held_out.rows(); i += stride, ++rows) {
      const float* scores = &held_out.scores[i * labels];
      probabilities(slope, std::span(values).first(labels), scores, probability);
      for (std::size_t k = 0; k < labels; ++k) {
        const double excess = probability[k] - (held_out.truth[i] == k ? 1.0 : 0.0);
        gradient[k] += excess;
        gradient[labels] += excess * slope * static_cast<double>(scores[k]);
      }
    }
    for (std::size_t k = 0; k < labels; ++k)
      gradient[k] += kBiasPenalty * rows * values[k] / static_cast<double>(labels);
    for (double& slot : gradient) slot /= std::max(rows, 1.0);
    descent.step(values, gradient, 0.1 / (1 + 0.02 * step));
  }
  Calibration result{static_cast<float>(std::exp(values[labels])), {}};
  result.bias.assign(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(labels));
  return result;
}

std::vector<Verdict> apply_calibration(const Calibration& calibration, const HeldOut& held_out) {
  const std::vector<double> bias(calibration.bias.begin(), calibration.bias.end());
  std::vector<double> probability(held_out.labels);
  std::vector<Verdict> verdicts;
  for (std::size_t i = 0; i < held_out.rows(); ++i) {
    probabilities(static_cast<double>(calibration.slope), bias, &held_out.scores[i * held_out.labels],
                  probability);
    const auto best = std::max_element(probability.begin(), probability.end());
    verdicts.push_back({static_cast<LabelId>(best - probability.begin()), static_cast<float>(*best)});
  }
  return verdicts;
}

Model::Thresholds decide_thresholds(std::span<const Verdict> verdicts, std::span<const LabelId> truth) {
  std::vector<std::size_t> order(verdicts.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return verdicts[a].probability > verdicts[b].probability;
  });
  Model::Thresholds thresholds;
  thresholds.fill(2.0F);
  double right = 0;
  for (std::size_t i = 0; i < order.size(); ++i) {
    right += verdicts[order[i]].label == truth[order[i]] ? 1 : 0;
    if (i + 1 < kFewest) continue;
    for (std::size_t step = 0; step < thresholds.size(); ++step)
      if (right / static_cast<double>(i + 1) >= 0.5 + 0.01 * static_cast<double>(step))
        thresholds[step] = verdicts[order[i]].probability;
  }
  return thresholds;
}

}  // namespace hotline::classify
