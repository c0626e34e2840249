// Which words decided: the weight of each n-gram is shared out over the characters it covers, and the
// heaviest stretches of characters are what a person reads.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "hotline/classify/model.hpp"
#include "hotline/text/utf8.hpp"

namespace hotline::classify {
namespace {

constexpr std::size_t kLongest = 12;  // characters of a stretch; longer ones stop being a reason

struct FieldScores {
  std::vector<std::uint32_t> starts;  // byte where each character begins, and the end
  std::vector<float> scores;          // for each character
};

FieldScores empty_scores(std::string_view field, std::size_t most) {
  FieldScores result;
  std::size_t at = 0;
  for (; at < field.size() && result.starts.size() < most; at += text::decode_char(field, at).length)
    result.starts.push_back(static_cast<std::uint32_t>(at));
  result.scores.assign(result.starts.size(), 0.0F);
  result.starts.push_back(static_cast<std::uint32_t>(at));
  return result;
}

void collect_stretches(const FieldScores& field, std::uint32_t number, std::vector<Explained>& out) {
  const float floor = [&] {
    float sum = 0;
    int positive = 0;
    for (const float score : field.scores)
      if (score > 0) sum += score, ++positive;
    return positive == 0 ? 0.0F : sum / static_cast<float>(positive);
  }();
  for (std::size_t at = 0; at < field.scores.size();) {
    if (field.scores[at] <= floor / 2) {
      ++at;
      continue;
    }
    const std::size_t begin = at;
    float weight = 0;
    for (; at < field.scores.size() && at - begin < kLongest && field.scores[at] > floor / 2; ++at)
      weight += field.scores[at];
    if (at - begin >= 2) out.push_back({number, field.starts[begin], field.starts[at], weight});
  }
}

}  // namespace

std::vector<Explained> Model::explain(Fields fields, LabelId label, std::size_t most,
                                      Scratch& scratch) const {
  std::vector<FieldScores> scores;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    std::size_t longest = 0;
    for (const Block& block : blocks_)
      for (const std::uint32_t field : block.options.fields)
        if (field == i) longest = std::max<std::size_t>(longest, block.options.max_chars);
    scores.push_back(empty_scores(fields[i], longest));
  }
  const auto labels = static_cast<float>(labels_.size());
  for (const Block& block : blocks_) {
    const std::int16_t* const rows = rows_.data() + block.first_row * stride_;
    encode_block(alphabet_, block.options, fields, scratch);
    count_ngrams(block.dictionary, block.options.max_n, scratch);
    float squares = 0;
    for (const FeatureId feature : scratch.touched) {
      const float value = damped(scratch.counts[feature]) * static_cast<float>(rows[feature * stride_]);
      squares += value * value;
    }
    // What each occurrence of a feature adds to the label, against the mean of all labels.
    const auto share = [&](FeatureId feature) {
      const std::int16_t* const row = rows + feature * stride_;
      const float mean = static_cast<float>(std::accumulate(row + 1, row + 1 + labels_.size(), 0)) / labels;
      const float value = damped(scratch.counts[feature]) * static_cast<float>(row[0]);
      return block.options.weight * weight_unit_ * value / std::sqrt(squares) *
             (static_cast<float>(row[1 + label]) - mean) / static_cast<float>(scratch.counts[feature]);
    };
    std::size_t base = 0;
    for (const std::uint32_t number : block.options.fields) {
      if (number >= fields.size()) continue;
      FieldScores& field = scores[number];
      const std::size_t chars = std::min<std::size_t>(field.scores.size(), block.options.max_chars);
      for (std::size_t first = 0; first < chars; ++first) {
        FeatureId feature = scratch.chars[base + first];
        for (std::size_t n = 1; feature != 0; ++n) {
          const float each = share(feature) / static_cast<float>(n);
          for (std::size_t i = 0; i < n; ++i) field.scores[first + i] += each;
          if (n == block.options.max_n) break;
          feature = block.dictionary.find_child(feature, scratch.chars[base + first + n]);
        }
      }
      base += chars + 1;
    }
    for (const FeatureId feature : scratch.touched) scratch.counts[feature] = 0;
  }
  std::vector<Explained> result;
  for (std::size_t i = 0; i < scores.size(); ++i)
    collect_stretches(scores[i], static_cast<std::uint32_t>(i), result);
  std::stable_sort(result.begin(), result.end(),
                   [](const Explained& a, const Explained& b) { return a.weight > b.weight; });
  // The same words said twice are one reason.
  std::vector<Explained> distinct;
  for (const Explained& candidate : result) {
    const auto words = [&](const Explained& e) { return fields[e.field].substr(e.begin, e.end - e.begin); };
    const bool known = std::any_of(distinct.begin(), distinct.end(),
                                   [&](const Explained& e) { return words(e) == words(candidate); });
    if (!known && distinct.size() < most) distinct.push_back(candidate);
  }
  return distinct;
}

}  // namespace hotline::classify
