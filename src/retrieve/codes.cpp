#include "retrieve/codes.hpp"

#include "hotline/text/ngrams.hpp"
#include "hotline/text/normalize.hpp"
#include "hotline/text/utf8.hpp"

namespace hotline::retrieve {
namespace {

bool is_full_stop(char32_t code) {
  return code == U'。' || code == U'!' || code == U'?' || code == U';' || code == U'！' || code == U'？' ||
         code == U'；' || code == U'…' || code == U'｡';
}

char16_t code_of(char32_t point) {
  if (text::char_kind(point) == text::CharKind::other) {
    return point == U' ' ? blank : is_full_stop(point) ? full_stop : gap;
  }
  if (point < 0x10000) return static_cast<char16_t>(point);
  return static_cast<char16_t>(0xE000 + point % 0x1900);
}

// Which codes of the basic plane are words, as one bit each; asking ICU each time would cost more than
// everything else.
struct WordTable {
  std::vector<bool> word = std::vector<bool>(0x10000, false);
  WordTable() {
    for (char32_t c = 0; c < 0x10000; ++c)
      word[c] = (c < 0xD800 || c > 0xF8FF) && text::char_kind(c) == text::CharKind::word;
  }
};

template <class Emit>
void walk(std::string_view normal, std::size_t max_chars, Emit&& emit) {
  std::size_t chars = 0;
  for (std::size_t at = 0; at < normal.size() && chars < max_chars; ++chars) {
    const text::DecodedChar next = text::decode_char(normal, at);
    emit(code_of(next.code), at, at + next.length);
    at += next.length;
  }
}

}  // namespace

bool is_word(char16_t code) {
  static const WordTable table;
  return table.word[code];
}

TermKey word_key(std::u16string_view word) {
  std::uint64_t hash = 0xCBF29CE484222325ULL;
  for (const char16_t code : word) hash = (hash ^ code) * 0x100000001B3ULL;
  return (hash >> 1) | (TermKey{1} << 63);
}

MappedCodes encode_with_map(std::string_view text, std::size_t max_chars) {
  MappedCodes mapped;
  const text::NormalizedText normal = text::normalize_with_map(text);
  walk(normal.text, max_chars, [&](char16_t code, std::size_t begin, std::size_t end) {
    const text::ByteRange source = normal.source(begin, end);
    // Space and line breaks are one in the normal form, but a line ends a sentence.
    if (code == blank && text.substr(source.begin, source.end - source.begin).find('\n') != text.npos)
      code = line_end;
    mapped.codes.push_back(code);
    mapped.begins.push_back(source.begin);
    mapped.ends.push_back(source.end);
  });
  return mapped;
}

Codes encode(std::string_view text, std::size_t max_chars) {
  return encode_with_map(text, max_chars).codes;
}

}  // namespace hotline::retrieve
