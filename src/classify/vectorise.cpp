#include "classify/vectorise.hpp"

#include <cmath>

namespace hotline::classify {
namespace {

constexpr std::size_t kSample = 2000;

void append_block(const FeatureSpace& space, const Model::Block& block, Fields fields, Scratch& scratch,
                  SparseMatrix& matrix) {
  encode_block(space.alphabet, block.options, fields, scratch);
  count_ngrams(block.dictionary, block.options.max_n, scratch);
  const std::size_t begin = matrix.entries.size();
  float squares = 0;
  for (const FeatureId feature : scratch.touched) {
    const float value = damped(scratch.counts[feature]) * block.weights[feature];
    scratch.counts[feature] = 0;
    if (value == 0) continue;
    squares += value * value;
    matrix.entries.push_back({static_cast<std::uint32_t>(block.first_row) + feature, value});
  }
  const float factor = squares > 0 ? block.options.weight / std::sqrt(squares) : 0.0F;
  for (std::size_t i = begin; i < matrix.entries.size(); ++i) matrix.entries[i].value *= factor;
}

}  // namespace

SparseMatrix vectorise(const Corpus& corpus, Rows rows, const FeatureSpace& space) {
  SparseMatrix matrix;
  matrix.features = static_cast<std::uint32_t>(space.features);
  Scratch scratch;
  for (const std::uint32_t row : rows) {
    for (const Model::Block& block : space.blocks)
      append_block(space, block, corpus.fields(row), scratch, matrix);
    matrix.starts.push_back(matrix.entries.size());
    // Doubling would need half as much memory again: the first texts tell how much all will take.
    if (matrix.rows() == kSample && rows.size() > kSample)
      matrix.entries.reserve(matrix.entries.size() / kSample * rows.size() / 16 * 17);
  }
  return matrix;
}

}  // namespace hotline::classify
