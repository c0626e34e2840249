#include "dispatch/clauses.hpp"

#include "hotline/text/utf8.hpp"

namespace hotline::dispatch {
namespace {

enum class Mark : std::uint8_t { none, clause, sentence };

bool is_digit_at(std::string_view text, std::size_t at) {
  return at < text.size() && text[at] >= '0' && text[at] <= '9';
}

Mark mark_of(std::string_view text, std::size_t at, char32_t code) {
  switch (code) {
    case U'，':
    case U',':
    case U'、':
      return code == U'、' ? Mark::none : Mark::clause;
    case U'：':
    case U':':
      return at > 0 && is_digit_at(text, at - 1) ? Mark::none : Mark::clause;
    case U'.':
      return is_digit_at(text, at + 1) ? Mark::none : Mark::sentence;
    case U'。':
    case U'；':
    case U';':
    case U'！':
    case U'!':
    case U'？':
    case U'?':
    case U'\n':
    case U'\r':
    case U'…':
      return Mark::sentence;
    default:
      return Mark::none;
  }
}

}  // namespace

std::vector<Clause> clauses_of(std::string_view text) {
  std::vector<Clause> clauses;
  std::uint32_t sentence = 0;
  std::size_t begin = 0;
  const auto close = [&](std::size_t end, char32_t mark) {
    const std::string_view piece = text::trim(text.substr(begin, end - begin));
    const bool asks = mark == U'？' || mark == U'?', exclaims = mark == U'！' || mark == U'!';
    if (!piece.empty()) {
      const auto from = static_cast<std::uint32_t>(piece.data() - text.data());
      clauses.push_back({from, static_cast<std::uint32_t>(from + piece.size()), sentence, asks, exclaims});
    } else if (!clauses.empty()) {
      clauses.back().exclaims = clauses.back().exclaims || exclaims;
    }
  };
  for (std::size_t at = 0; at < text.size();) {
    const text::DecodedChar next = text::decode_char(text, at);
    const Mark mark = mark_of(text, at, next.code);
    if (mark != Mark::none) {
      close(at, next.code);
      begin = at + next.length;
      if (mark == Mark::sentence) ++sentence;
    }
    at += next.length;
  }
  close(text.size(), 0);
  return clauses;
}

}  // namespace hotline::dispatch
