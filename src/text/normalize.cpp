#include "hotline/text/normalize.hpp"

#include "hotline/text/utf8.hpp"
#include "text/fold_table.hpp"

namespace hotline::text {
namespace {

// Calls emit(code, begin, end) for each char of the normal form; begin and end are bytes of the original.
template <class Emit>
void fold(std::string_view text, Emit&& emit) {
  const FoldTable& table = FoldTable::instance();
  bool started = false;
  bool space_waits = false;
  std::size_t space_begin = 0;
  std::size_t space_end = 0;

  const auto put = [&](char32_t code, std::size_t begin, std::size_t end) {
    if (space_waits) {
      if (started) emit(U' ', space_begin, space_end);
      space_waits = false;
    }
    started = true;
    emit(code, begin, end);
  };
  const auto put_space = [&](std::size_t begin, std::size_t end) {
    if (!space_waits) space_begin = begin;
    space_end = end;
    space_waits = true;
  };

  for (std::size_t position = 0; position < text.size();) {
    const std::size_t begin = position;
    const DecodedChar next = decode_char(text, position);
    position += next.length;
    if (next.code < 0x10000) {
      const char16_t folded = table.bmp(next.code);
      if (folded == FoldTable::removed) continue;
      if (folded == FoldTable::space) {
        put_space(begin, position);
        continue;
      }
      if (folded != FoldTable::expanded) {
        put(folded, begin, position);
        continue;
      }
    }
    const std::u32string* expansion = table.expansion(next.code);
    if (expansion == nullptr) {
      put(next.code, begin, position);
      continue;
    }
    for (const char32_t code : *expansion) {
      if (code == U' ') {
        put_space(begin, position);
      } else {
        put(code, begin, position);
      }
    }
  }
}

}  // namespace

void normalize_into(std::string_view text, std::string& out) {
  out.clear();
  out.reserve(text.size());
  fold(text, [&](char32_t code, std::size_t, std::size_t) { append_char(out, code); });
}

std::string normalize(std::string_view text) {
  std::string out;
  normalize_into(text, out);
  return out;
}

void normalize_with_map_into(std::string_view text, NormalizedText& out) {
  out.text.clear();
  out.sources.clear();
  out.text.reserve(text.size());
  out.sources.reserve(text.size());
  fold(text, [&](char32_t code, std::size_t begin, std::size_t end) {
    append_char(out.text, code);
    out.sources.resize(out.text.size(),
                       ByteRange{static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)});
  });
}

NormalizedText normalize_with_map(std::string_view text) {
  NormalizedText out;
  normalize_with_map_into(text, out);
  return out;
}

}  // namespace hotline::text
