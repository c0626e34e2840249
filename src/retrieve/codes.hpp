// A text as 16-bit codes: what index, ranking and passages read.
//
// The normal form, one code a char (chars above U+FFFF fold into the private use area: rare, and alike only
// to each other). White space and punctuation become breaks; those that end a sentence are told apart.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hotline::retrieve {

using Codes = std::u16string;

inline constexpr char16_t gap = 1;        // punctuation within a sentence
inline constexpr char16_t blank = 2;      // white space
inline constexpr char16_t full_stop = 3;  // the end of a sentence
inline constexpr char16_t line_end = 4;
inline constexpr bool is_break(char16_t code) {
  return code <= line_end;
}
inline constexpr bool ends_sentence(char16_t code) {
  return code == full_stop || code == line_end;
}

// Whether a code is part of a Latin word or a number, which count whole.
bool is_word(char16_t code);

Codes encode(std::string_view text, std::size_t max_chars);

// With the way back to the original.
struct MappedCodes {
  Codes codes;
  std::vector<std::uint32_t> begins;  // bytes of the original
  std::vector<std::uint32_t> ends;
};
MappedCodes encode_with_map(std::string_view text, std::size_t max_chars);

// Keys of terms. Single characters, bigrams and words never share a key.
using TermKey = std::uint64_t;
inline constexpr TermKey single_key(char16_t a) {
  return (TermKey{1} << 32) | a;
}
inline constexpr TermKey bigram_key(char16_t a, char16_t b) {
  return (TermKey{a} << 16) | b;
}
// Two characters with any one between them.
inline constexpr TermKey skip_key(char16_t a, char16_t b) {
  return (TermKey{2} << 32) | (TermKey{a} << 16) | b;
}
TermKey word_key(std::u16string_view word);

enum class TermKind : std::uint8_t { single, bigram, word };

// Calls visit(key, kind, position, length) for each term in order: at each CJK char the single, then the
// bigram that begins there; a word once.
template <class Visit>
void for_each_term(std::u16string_view codes, Visit&& visit) {
  for (std::size_t i = 0; i < codes.size();) {
    const char16_t code = codes[i];
    if (is_break(code)) {
      ++i;
    } else if (is_word(code)) {
      std::size_t end = i + 1;
      while (end < codes.size() && !is_break(codes[end]) && is_word(codes[end])) ++end;
      visit(word_key(codes.substr(i, end - i)), TermKind::word, i, end - i);
      i = end;
    } else {
      visit(single_key(code), TermKind::single, i, std::size_t{1});
      if (i + 1 < codes.size() && !is_break(codes[i + 1]) && !is_word(codes[i + 1])) {
        visit(bigram_key(code, codes[i + 1]), TermKind::bigram, i, std::size_t{2});
      }
      ++i;
    }
  }
}

}  // namespace hotline::retrieve
