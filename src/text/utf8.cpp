#include "hotline/text/utf8.hpp"

#include <cstring>

namespace hotline::text {
namespace {

unsigned char byte_at(std::string_view text, std::size_t position) {
  return static_cast<unsigned char>(text[position]);
}

bool is_continuation(unsigned char byte) {
  return (byte & 0xC0) == 0x80;
}

constexpr DecodedChar wrong_byte{replacement_char, 1};

bool is_space(char32_t code) {
  return code == ' ' || (code >= 0x09 && code <= 0x0D) || code == 0x85 || code == 0xA0 || code == 0x1680 ||
         (code >= 0x2000 && code <= 0x200B) || code == 0x2028 || code == 0x2029 || code == 0x202F ||
         code == 0x205F || code == 0x3000 || code == 0xFEFF;
}

}  // namespace

DecodedChar detail::decode_multibyte(std::string_view text, std::size_t position) {
  const unsigned char lead = byte_at(text, position);
  const std::size_t left = text.size() - position;
  if (lead < 0xC2 || lead > 0xF4) return wrong_byte;
  if (left < 2) return wrong_byte;
  const unsigned char second = byte_at(text, position + 1);
  if (!is_continuation(second)) return wrong_byte;
  if (lead < 0xE0) return {(lead & 0x1FU) << 6 | (second & 0x3FU), 2};
  if (left < 3) return wrong_byte;
  const unsigned char third = byte_at(text, position + 2);
  if (!is_continuation(third)) return wrong_byte;
  if (lead < 0xF0) {
    if (lead == 0xE0 && second < 0xA0) return wrong_byte;   // overlong
    if (lead == 0xED && second >= 0xA0) return wrong_byte;  // surrogate
    return {(lead & 0x0FU) << 12 | (second & 0x3FU) << 6 | (third & 0x3FU), 3};
  }
  if (left < 4) return wrong_byte;
  const unsigned char fourth = byte_at(text, position + 3);
  if (!is_continuation(fourth)) return wrong_byte;
  if (lead == 0xF0 && second < 0x90) return wrong_byte;   // overlong
  if (lead == 0xF4 && second >= 0x90) return wrong_byte;  // above U+10FFFF
  return {(lead & 0x07U) << 18 | (second & 0x3FU) << 12 | (third & 0x3FU) << 6 | (fourth & 0x3FU), 4};
}

std::size_t valid_utf8_prefix(std::string_view text) {
  std::size_t position = 0;
  while (position < text.size()) {
    // Eight ASCII bytes at a time.
    std::uint64_t eight = 0;
    while (position + 8 <= text.size()) {
      std::memcpy(&eight, text.data() + position, 8);
      if ((eight & 0x8080808080808080ULL) != 0) break;
      position += 8;
    }
    if (position == text.size()) break;
    const DecodedChar next = decode_char(text, position);
    if (next.length == 1 && next.code == replacement_char) return position;
    position += next.length;
  }
  return text.size();
}

bool is_valid_utf8(std::string_view text) {
  return valid_utf8_prefix(text) == text.size();
}

bool has_control_chars(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const unsigned char byte = byte_at(text, i);
    if (byte < 0x20 && byte != '\n' && byte != '\t' && byte != '\r') return true;
    if (byte == 0x7F) return true;
    if (byte == 0xC2 && i + 1 < text.size() && byte_at(text, i + 1) >= 0x80 && byte_at(text, i + 1) < 0xA0) {
      return true;
    }
  }
  return false;
}

std::size_t previous_char(std::string_view text, std::size_t position) {
  const std::size_t lowest = position > 4 ? position - 4 : 0;
  for (std::size_t start = position - 1; start + 1 > lowest; --start) {
    if (!is_continuation(byte_at(text, start))) {
      return start + decode_char(text, start).length == position ? start : position - 1;
    }
    if (start == 0) break;
  }
  return position - 1;
}

void append_char(std::string& out, char32_t code) {
  const auto tail = [](char32_t bits) { return static_cast<char>(0x80 | (bits & 0x3F)); };
  if (code < 0x80) {
    out.push_back(static_cast<char>(code));
  } else if (code < 0x800) {
    const char bytes[] = {static_cast<char>(0xC0 | code >> 6), tail(code)};
    out.append(bytes, 2);
  } else if (code < 0x10000) {
    if (code >= 0xD800 && code < 0xE000) code = replacement_char;
    const char bytes[] = {static_cast<char>(0xE0 | code >> 12), tail(code >> 6), tail(code)};
    out.append(bytes, 3);
  } else if (code < 0x110000) {
    const char bytes[] = {static_cast<char>(0xF0 | code >> 18), tail(code >> 12), tail(code >> 6),
                          tail(code)};
    out.append(bytes, 4);
  } else {
    append_char(out, replacement_char);
  }
}

std::u32string to_utf32(std::string_view text) {
  std::u32string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const DecodedChar next = decode_char(text, i);
    out.push_back(next.code);
    i += next.length;
  }
  return out;
}

std::size_t count_chars(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < text.size(); i += decode_char(text, i).length) ++count;
  return count;
}

std::string_view truncate_chars(std::string_view text, std::size_t max_chars) {
  std::size_t end = 0;
  for (std::size_t taken = 0; end < text.size() && taken < max_chars; ++taken)
    end += decode_char(text, end).length;
  return text.substr(0, end);
}

std::string_view trim(std::string_view text) {
  std::size_t begin = 0;
  while (begin < text.size()) {
    const DecodedChar next = decode_char(text, begin);
    if (!is_space(next.code)) break;
    begin += next.length;
  }
  std::size_t end = text.size();
  while (end > begin) {
    const std::size_t before = previous_char(text, end);
    if (!is_space(decode_char(text, before).code)) break;
    end = before;
  }
  return text.substr(begin, end - begin);
}

}  // namespace hotline::text
