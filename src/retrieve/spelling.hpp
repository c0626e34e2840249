// Slips of typing: what was meant where a pair of characters is written that hardly any document holds.
//
// Learnt from titles and tags, which hold the words people ask for: pairs that are read the same (社宝 for
// 社保), and pairs around one wrong character (公职金 for 公积金).
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "retrieve/codes.hpp"

namespace hotline::retrieve {

class Spelling {
 public:
  void learn(const Codes& codes);

  // Other pairs read like (a, b), without it; most often learnt first, at most a few.
  std::vector<TermKey> sound_like(char16_t a, char16_t b) const;
  // Characters that stand between a and b somewhere.
  std::vector<char16_t> between(char16_t a, char16_t b) const;

 private:
  struct Pair {
    TermKey key = 0;
    std::uint32_t count = 0;
  };
  std::unordered_map<std::uint32_t, std::vector<Pair>> by_sound_;  // two syllables
  std::unordered_map<TermKey, std::u16string> between_;            // skip_key
};

}  // namespace hotline::retrieve
