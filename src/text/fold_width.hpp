// Full width ASCII to ASCII and nothing else: what identifiers need. Unlike the normal form it leaves "①"
// and "㎡" alone, which would otherwise grow into digits.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hotline::text {

constexpr char32_t fold_width(char32_t code) {
  if (code >= 0xFF01 && code <= 0xFF5E) return code - 0xFEE0;
  if (code == 0x3000 || code == 0xA0) return U' ';
  return code;
}

// Chars of a text with the place of each; the last begin is the end of the text.
struct FoldedChars {
  std::u32string chars;
  std::vector<std::uint32_t> begins;
};
FoldedChars fold_width(std::string_view text);

constexpr bool is_digit(char32_t code) {
  return code >= U'0' && code <= U'9';
}
constexpr bool is_letter(char32_t code) {
  return (code >= U'A' && code <= U'Z') || (code >= U'a' && code <= U'z');
}
constexpr bool is_alnum(char32_t code) {
  return is_digit(code) || is_letter(code);
}
constexpr bool is_hyphen(char32_t code) {
  return code == U'-' || (code >= 0x2010 && code <= 0x2015) || code == 0x2212;
}
constexpr char to_upper(char32_t code) {
  return static_cast<char>(code >= U'a' && code <= U'z' ? code - U'a' + U'A' : code);
}

// Digits and capitals of a number as somebody wrote it, without spaces and hyphens; empty when anything
// else stands in it.
std::string compact_alnum(std::string_view text);

}  // namespace hotline::text
