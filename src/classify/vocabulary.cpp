#include "classify/vocabulary.hpp"

#include <algorithm>
#include <unordered_map>

#include "hotline/text/utf8.hpp"

namespace hotline::classify {
namespace {

constexpr std::uint32_t kNoRow = 0xFFFFFFFF;

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

std::uint64_t edge_key(FeatureId parent, CharId last) {
  return (std::uint64_t{parent} << 16) | last;
}

// Follows `length` characters from `first`; kNoFeature when they are no known n-gram.
FeatureId walk(const Dictionary& dictionary, const CharId* first, std::uint32_t length) {
  if (*first == 0) return kNoFeature;
  auto feature = static_cast<FeatureId>(*first - 1);
  for (std::uint32_t i = 1; i < length && feature != kNoFeature; ++i)
    feature = first[i] == 0 ? kNoFeature : dictionary.find_child(feature, first[i]);
  return feature;
}

void count_candidates(const Dictionary& dictionary, const std::vector<CharId>& chars, std::uint32_t prefix,
                      std::uint32_t row, Candidates& candidates) {
  for (std::size_t at = 0; at + prefix < chars.size(); ++at) {
    const CharId last = chars[at + prefix];
    if (last == 0) continue;
    const FeatureId parent = walk(dictionary, &chars[at], prefix);
    if (parent != kNoFeature) candidates[edge_key(parent, last)].see(row);
  }
}

}  // namespace

Alphabet build_alphabet(const Corpus& corpus, Rows rows, std::uint32_t min_df) {
  std::vector<Count> raw(Alphabet::kPoints);
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
        if (decoded.code < Alphabet::kPoints) raw[folded[decoded.code]].see(row);
      }
  std::vector<char16_t> points;
  for (std::size_t point = 1; point < raw.size(); ++point)
    if (raw[point].texts >= min_df) points.push_back(static_cast<char16_t>(point));
  return Alphabet(std::move(points));
}

BlockVocabulary build_vocabulary(const Corpus& corpus, Rows rows, const Alphabet& alphabet,
                                 const BlockOptions& block, std::size_t max_candidates) {
  const std::size_t characters = alphabet.size() - 1;
  BlockVocabulary result;
  std::vector<Dictionary::Edge> edges;
  result.dictionary = Dictionary(characters, edges);
  Scratch scratch;
  std::vector<Count> singles(characters);
  for (const std::uint32_t row : rows) {
    encode_block(alphabet, block, corpus.fields(row), scratch);
    for (const CharId id : scratch.chars)
      if (id != 0) singles[id - 1].see(row);
  }
  for (const Count& count : singles) result.document_frequency.push_back(count.texts);
  for (std::uint32_t prefix = 1; prefix < block.max_n; ++prefix) {
    Candidates candidates;
    for (const std::uint32_t row : rows) {
      encode_block(alphabet, block, corpus.fields(row), scratch);
      count_candidates(result.dictionary, scratch.chars, prefix, row, candidates);
      if (candidates.size() > max_candidates)
        std::erase_if(candidates, [](const auto& entry) { return entry.second.texts == 1; });
    }
    std::vector<std::pair<std::uint64_t, std::uint32_t>> kept;
    for (const auto& [key, count] : candidates)
      if (count.texts >= block.min_df) kept.emplace_back(key, count.texts);
    std::sort(kept.begin(), kept.end());
    for (const auto& [key, texts] : kept) {
      edges.push_back({static_cast<FeatureId>(key >> 16), static_cast<CharId>(key & 0xFFFF)});
      result.document_frequency.push_back(texts);
    }
    result.dictionary = Dictionary(characters, edges);
  }
  return result;
}

}  // namespace hotline::classify
