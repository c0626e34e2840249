// From scores to probabilities that keep their word.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "hotline/classify/model.hpp"

namespace hotline::classify {

// Scores of texts that the scoring model had not seen: a row of `labels` scores for each.
struct HeldOut {
  std::size_t labels = 0;
  std::vector<float> scores;
  std::vector<LabelId> truth;

  std::size_t rows() const { return truth.size(); }
};

// probability = softmax(slope * score + bias).
struct Calibration {
  float slope = 1;
  std::vector<float> bias;
};

// Platt scaling for many labels: least log loss over the held-out scores, the biases held near 0 by an L2
// penalty. Deterministic.
Calibration fit_calibration(const HeldOut& held_out);

// What a calibrated model says of each held-out row.
struct Verdict {
  LabelId label = 0;
  float probability = 0;
};
std::vector<Verdict> apply_calibration(const Calibration& calibration, const HeldOut& held_out);

Model::Thresholds decide_thresholds(std::span<const Verdict> verdicts, std::span<const LabelId> truth);

}  // namespace hotline::classify
