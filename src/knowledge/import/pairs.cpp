#include "knowledge/import/pairs.hpp"

#include <algorithm>

#include "hotline/text/ngrams.hpp"
#include "hotline/text/normalize.hpp"
#include "hotline/text/utf8.hpp"

namespace hotline::knowledge {
namespace {

constexpr int nearest_bits = 3;
constexpr double nearest_jaccard = 0.9;
constexpr std::size_t most_clashes = 3;
constexpr std::size_t most_compared = 64;  // entries of one block

std::string body_of(const Content& content) {
  std::string text = content.answer;
  for (const Fact& fact : content.facts) {
    // What only names the thing differs between any two.
    if (fact.kind != FactKind::other) text += "\n" + fact.text;
  }
  return text::normalize(text);
}

std::string key_of(const std::string& question, const Content& content) {
  std::string key;
  const std::string normal = text::normalize(question);
  for (std::size_t at = 0; at < normal.size();) {
    const auto [code, length] = text::decode_char(normal, at);
    if (text::char_kind(code) != text::CharKind::other) key.append(normal, at, length);
    at += length;
  }
  return key + "|" + content.region + "|" + content.audience;
}

std::set<std::string> numbers_in(const std::string& text) {
  std::set<std::string> numbers;
  std::string run;
  for (std::size_t at = 0; at <= text.size(); ++at) {
    const char c = at < text.size() ? text[at] : ' ';
    const bool digit = c >= '0' && c <= '9';
    const bool joint = (c == '-' || c == '.') && !run.empty() && at + 1 < text.size() &&
                       text[at + 1] >= '0' && text[at + 1] <= '9';
    if (digit || joint) {
      run += c;
    } else if (!run.empty()) {
      numbers.insert(run);
      run.clear();
    }
  }
  return numbers;
}

std::string only_in(const std::set<std::string>& here, const std::set<std::string>& there) {
  std::string out;
  for (const std::string& one : here) {
    if (!there.contains(one)) out += (out.empty() ? "" : "、") + one;
  }
  return out;
}

std::uint64_t block(std::uint64_t simhash, unsigned place) {
  return (std::uint64_t{place} << 16U) | ((simhash >> (16U * place)) & 0xFFFFU);
}

}  // namespace

PairFinder::Known PairFinder::known(std::int64_t id, const Content& content) {
  const std::string body = body_of(content);
  return {id, text::simhash(body), numbers_in(body), text::BigramSet(body),
          content.facts.empty() ? "" : key_of(content.title(), content)};
}

std::vector<Clash> PairFinder::find(std::int64_t id, const Content& content) const {
  const Known mine = known(id, content);
  std::vector<Clash> clashes;
  const auto is_new = [&](std::int64_t other) {
    return other != id && clashes.size() < most_clashes &&
           std::none_of(clashes.begin(), clashes.end(), [&](const Clash& one) { return one.other == other; });
  };
  if (const auto same = by_question_.find(key_of(content.title(), content)); same != by_question_.end()) {
    for (const std::size_t at : same->second) {
      const Known& other = all_[at];
      const std::string here = only_in(mine.numbers, other.numbers),
                        there = only_in(other.numbers, mine.numbers);
      if (!here.empty() && !there.empty() && is_new(other.id))
        clashes.push_back({other.id, true, here + " / " + there});
    }
  }
  for (unsigned place = 0; place < 4; ++place) {
    const auto alike = by_block_.find(block(mine.simhash, place));
    if (alike == by_block_.end()) continue;
    std::size_t compared = 0;
    for (auto at = alike->second.rbegin(); at != alike->second.rend() && compared < most_compared;
         ++at, ++compared) {
      const Known& other = all_[*at];
      if (text::simhash_distance(mine.simhash, other.simhash) > nearest_bits || !is_new(other.id)) continue;
      if (!mine.matter.empty() && !other.matter.empty() && mine.matter != other.matter) continue;
      if (mine.bigrams.jaccard(other.bigrams) >= nearest_jaccard) clashes.push_back({other.id, false, ""});
    }
  }
  return clashes;
}

void PairFinder::add(std::int64_t id, const Content& content) {
  all_.push_back(known(id, content));
  const std::size_t at = all_.size() - 1;
  by_question_[key_of(content.title(), content)].push_back(at);
  for (unsigned place = 0; place < 4; ++place) by_block_[block(all_[at].simhash, place)].push_back(at);
}

}  // namespace hotline::knowledge
