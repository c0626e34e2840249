#include "hotline/retrieve/guide.hpp"

#include <algorithm>
#include <array>

#include "hotline/text/ngrams.hpp"
#include "hotline/text/utf8.hpp"
#include "retrieve/plan.hpp"

namespace hotline::retrieve {
namespace {

constexpr std::size_t least_chars = 2;

constexpr std::array<std::string_view, 24> cuts{"以及", "还有", "同时", "另外", "并且", "顺便", "和", "与",
                                                "及",   "跟",   "、",   "，",   "；",   "？",   "。", "！",
                                                "+",    ",",    ";",    "?",    "/",    "＋",   "\n", " "};

std::size_t cut_length(std::string_view rest) {
  for (const std::string_view cut : cuts)
    if (rest.starts_with(cut)) return cut.size();
  return 0;
}

// A piece that names no matter: one character, or nothing but 怎么办, 分别要哪些.
bool says_nothing(const std::string& part) {
  const Codes codes = encode(part, max_query_chars);
  const std::vector<bool> asking = asking_part(codes);
  std::size_t meant = 0;
  for (std::size_t i = 0; i < codes.size(); ++i) meant += asking[i] || is_break(codes[i]) ? 0 : 1;
  return meant < least_chars;
}

}  // namespace

std::vector<std::string> split_matters(std::string_view question) {
  std::vector<std::string> parts(1);
  for (std::size_t at = 0; at < question.size();) {
    const std::size_t cut = cut_length(question.substr(at));
    const bool ends = cut > 0 && text::count_chars(parts.back()) >= least_chars;
    if (ends) parts.emplace_back();
    // A mark before a piece is no part of it; 和 may be one: 和平路.
    const bool mark =
        cut > 0 && text::char_kind(text::decode_char(question, at).code) == text::CharKind::other;
    if (ends || (mark && parts.back().empty())) {
      at += cut;
      continue;
    }
    const std::size_t length = text::decode_char(question, at).length;
    parts.back() += question.substr(at, length);
    at += length;
  }
  std::erase_if(parts, says_nothing);
  if (parts.size() < 2) return {std::string(question)};
  return parts;
}

std::vector<GuidePart> make_guide(std::string_view question, const Decide& decide) {
  const std::vector<std::string> pieces = split_matters(question);
  if (pieces.size() < 2 || pieces.size() > most_parts) return {};
  std::vector<GuidePart> parts;
  for (const std::string& piece : pieces) {
    const std::optional<Decision> decision = decide(piece);
    const bool known = decision && std::any_of(parts.begin(), parts.end(), [&](const GuidePart& one) {
                         return one.decision.id == decision->id;
                       });
    if (!decision || known) return {};
    parts.push_back({piece, *decision});
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

std::vector<Leaf> narrow(std::span<const Leaf> leaves, std::string_view value) {
  std::vector<Leaf> left;
  for (const Leaf& leaf : leaves)
    if (std::find(leaf.path.begin(), leaf.path.end(), value) != leaf.path.end()) left.push_back(leaf);
  return left;
}

}  // namespace hotline::retrieve
