#include "dispatch/form_language.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_set>

#include "hotline/text/utf8.hpp"

namespace hotline::dispatch {
namespace {

constexpr std::string_view initials[] = {"zh", "ch", "sh", "b", "p", "m", "f", "d", "t", "n", "l", "g",
                                         "k",  "h",  "j",  "q", "x", "r", "z", "c", "s", "y", "w", ""};
constexpr std::string_view finals[] = {"iang", "iong", "uang", "ang", "eng", "ing", "ong", "iao", "ian",
                                       "uai",  "uan",  "ai",   "ei",  "ao",  "ou",  "an",  "en",  "in",
                                       "un",   "vn",   "ia",   "ie",  "iu",  "ua",  "uo",  "ui",  "ue",
                                       "ve",   "er",   "a",    "o",   "e",   "i",   "u",   "v"};
// Words of English that could be pinyin too.
const std::unordered_set<std::string_view> english{"a",  "i",   "to",  "me",  "the", "in",  "on",   "an",
                                                   "he", "she", "we",  "be",  "do",  "so",  "no",   "can",
                                                   "my", "is",  "are", "and", "you", "not", "have", "please"};

struct Counts {
  std::size_t han = 0, kana = 0, hangul = 0, latin = 0, other = 0;
};

Counts count(std::string_view text) {
  Counts counts;
  for (std::size_t at = 0; at < text.size();) {
    const text::DecodedChar next = text::decode_char(text, at);
    at += next.length;
    const char32_t c = next.code;
    if ((c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x20000 && c <= 0x3FFFF)) {
      ++counts.han;
    } else if (c >= 0x3041 && c <= 0x30FF) {
      ++counts.kana;
    } else if ((c >= 0xAC00 && c <= 0xD7A3) || (c >= 0x1100 && c <= 0x11FF)) {
      ++counts.hangul;
    } else if (c >= U'a' && c <= U'z') {
      ++counts.latin;
    } else if (c >= 0xC0 && c < 0x2000) {
      ++counts.other;
    }
  }
  return counts;
}

// Whether the word is made of pinyin syllables alone.
bool is_pinyin(std::string_view word) {
  if (word.empty()) return true;
  for (const std::string_view initial : initials) {
    if (!word.starts_with(initial)) continue;
    for (const std::string_view final : finals) {
      const std::string_view rest = word.substr(initial.size());
      if (rest.starts_with(final) && is_pinyin(rest.substr(final.size()))) return true;
    }
  }
  return false;
}

bool reads_as_pinyin(std::string_view text) {
  constexpr std::size_t most_words = 60, longest = 24;
  std::size_t words = 0, pinyin = 0, known = 0;
  for (std::size_t at = 0; at < text.size() && words < most_words;) {
    std::size_t end = at;
    while (end < text.size() && text[end] >= 'a' && text[end] <= 'z') ++end;
    if (end > at) {
      const std::string_view word = text.substr(at, end - at);
      ++words;
      known += english.contains(word) ? 1 : 0;
      pinyin += word.size() <= longest && is_pinyin(word) ? 1 : 0;
    }
    at = end + 1;
  }
  return words >= 2 && pinyin * 10 >= words * 8 && known * 4 <= words;
}

constexpr std::array<std::pair<Cue, std::string_view>, 5> dialects{{{Cue::wuu, "wuu"},
                                                                    {Cue::yue, "yue"},
                                                                    {Cue::southwestern, "southwestern"},
                                                                    {Cue::northeastern, "northeastern"},
                                                                    {Cue::min, "min"}}};

}  // namespace

SpokenLanguage tell_language(std::string_view normalized, const std::vector<CueHit>& cues, FormField field) {
  SpokenLanguage language;
  const Counts counts = count(normalized);
  const std::size_t all = counts.han + counts.kana + counts.hangul + counts.latin + counts.other;
  if (all == 0) {
    language.code = "other";
  } else if (counts.kana * 5 > all) {
    language.code = "ja";
  } else if (counts.hangul * 3 > all) {
    language.code = "ko";
  } else if (counts.other * 2 > all) {
    language.code = "other";
  } else if (counts.latin * 2 > all && counts.latin > 3 * counts.han) {
    language.pinyin = reads_as_pinyin(normalized);
    language.code = language.pinyin ? "zh" : "en";
  }
  if (language.code != "zh" || language.pinyin) return language;
  std::size_t most = 0;
  for (const auto& [cue, name] : dialects) {
    const auto hits = static_cast<std::size_t>(
        std::count_if(cues.begin(), cues.end(), [&, c = cue](const CueHit& hit) { return hit.cue == c; }));
    // One such character may be a name's; two words of one dialect are speech.
    if (hits < 2 || hits <= most) continue;
    most = hits;
    language.dialect = name;
    const auto first =
        std::find_if(cues.begin(), cues.end(), [c = cue](const CueHit& hit) { return hit.cue == c; });
    language.from = FormSpan{field, first->begin, first->end};
  }
  return language;
}

}  // namespace hotline::dispatch
