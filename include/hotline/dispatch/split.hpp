// Several matters in one call: where one ends and the next begins.
//
// Each end of a sentence is a place to cut. How likely it parts two matters is a logistic model over what the
// two sides share (characters in pairs, places), how the sides end and begin (a wish or thanks, then a
// greeting, a new place) and whether each side holds a trouble and a wish of its own. A second one decides
// whether the best cut is taken, from its features and its lead over the others; each side is then looked at
// again. Plain words ("还有一个问题") are believed. The weights stand in src/dispatch/split_weights.cpp
// (fitted with `hotline eval split --fit`; docs/adr/0010-reading-calls.md).
//
// Thread rule: pure. No errors: any bytes are accepted; of longer texts the first `most_split_chars` are read
// and the rest belongs to the last part. Cost: some 300 microseconds for 400 characters.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hotline::dispatch {

inline constexpr std::size_t most_split_chars = 5000;
inline constexpr std::size_t most_parts = 5;
inline constexpr double split_threshold = 0.5;

struct MatterPart {
  std::uint32_t begin = 0;  // bytes of the text; the parts together are the whole text
  std::uint32_t end = 0;
  double confidence = 1;  // that a new matter begins here; 1 for the first part
};

inline constexpr std::size_t cut_feature_count = 33;
inline constexpr std::size_t whole_feature_count = cut_feature_count + 3;
using CutFeatures = std::array<double, cut_feature_count>;  // the last is 1, for the bias
struct SplitWeights {
  CutFeatures cut{};
  std::array<double, whole_feature_count> whole{};
};
const SplitWeights& shipped_split_weights();
std::span<const std::string_view> cut_feature_names();

// One part when nothing speaks for several.
std::vector<MatterPart> split_matters(std::string_view text, double threshold = split_threshold,
                                      const SplitWeights& weights = shipped_split_weights());

// Texts to fit on. Every other one serves for the cuts, the rest for whether to cut at all.
struct JoinedText {
  std::string text;
  std::uint32_t boundary = 0;  // byte at which the second matter begins; 0: one matter alone
};
SplitWeights fit_split_weights(std::span<const JoinedText> texts);

}  // namespace hotline::dispatch
