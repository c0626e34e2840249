#include "hotline/text/ngrams.hpp"

#include <unicode/uchar.h>

#include "hotline/text/utf8.hpp"

namespace hotline::text {
namespace {

bool is_cjk(char32_t code) {
  return (code >= 0x4E00 && code <= 0x9FFF) || (code >= 0x3400 && code <= 0x4DBF) ||  // Han, extension A
         (code >= 0x3005 && code <= 0x3007) ||                                        // 々 〆 〇
         (code >= 0x3041 && code <= 0x312F && code != 0x30FB) ||                      // kana, bopomofo
         (code >= 0xAC00 && code <= 0xD7A3) || (code >= 0xF900 && code <= 0xFAFF) ||  // hangul, compatibility
         (code >= 0x20000 && code <= 0x323AF);                                        // extensions B to H
}

bool is_mark(char32_t code) {
  const auto category = u_charType(static_cast<UChar32>(code));
  return category == U_NON_SPACING_MARK || category == U_COMBINING_SPACING_MARK ||
         category == U_ENCLOSING_MARK;
}

CharKind kind_at(std::string_view text, std::size_t position, std::size_t& length) {
  const DecodedChar next = decode_char(text, position);
  length = next.length;
  return char_kind(next.code);
}

}  // namespace

CharKind char_kind(char32_t code) {
  if (code < 0x80) {
    const bool alnum =
        (code >= 'a' && code <= 'z') || (code >= '0' && code <= '9') || (code >= 'A' && code <= 'Z');
    return alnum ? CharKind::word : CharKind::other;
  }
  if (is_cjk(code)) return CharKind::cjk;
  if (u_isalnum(static_cast<UChar32>(code)) || is_mark(code)) return CharKind::word;
  return CharKind::other;
}

void TokenCursor::give(Token& token, std::size_t end, std::uint32_t position, bool colocated) const {
  token.text = text_.substr(at_, end - at_);
  token.begin = static_cast<std::uint32_t>(at_);
  token.end = static_cast<std::uint32_t>(end);
  token.position = position;
  token.colocated = colocated;
}

bool TokenCursor::next(Token& token) {
  while (at_ < text_.size()) {
    std::size_t length = 0;
    const CharKind kind = kind_at(text_, at_, length);
    if (kind == CharKind::cjk) {
      if (next_cjk(token, length)) return true;
      continue;
    }
    std::size_t end = at_ + length;
    if (kind == CharKind::word) {
      while (end < text_.size() && kind_at(text_, end, length) == CharKind::word) end += length;
      give(token, end, position_++, false);
      at_ = end;
      return true;
    }
    at_ = end;
  }
  return false;
}

bool TokenCursor::next_cjk(Token& token, std::size_t char_length) {
  const std::size_t single_end = at_ + char_length;
  std::size_t follower = 0;
  const bool pair = single_end < text_.size() && kind_at(text_, single_end, follower) == CharKind::cjk;

  if (mode_ == TokenMode::index) {
    if (single_end_ == 0) {
      give(token, single_end, position_++, false);
      if (pair) {
        single_end_ = single_end;
      } else {
        at_ = single_end;
      }
      return true;
    }
    give(token, single_end + follower, position_ - 1, true);
    at_ = single_end_;
    single_end_ = 0;
    return true;
  }

  if (pair) {
    give(token, single_end + follower, position_++, false);
    at_ = single_end;
    return true;
  }
  // The last char of a run: the bigram before it covers it where nothing else follows in the query.
  const bool covered =
      at_ > 0 && char_kind(decode_char(text_, previous_char(text_, at_)).code) == CharKind::cjk;
  bool more_follows = false;
  for (std::size_t i = single_end; i < text_.size() && !more_follows; i += follower) {
    more_follows = kind_at(text_, i, follower) != CharKind::other;
  }
  if (covered && !more_follows) {
    at_ = single_end;
    return false;
  }
  give(token, single_end, position_++, false);
  at_ = single_end;
  return true;
}

}  // namespace hotline::text
