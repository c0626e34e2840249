#include "hotline/classify/model.hpp"

#include <algorithm>
#include <cmath>

namespace hotline::classify {
namespace {

constexpr std::size_t kLane = 8;            // weights handled together
constexpr float kIdfUnit = 1.0F / 2048.0F;  // idf of up to 16 in 15 bits

}  // namespace

Model::Model(Parts parts)
    : field_names_(std::move(parts.field_names)),
      labels_(std::move(parts.labels)),
      alphabet_(std::move(parts.alphabet)),
      blocks_(std::move(parts.blocks)),
      bias_(std::move(parts.bias)),
      thresholds_(parts.thresholds),
      info_(std::move(parts.info)) {
  const std::size_t labels = labels_.size();
  stride_ = (labels + 1 + kLane - 1) / kLane * kLane;
  float largest = 1e-6F;
  for (const float weight : parts.weights) largest = std::max(largest, std::abs(weight));
  weight_unit_ = largest / 32767.0F;
  rows_.assign(parts.weights.size() / labels * stride_, 0);
  for (Block& block : blocks_) {
    for (std::size_t i = 0; i < block.idf.size(); ++i) {
      std::int16_t* row = &rows_[(block.first_row + i) * stride_];
      row[0] = static_cast<std::int16_t>(std::lround(std::min(block.idf[i], 15.9F) / kIdfUnit));
      for (std::size_t k = 0; k < labels; ++k)
        row[k + 1] = static_cast<std::int16_t>(
            std::lround(parts.weights[(block.first_row + i) * labels + k] / weight_unit_));
    }
    block.idf.clear();
  }
}

void Model::add_block(const Block& block, Fields fields, Scratch& scratch) const {
  encode_block(alphabet_, block.options, fields, scratch);
  count_ngrams(block.dictionary, block.options.max_n, scratch);
  float* const sums = scratch.block_scores.data();
  std::fill_n(sums, stride_, 0.0F);
  const std::int16_t* const rows = rows_.data() + block.first_row * stride_;
  float squares = 0;
  for (const FeatureId feature : scratch.touched) {
    const std::int16_t* const row = rows + feature * stride_;
    const float value = damped(scratch.counts[feature]) * (static_cast<float>(row[0]) * kIdfUnit);
    scratch.counts[feature] = 0;
    squares += value * value;
    for (std::size_t lane = 0; lane < stride_; lane += kLane)
      for (std::size_t k = 0; k < kLane; ++k) sums[lane + k] += value * static_cast<float>(row[lane + k]);
  }
  if (squares <= 0) return;
  const float factor = block.options.weight * weight_unit_ / std::sqrt(squares);
  for (std::size_t k = 0; k < labels_.size(); ++k) scratch.scores[k] += factor * sums[k + 1];
}

std::span<const Ranked> Model::predict(Fields fields, Scratch& scratch) const {
  scratch.scores = bias_;
  scratch.block_scores.resize(stride_);
  for (const Block& block : blocks_) add_block(block, fields, scratch);
  const float highest = *std::max_element(scratch.scores.begin(), scratch.scores.end());
  float total = 0;
  scratch.ranked.resize(labels_.size());
  for (LabelId k = 0; k < labels_.size(); ++k) {
    const float mass = std::exp(scratch.scores[k] - highest);
    scratch.ranked[k] = Ranked{k, mass};
    total += mass;
  }
  for (Ranked& ranked : scratch.ranked) ranked.probability /= total;
  std::sort(scratch.ranked.begin(), scratch.ranked.end(), [](const Ranked& a, const Ranked& b) {
    return a.probability != b.probability ? a.probability > b.probability : a.label < b.label;
  });
  return scratch.ranked;
}

float Model::threshold(double precision) const {
  const double step = std::ceil((precision - 0.5) * 100.0 - 1e-9);
  const auto last = static_cast<double>(thresholds_.size() - 1);
  return thresholds_[static_cast<std::size_t>(std::clamp(step, 0.0, last))];
}

}  // namespace hotline::classify
