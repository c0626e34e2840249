#include "classify/linear.hpp"

#include <atomic>
#include <cmath>
#include <thread>

#include "classify/limits.hpp"
#include "classify/svm.hpp"

namespace hotline::classify {
namespace {

// |log((p / |p|) / (q / |q|))| ^ power, where p and q count the texts with and without the label that hold a
// feature, smoothed by one: how strongly the feature alone speaks (Wang and Manning 2012).
std::vector<float> nb_scale(const SparseMatrix& matrix, std::span<const std::int8_t> targets, float power) {
  std::vector<float> with(matrix.features, 1.0F);
  std::vector<float> without(matrix.features, 1.0F);
  double with_total = matrix.features;
  double without_total = matrix.features;
  for (std::size_t row = 0; row < matrix.rows(); ++row) {
    if (targets[row] == 0) continue;
    std::vector<float>& counts = targets[row] > 0 ? with : without;
    (targets[row] > 0 ? with_total : without_total) += static_cast<double>(matrix.row(row).size());
    for (const Entry& entry : matrix.row(row)) counts[entry.feature] += 1;
  }
  const auto totals = static_cast<float>(std::log(without_total / with_total));
  std::vector<float> scale(matrix.features);
  for (std::size_t i = 0; i < scale.size(); ++i)
    scale[i] = std::pow(std::abs(std::log(with[i] / without[i]) + totals), power);
  return scale;
}

}  // namespace

void LinearWeights::append_scores(std::span<const Entry> row, std::vector<float>& out) const {
  const std::size_t begin = out.size();
  out.insert(out.end(), bias.begin(), bias.end());
  for (const Entry& entry : row) {
    const float* const weights = &values[entry.feature * bias.size()];
    for (std::size_t k = 0; k < bias.size(); ++k) out[begin + k] += entry.value * weights[k];
  }
}

LinearWeights solve_linear(const SparseMatrix& matrix, std::span<const LabelId> truth, std::size_t labels,
                           const LinearOptions& options) {
  LinearWeights result{std::vector<float>(matrix.features * labels), std::vector<float>(labels, -1.0F)};
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    std::vector<std::int8_t> targets(matrix.rows());
    for (std::size_t label = next++; label < labels; label = next++) {
      if (options.stop.stop_requested()) return;
      bool occurs = false;
      for (std::size_t row = 0; row < matrix.rows(); ++row) {
        targets[row] = truth[row] == kNoLabel ? std::int8_t{0}
                       : truth[row] == label  ? std::int8_t{1}
                                              : std::int8_t{-1};
        occurs = occurs || targets[row] > 0;
      }
      if (!occurs) continue;
      const std::vector<float> scale =
          options.nb_power > 0 ? nb_scale(matrix, targets, options.nb_power) : std::vector<float>{};
      SvmOptions svm;
      svm.cost = options.cost;
      svm.seed = options.seed;
      svm.stop = options.stop;
      if (matrix.rows() > kManyRows) svm.max_epochs = 12;
      const std::vector<float> weights = solve_svm(matrix, targets, scale, svm);
      for (std::size_t i = 0; i < matrix.features; ++i) result.values[i * labels + label] = weights[i];
      result.bias[label] = weights.back();
    }
  };
  {
    std::vector<std::jthread> threads;
    for (unsigned i = 1; i < options.threads; ++i) threads.emplace_back(work);
    work();
  }
  return result;
}

}  // namespace hotline::classify
