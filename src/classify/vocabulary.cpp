#include "classify/vocabulary.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "hotline/text/ngrams.hpp"
#include "hotline/text/utf8.hpp"

namespace hotline::classify {
namespace {

constexpr std::uint32_t kNoRow = 0xFFFFFFFF;
constexpr double kLeastDivergence = 0.05;  // keeps even words in play

struct Count {
  std::uint32_t texts = 0;
  std::uint32_t last_row = kNoRow;

  void see(std::uint32_t row) {
    if (last_row == row) return;
    last_row = row;
    ++texts;
  }
};

using Candidates = std::unordered_map<std::uint64_t, Count>;

// Follows `length` characters from `first`; 0 when they are no known n-gram.
FeatureId walk(const Dictionary& dictionary, const CharId* first, std::uint32_t length) {
  FeatureId feature = *first;
  for (std::uint32_t i = 1; i < length && feature != 0; ++i)
    feature = dictionary.find_child(feature, first[i]);
  return feature;
}

// Counts the n-grams one character longer than `prefix` that occur in enough texts. One of length n can only
// be frequent when its prefix is, so only those are looked at.
std::vector<Dictionary::Edge> find_frequent(const Corpus& corpus, Rows rows, const Alphabet& alphabet,
                                            const Dictionary& dictionary, std::uint32_t prefix,
                                            const BlockOptions& block, std::size_t max_candidates) {
  Candidates candidates;
  Scratch scratch;
  for (const std::uint32_t row : rows) {
    encode_block(alphabet, block, corpus.fields(row), scratch);
    const std::vector<CharId>& chars = scratch.chars;
    for (std::size_t at = 0; at + prefix < chars.size(); ++at) {
      const CharId last = chars[at + prefix];
      const FeatureId parent = last == 0 ? 0 : walk(dictionary, &chars[at], prefix);
      if (parent != 0) candidates[(std::uint64_t{parent} << 16) | last].see(row);
    }
    if (candidates.size() > max_candidates)
      std::erase_if(candidates, [](const auto& entry) { return entry.second.texts == 1; });
  }
  std::vector<std::uint64_t> kept;
  for (const auto& [key, count] : candidates)
    if (count.texts >= block.min_df) kept.push_back(key);
  std::sort(kept.begin(), kept.end());
  std::vector<Dictionary::Edge> edges;
  for (const std::uint64_t key : kept)
    edges.push_back({static_cast<FeatureId>(key >> 16), static_cast<CharId>(key & 0xFFFF)});
  return edges;
}

Dictionary build_dictionary(const Corpus& corpus, Rows rows, const Alphabet& alphabet,
                            const BlockOptions& block, std::size_t max_candidates) {
  std::vector<Dictionary::Edge> edges;
  Dictionary dictionary(alphabet.size(), edges);
  for (std::uint32_t prefix = 1; prefix < block.max_n; ++prefix) {
    const auto longer = find_frequent(corpus, rows, alphabet, dictionary, prefix, block, max_candidates);
    edges.insert(edges.end(), longer.begin(), longer.end());
    dictionary = Dictionary(alphabet.size(), edges);
  }
  return dictionary;
}

// For each feature what it says about the label.
struct Informativeness {
  std::vector<float> weights;
  std::vector<float> information;  // texts * divergence
};

Informativeness measure_features(const Corpus& corpus, Rows rows, const Alphabet& alphabet,
                                 const BlockOptions& block, const Dictionary& dictionary, double smoothing) {
  const std::size_t labels = corpus.labels().size();
  std::vector<float> counts(dictionary.size() * labels);
  std::vector<double> priors(labels);
  Scratch scratch;
  for (const std::uint32_t row : rows) {
    const LabelId label = corpus.label(row);
    priors[label] += 1.0 / static_cast<double>(rows.size());
    encode_block(alphabet, block, corpus.fields(row), scratch);
    count_ngrams(dictionary, block.max_n, scratch);
    for (const FeatureId feature : scratch.touched) {
      scratch.counts[feature] = 0;
      counts[feature * labels + label] += 1;
    }
  }
  Informativeness result;
  for (std::size_t feature = 0; feature < dictionary.size(); ++feature) {
    const std::span<const float> of_labels = std::span(counts).subspan(feature * labels, labels);
    double texts = 0;
    for (const float count : of_labels) texts += static_cast<double>(count);
    double divergence = 0;
    for (std::size_t k = 0; k < labels; ++k) {
      if (priors[k] == 0) continue;
      const double share = (static_cast<double>(of_labels[k]) + smoothing * priors[k]) / (texts + smoothing);
      divergence += share * std::log(share / priors[k]);
    }
    divergence = std::max(divergence, 0.0);
    const double idf = std::log((1.0 + static_cast<double>(rows.size())) / (1.0 + texts)) + 1;
    const double weight = texts == 0 ? 0 : idf * std::pow(divergence + kLeastDivergence, 0.25);
    result.weights.push_back(static_cast<float>(weight));
    result.information.push_back(static_cast<float>(texts * divergence));
  }
  return result;
}

// The dictionary without the n-grams below `floor`, but with every prefix of those that stay.
void prune(Model::Block& block, const std::vector<float>& information, float floor) {
  const Dictionary& old = block.dictionary;
  const std::size_t characters = old.characters();
  std::vector<bool> kept(old.size(), false);
  for (std::size_t i = old.size(); i-- > characters;) {
    kept[i] = kept[i] || information[i] >= floor;
    if (kept[i]) kept[old.edges()[i - characters].parent] = true;
  }
  std::vector<FeatureId> renumbered(old.size());
  std::vector<Dictionary::Edge> edges;
  std::vector<float> weights(block.weights.begin(),
                             block.weights.begin() + static_cast<std::ptrdiff_t>(characters));
  for (std::size_t i = 0; i < old.size(); ++i) {
    if (i >= characters && !kept[i]) continue;
    renumbered[i] = static_cast<FeatureId>(i < characters ? i : characters + edges.size());
    if (i < characters) continue;
    const Dictionary::Edge edge = old.edges()[i - characters];
    edges.push_back({renumbered[edge.parent], edge.last});
    weights.push_back(block.weights[i]);
  }
  block.dictionary = Dictionary(characters, std::move(edges));
  block.weights = std::move(weights);
}

// The information that the `most`-th best of all longer n-grams has; below every one when there are fewer.
float floor_of(const std::vector<Model::Block>& blocks, const std::vector<std::vector<float>>& information,
               std::size_t most) {
  std::vector<float> all;
  for (std::size_t b = 0; b < blocks.size(); ++b)
    all.insert(all.end(),
               information[b].begin() + static_cast<std::ptrdiff_t>(blocks[b].dictionary.characters()),
               information[b].end());
  if (most == 0 || all.size() <= most) return -1;
  std::nth_element(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(most), all.end(), std::greater<>());
  return all[most];
}

}  // namespace

Alphabet build_alphabet(const Corpus& corpus, Rows rows, bool keep_punctuation) {
  std::vector<Count> counts(Alphabet::kPoints);
  std::vector<char16_t> folded(Alphabet::kPoints);
  for (char32_t point = 0; point < Alphabet::kPoints; ++point) {
    const char32_t to = fold(point);
    folded[point] = static_cast<char16_t>(to < Alphabet::kPoints ? to : 0);
  }
  for (const std::uint32_t row : rows)
    for (const std::string_view field : corpus.fields(row))
      for (std::size_t at = 0; at < field.size();) {
        const text::DecodedChar decoded = text::decode_char(field, at);
        at += decoded.length;
        if (decoded.code < Alphabet::kPoints) counts[folded[decoded.code]].see(row);
      }
  std::vector<char16_t> points;
  for (std::size_t point = 1; point < counts.size(); ++point)
    if (counts[point].texts >= 2 &&
        (keep_punctuation || text::char_kind(static_cast<char32_t>(point)) != text::CharKind::other))
      points.push_back(static_cast<char16_t>(point));
  return Alphabet(std::move(points));
}

FeatureSpace build_features(const Corpus& corpus, Rows rows, const SpaceOptions& options) {
  FeatureSpace space;
  space.alphabet = build_alphabet(corpus, rows, options.keep_punctuation);
  std::vector<std::vector<float>> information;
  for (const BlockOptions& block : options.blocks) {
    Dictionary dictionary = build_dictionary(corpus, rows, space.alphabet, block, options.max_candidates);
    Informativeness measured = measure_features(corpus, rows, space.alphabet, block, dictionary,
                                                static_cast<double>(options.smoothing));
    space.blocks.push_back({block, std::move(dictionary), std::move(measured.weights), 0});
    information.push_back(std::move(measured.information));
  }
  const float floor = floor_of(space.blocks, information, options.max_features);
  for (std::size_t b = 0; b < space.blocks.size(); ++b) {
    if (floor >= 0) prune(space.blocks[b], information[b], floor);
    space.blocks[b].first_row = space.features;
    space.features += space.blocks[b].dictionary.size();
  }
  return space;
}

}  // namespace hotline::classify
