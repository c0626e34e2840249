// UTF-8 as bytes: check, decode, encode, count and cut.
//
// All functions are pure and thread-safe. Positions and lengths are bytes unless a name says chars; a char
// is a Unicode code point. Functions that take text not known to be valid read each wrong byte as one
// U+FFFD, so that no input is out of bounds.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace hotline::text {

inline constexpr char32_t replacement_char = 0xFFFD;

// Strict UTF-8 of RFC 3629: no overlong form, no surrogate, nothing above U+10FFFF, nothing cut off.
// NUL and other controls are valid UTF-8; ask has_control_chars about them.
bool is_valid_utf8(std::string_view text);

// The length of the longest prefix that is valid UTF-8; text.size() when all of it is.
std::size_t valid_utf8_prefix(std::string_view text);

// Whether NUL, another C0 control besides \n \t \r, DEL or a C1 control (U+0080 to U+009F) occurs.
bool has_control_chars(std::string_view text);

struct DecodedChar {
  char32_t code;
  std::uint8_t length;  // bytes taken, 1 to 4
};

namespace detail {
DecodedChar decode_multibyte(std::string_view text, std::size_t position);
}

// The char that begins at `position`, which must be below text.size().
inline DecodedChar decode_char(std::string_view text, std::size_t position) {
  const auto lead = static_cast<unsigned char>(text[position]);
  if (lead < 0x80) return {lead, 1};
  return detail::decode_multibyte(text, position);
}

// The position where the char before `position` begins; `position` must be above 0.
std::size_t previous_char(std::string_view text, std::size_t position);

// Appends one char. A surrogate or a value above U+10FFFF is written as U+FFFD.
void append_char(std::string& out, char32_t code);

std::u32string to_utf32(std::string_view text);

std::size_t count_chars(std::string_view text);

// The first `max_chars` chars: a view into `text`, never cut inside a char.
std::string_view truncate_chars(std::string_view text, std::size_t max_chars);

// `text` without white space of any script at both ends: a view into `text`.
std::string_view trim(std::string_view text);

}  // namespace hotline::text
