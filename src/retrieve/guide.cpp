#include "hotline/retrieve/guide.hpp"

#include <algorithm>
#include <array>
#include <unordered_set>

#include "hotline/text/utf8.hpp"

namespace hotline::retrieve {
namespace {

constexpr std::size_t most_parts = 4;
constexpr std::size_t least_chars = 2;
constexpr double part_precision = 0.8;

constexpr std::array<std::string_view, 24> cuts{"以及", "还有", "同时", "另外", "并且", "顺便", "和", "与",
                                                "及",   "跟",   "、",   "，",   "；",   "？",   "。", "！",
                                                "+",    ",",    ";",    "?",    "/",    "＋",   "\n", " "};

std::size_t cut_length(std::string_view rest) {
  for (const std::string_view cut : cuts)
    if (rest.starts_with(cut)) return cut.size();
  return 0;
}

}  // namespace

std::vector<std::string> split_matters(std::string_view question) {
  std::vector<std::string> parts(1);
  for (std::size_t at = 0; at < question.size();) {
    if (const std::size_t cut = cut_length(question.substr(at)); cut > 0) {
      if (!parts.back().empty()) parts.emplace_back();
      at += cut;
      continue;
    }
    const std::size_t length = text::decode_char(question, at).length;
    parts.back() += question.substr(at, length);
    at += length;
  }
  std::erase_if(parts, [](const std::string& part) { return text::count_chars(part) < least_chars; });
  if (parts.empty()) parts.emplace_back(question);
  return parts;
}

std::vector<GuidePart> search_guide(const Index& index, std::string_view question,
                                    const SearchOptions& options) {
  std::vector<GuidePart> whole;
  whole.push_back({std::string(question), index.search(question, options)});
  const std::vector<std::string> pieces = split_matters(question);
  if (pieces.size() < 2 || pieces.size() > most_parts) return whole;
  std::vector<GuidePart> parts;
  std::unordered_set<std::int64_t> documents;
  for (const std::string& piece : pieces) {
    Found found = index.search(piece, options);
    const bool sure = !found.hits.empty() && found.confidence >= Index::threshold(part_precision);
    if (!sure || !documents.insert(found.hits.front().id).second) return whole;
    parts.push_back({piece, std::move(found)});
  }
  return parts;
}

std::optional<Narrowing> next_choice(std::span<const Leaf> leaves) {
  std::size_t deepest = 0;
  for (const Leaf& leaf : leaves) deepest = std::max(deepest, leaf.path.size());
  for (std::size_t level = 0; level < deepest; ++level) {
    std::vector<Choice> choices;
    for (const Leaf& leaf : leaves) {
      if (level >= leaf.path.size()) continue;
      const std::string& value = leaf.path[level];
      auto known = std::find_if(choices.begin(), choices.end(),
                                [&](const Choice& choice) { return choice.value == value; });
      if (known == choices.end()) known = choices.insert(choices.end(), Choice{value, 0, leaf.score});
      known->leaves += 1;
      known->score = std::max(known->score, leaf.score);
    }
    if (choices.size() < 2) continue;
    std::stable_sort(choices.begin(), choices.end(),
                     [](const Choice& a, const Choice& b) { return a.score > b.score; });
    return Narrowing{level, std::move(choices)};
  }
  return std::nullopt;
}

std::vector<Leaf> narrow(std::span<const Leaf> leaves, std::size_t level, std::string_view value) {
  std::vector<Leaf> left;
  for (const Leaf& leaf : leaves)
    if (level < leaf.path.size() && leaf.path[level] == value) left.push_back(leaf);
  return left;
}

}  // namespace hotline::retrieve
