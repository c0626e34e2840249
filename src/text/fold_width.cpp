#include "text/fold_width.hpp"

#include "hotline/text/utf8.hpp"

namespace hotline::text {

FoldedChars fold_width(std::string_view text) {
  FoldedChars out;
  out.chars.reserve(text.size());
  out.begins.reserve(text.size() + 1);
  for (std::size_t i = 0; i < text.size();) {
    const DecodedChar next = decode_char(text, i);
    out.chars.push_back(fold_width(next.code));
    out.begins.push_back(static_cast<std::uint32_t>(i));
    i += next.length;
  }
  out.begins.push_back(static_cast<std::uint32_t>(text.size()));
  return out;
}

std::string compact_alnum(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const DecodedChar next = decode_char(text, i);
    i += next.length;
    const char32_t code = fold_width(next.code);
    if (is_alnum(code)) {
      out.push_back(to_upper(code));
    } else if (code != U' ' && code != U'\t' && !is_hyphen(code)) {
      return {};
    }
  }
  return out;
}

}  // namespace hotline::text
