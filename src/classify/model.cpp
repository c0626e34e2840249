#include "hotline/classify/model.hpp"

#include <algorithm>
#include <cmath>

namespace hotline::classify {
namespace {

constexpr std::size_t kLane = 8;               // weights handled together
constexpr float kWeightUnit = 1.0F / 1024.0F;  // feature weights of up to 32 in 15 bits

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
    for (std::size_t i = 0; i < block.weights.size(); ++i) {
      std::int16_t* row = &rows_[(block.first_row + i) * stride_];
      row[0] = static_cast<std::int16_t>(std::lround(std::min(block.weights[i], 31.9F) / kWeightUnit));
      for (std::size_t k = 0; k < labels; ++k)
        row[k + 1] = static_cast<std::int16_t>(
            std::lround(parts.weights[(block.first_row + i) * labels + k] / weight_unit_));
    }
    block.weights.clear();
  }
}

namespace {

// Adds value * row for each feature to `sums` and gives the sum of the squared values. `Lanes` is the length
// of a row in groups of 8, 0 when it is only known at run time.
template <std::size_t Lanes>
float add_rows(const std::int16_t* rows, std::size_t stride, Scratch& scratch) {
  const std::size_t width = Lanes == 0 ? stride : Lanes * kLane;
  float* const sums = scratch.block_scores.data();
  std::array<float, Lanes == 0 ? 1 : Lanes * kLane> local{};
  float squares = 0;
  for (const FeatureId feature : scratch.touched) {
    const std::int16_t* const row = rows + feature * width;
    const float value = damped(scratch.counts[feature]) * (static_cast<float>(row[0]) * kWeightUnit);
    scratch.counts[feature] = 0;
    squares += value * value;
    if constexpr (Lanes > 0)
      for (std::size_t k = 0; k < local.size(); ++k) local[k] += value * static_cast<float>(row[k]);
    else
      for (std::size_t k = 0; k < width; ++k) sums[k] += value * static_cast<float>(row[k]);
  }
  if constexpr (Lanes > 0) std::copy(local.begin(), local.end(), sums);
  return squares;
}

}  // namespace

void Model::add_block(const Block& block, Fields fields, Scratch& scratch) const {
  encode_block(alphabet_, block.options, fields, scratch);
  count_ngrams(block.dictionary, block.options.max_n, scratch);
  std::fill_n(scratch.block_scores.begin(), stride_, 0.0F);
  const std::int16_t* const rows = rows_.data() + block.first_row * stride_;
  const float squares =
      stride_ == kLane ? add_rows<1>(rows, stride_, scratch) : add_rows<0>(rows, stride_, scratch);
  if (squares <= 0) return;
  const float factor = block.options.weight * weight_unit_ / std::sqrt(squares);
  for (std::size_t k = 0; k < labels_.size(); ++k) scratch.scores[k] += factor * scratch.block_scores[k + 1];
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
