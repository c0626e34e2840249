#include "dispatch/form_who.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "hotline/text/identifiers.hpp"
#include "hotline/text/names.hpp"
#include "hotline/text/ngrams.hpp"
#include "hotline/text/utf8.hpp"

namespace hotline::dispatch {
namespace {

// What follows a name and is no part of it.
constexpr std::u32string_view behind_name = U"住是在家今电手来的男女现想要与和因也，,。.：:；;！!？?（(、";
constexpr std::array<std::string_view, 9> titles{"先生", "女士", "小姐", "老师", "阿姨",
                                                 "大爷", "师傅", "奶奶", "同志"};
constexpr std::array<std::string_view, 7> self{"我是", "本人是", "本人系", "本人", "免贵", "这里是", "我"};

constexpr std::size_t most_phones = 10;

// Bytes of the name that begins at `at`, 0 when none does.
std::size_t name_at(std::string_view text, std::size_t at, bool surname_alone) {
  if (at >= text.size()) return 0;
  const std::size_t surname = text::surname_bytes(text, at);
  if (surname == 0) return 0;
  const bool pair = text::count_chars(text.substr(at, surname)) == 2;
  const std::size_t most = pair ? 4 : 3, least = surname_alone ? 1 : 2;
  std::size_t end = at, length = 0;
  while (end < text.size() && length < most) {
    const text::DecodedChar next = text::decode_char(text, end);
    const bool name_char = text::char_kind(next.code) == text::CharKind::cjk &&
                           behind_name.find(next.code) == std::u32string_view::npos;
    const bool titled = length > 0 && std::any_of(titles.begin(), titles.end(), [&](std::string_view one) {
                          return text.substr(end).starts_with(one);
                        });
    if (!name_char || titled) break;
    end += next.length;
    ++length;
  }
  return length >= least ? end - at : 0;
}

std::size_t skip_marks(std::string_view text, std::size_t at) {
  static constexpr std::array<std::string_view, 5> marks{" ", ":", "：", "是", "　"};
  for (bool more = true; more;) {
    more = false;
    for (const std::string_view mark : marks) {
      if (text.substr(at).starts_with(mark)) {
        at += mark.size();
        more = true;
      }
    }
  }
  return at;
}

Noted note(std::string_view text, FormField field, std::size_t begin, std::size_t length) {
  return {std::string(text.substr(begin, length)),
          {field, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(begin + length)}};
}

std::optional<Noted> name_behind_cue(std::string_view text, const CueHit& hit, FormField field) {
  const std::string_view cue = text.substr(hit.begin, hit.end - hit.begin);
  const std::size_t at = skip_marks(text, hit.end);
  const bool latin = cue.ends_with("is") || cue.ends_with("called");
  if (latin) {
    std::size_t end = at;
    while (end < text.size() &&
           (std::isalpha(static_cast<unsigned char>(text[end])) != 0 || text[end] == ' '))
      ++end;
    while (end > at && text[end - 1] == ' ') --end;
    if (end > at && end - at <= 40) return note(text, field, at, end - at);
    return std::nullopt;
  }
  const bool surname_alone = cue.ends_with("姓");
  std::size_t length = name_at(text, at, surname_alone);
  if (surname_alone && length > 3) length = text::decode_char(text, at).length;
  return length > 0 ? std::optional(note(text, field, at, length)) : std::nullopt;
}

// "我是王女士", "本人张先生".
std::optional<Noted> name_before_title(std::string_view text, FormField field) {
  for (const std::string_view who : self) {
    for (std::size_t at = text.find(who); at != std::string_view::npos;
         at = text.find(who, at + who.size())) {
      const std::size_t begin = at + who.size();
      const std::size_t length = name_at(text, begin, true);
      if (length == 0) continue;
      const bool titled = std::any_of(titles.begin(), titles.end(), [&](std::string_view one) {
        return text.substr(begin + length).starts_with(one);
      });
      if (titled) return note(text, field, begin, length);
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<Noted> find_name(std::string_view text, const std::vector<CueHit>& cues, FormField field) {
  for (const CueHit& hit : cues) {
    if (hit.cue != Cue::name) continue;
    if (auto name = name_behind_cue(text, hit, field)) return name;
  }
  return name_before_title(text, field);
}

void find_phones(std::string_view text, FormField field, std::vector<Noted>& phones) {
  for (const text::Identifier& one : text::find_identifiers(text)) {
    if (one.kind != text::IdentifierKind::phone || phones.size() == most_phones) continue;
    const bool known = std::any_of(phones.begin(), phones.end(),
                                   [&](const Noted& other) { return other.text == one.value; });
    if (known) continue;
    phones.push_back(
        {one.value, {field, static_cast<std::uint32_t>(one.begin), static_cast<std::uint32_t>(one.end)}});
  }
}

}  // namespace hotline::dispatch
