#include "hotline/classify/grouping.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "classify/average_link.hpp"
#include "classify/matrix.hpp"
#include "classify/vocabulary.hpp"

namespace hotline::classify {
namespace {

constexpr float kLeastLikeness = 0.02F;  // pairs below count as 0
constexpr std::size_t kCommonest = 400;  // messages that hold an n-gram above which it finds no candidates
constexpr std::size_t kAlwaysAllowed = 20;

Corpus corpus_of(std::span<const EventText> messages) {
  Corpus corpus({"title", "detail"});
  for (const EventText& message : messages) {
    const std::array<std::string_view, 2> fields{message.title, message.detail};
    corpus.add(fields, "");
  }
  return corpus;
}

// One vector of length 1 for each message.
SparseMatrix vectors_of(const Corpus& corpus, const GroupingOptions& options) {
  std::vector<std::uint32_t> rows(corpus.size());
  std::iota(rows.begin(), rows.end(), 0U);
  BlockOptions block;
  block.fields.assign(options.title_times, 0);
  block.fields.push_back(1);
  block.max_chars = options.detail_chars;
  block.max_n = 3;
  SpaceOptions space_options;
  space_options.blocks = {block};
  space_options.max_features = 0;
  const FeatureSpace space = build_features(corpus, rows, space_options);
  const Model::Block& features = space.blocks.front();

  SparseMatrix matrix;
  matrix.features = static_cast<std::uint32_t>(space.features);
  Scratch scratch;
  for (const std::uint32_t row : rows) {
    encode_block(space.alphabet, block, corpus.fields(row), scratch);
    count_ngrams(features.dictionary, block.max_n, scratch);
    const std::size_t begin = matrix.entries.size();
    float squares = 0;
    for (const FeatureId feature : scratch.touched) {
      const float value =
          damped(scratch.counts[feature]) * std::pow(features.weights[feature], options.rarity);
      scratch.counts[feature] = 0;
      // Single characters say nothing about which event it is.
      if (feature < features.dictionary.characters()) continue;
      squares += value * value;
      matrix.entries.push_back({feature, value});
    }
    const float factor = squares > 0 ? 1.0F / std::sqrt(squares) : 0.0F;
    for (std::size_t i = begin; i < matrix.entries.size(); ++i) matrix.entries[i].value *= factor;
    matrix.starts.push_back(matrix.entries.size());
  }
  return matrix;
}

// Messages that hold each n-gram, with its value.
struct Postings {
  std::vector<std::size_t> starts;
  std::vector<Entry> entries;  // "feature" is the message
};

Postings invert(const SparseMatrix& matrix) {
  Postings postings{std::vector<std::size_t>(matrix.features + 1, 0),
                    std::vector<Entry>(matrix.entries.size())};
  for (const Entry& entry : matrix.entries) ++postings.starts[entry.feature + 1];
  std::partial_sum(postings.starts.begin(), postings.starts.end(), postings.starts.begin());
  std::vector<std::size_t> next(postings.starts.begin(), postings.starts.end() - 1);
  for (std::uint32_t row = 0; row < matrix.rows(); ++row)
    for (const Entry& entry : matrix.row(row)) postings.entries[next[entry.feature]++] = {row, entry.value};
  return postings;
}

// Cosines over the n-grams that not too many messages share, of every message with those before it.
std::vector<Likeness> find_alike(const SparseMatrix& matrix) {
  const Postings postings = invert(matrix);
  std::vector<Likeness> alike;
  std::vector<float> sums(matrix.rows(), 0.0F);
  std::vector<std::uint32_t> met;
  for (std::uint32_t row = 0; row < matrix.rows(); ++row) {
    for (const Entry& entry : matrix.row(row)) {
      const std::size_t begin = postings.starts[entry.feature];
      const std::size_t end = postings.starts[entry.feature + 1];
      if (end - begin > kCommonest) continue;
      for (std::size_t i = begin; i < end && postings.entries[i].feature < row; ++i) {
        float& sum = sums[postings.entries[i].feature];
        if (sum == 0) met.push_back(postings.entries[i].feature);
        sum += entry.value * postings.entries[i].value;
      }
    }
    for (const std::uint32_t other : met) {
      if (sums[other] >= kLeastLikeness) alike.push_back({other, row, sums[other]});
      sums[other] = 0;
    }
    met.clear();
  }
  return alike;
}

}  // namespace

std::vector<std::uint32_t> group_messages(std::span<const EventText> messages,
                                          const GroupingOptions& options) {
  const SparseMatrix matrix = vectors_of(corpus_of(messages), options);
  const auto share = static_cast<std::size_t>(options.largest_share * static_cast<double>(messages.size()));
  return cluster_average_link(messages.size(), find_alike(matrix), options.threshold,
                              std::max(share, kAlwaysAllowed));
}

BCubed measure_bcubed(std::span<const std::uint32_t> found, std::span<const std::uint32_t> truth) {
  std::map<std::uint32_t, double> in_found;
  std::map<std::uint32_t, double> in_truth;
  std::map<std::pair<std::uint32_t, std::uint32_t>, double> in_both;
  for (std::size_t i = 0; i < found.size(); ++i) {
    in_found[found[i]] += 1;
    in_truth[truth[i]] += 1;
    in_both[{found[i], truth[i]}] += 1;
  }
  BCubed result;
  if (found.empty()) return result;
  const auto items = static_cast<double>(found.size());
  for (const auto& [groups, shared] : in_both) {
    result.precision += shared * shared / in_found[groups.first] / items;
    result.recall += shared * shared / in_truth[groups.second] / items;
  }
  result.f1 = 2 * result.precision * result.recall / (result.precision + result.recall);
  return result;
}

}  // namespace hotline::classify
