#include "retrieve/spelling.hpp"

#include <algorithm>

#include "retrieve/pinyin.hpp"

namespace hotline::retrieve {
namespace {

constexpr std::size_t most_alternatives = 3;
constexpr std::size_t most_between = 8;

bool is_han(char16_t code) {
  return !is_break(code) && !is_word(code);
}

std::uint32_t sound_of(char16_t a, char16_t b) {
  const Syllable first = syllable_of(a);
  const Syllable second = syllable_of(b);
  return first == 0 || second == 0 ? 0 : (std::uint32_t{first} << 16) | second;
}

}  // namespace

void Spelling::learn(const Codes& codes) {
  for (std::size_t i = 0; i + 1 < codes.size(); ++i) {
    if (!is_han(codes[i]) || !is_han(codes[i + 1])) continue;
    if (const std::uint32_t sound = sound_of(codes[i], codes[i + 1]); sound != 0) {
      std::vector<Pair>& pairs = by_sound_[sound];
      const TermKey key = bigram_key(codes[i], codes[i + 1]);
      const auto known =
          std::find_if(pairs.begin(), pairs.end(), [&](const Pair& pair) { return pair.key == key; });
      (known == pairs.end() ? pairs.emplace_back(Pair{key, 0}) : *known).count += 1;
    }
    if (i + 2 >= codes.size() || !is_han(codes[i + 2])) continue;
    std::u16string& middles = between_[skip_key(codes[i], codes[i + 2])];
    if (middles.size() < most_between && middles.find(codes[i + 1]) == middles.npos) middles += codes[i + 1];
  }
}

std::vector<TermKey> Spelling::sound_like(char16_t a, char16_t b) const {
  const auto found = by_sound_.find(sound_of(a, b));
  if (found == by_sound_.end()) return {};
  std::vector<Pair> pairs = found->second;
  std::erase_if(pairs, [&](const Pair& pair) { return pair.key == bigram_key(a, b); });
  std::sort(pairs.begin(), pairs.end(), [](const Pair& x, const Pair& y) {
    return x.count != y.count ? x.count > y.count : x.key < y.key;
  });
  std::vector<TermKey> keys;
  for (std::size_t i = 0; i < std::min(pairs.size(), most_alternatives); ++i) keys.push_back(pairs[i].key);
  return keys;
}

std::vector<char16_t> Spelling::between(char16_t a, char16_t b) const {
  const auto found = between_.find(skip_key(a, b));
  if (found == between_.end()) return {};
  return {found->second.begin(), found->second.end()};
}

}  // namespace hotline::retrieve
