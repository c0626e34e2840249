// One separator a label, side by side in one table.
#pragma once

#include <cstdint>
#include <span>
#include <stop_token>
#include <vector>

#include "classify/matrix.hpp"
#include "hotline/classify/features.hpp"

namespace hotline::classify {

// Marks a row that takes no part.
inline constexpr LabelId kNoLabel = 0xFFFFFFFF;

struct LinearOptions {
  float cost = 2.0F;
  float nb_power = 0.5F;
  std::uint64_t seed = 1;
  unsigned threads = 1;
  std::stop_token stop;  // asked to stop, weights are unfinished
};

struct LinearWeights {
  std::vector<float> values;  // for each feature, a weight for each label
  std::vector<float> bias;    // for each label

  // Appends the score of each label.
  void append_scores(std::span<const Entry> row, std::vector<float>& out) const;
};

// Trains a one-against-the-rest SVM for each of `labels` labels; labels without a row get a bias of -1 and no
// weights.
LinearWeights solve_linear(const SparseMatrix& matrix, std::span<const LabelId> truth, std::size_t labels,
                           const LinearOptions& options);

}  // namespace hotline::classify
