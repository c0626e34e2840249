#include "hotline/dispatch/place_names.hpp"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "dispatch/place_words.hpp"
#include "hotline/text/ngrams.hpp"
#include "hotline/text/utf8.hpp"

namespace hotline::dispatch {
namespace {

using Words = std::unordered_set<std::u32string_view>;

constexpr std::size_t longest_word = 4;        // of words_before_places
constexpr std::size_t trusted_water_core = 3;  // a longer one has mostly swallowed a district's short name
constexpr std::size_t reach_back = 8, longest_name = 12;
constexpr std::size_t neighbours_asked = 64;  // other mentions that settle an unsure one
const Words plain_road_cores{U"建设", U"新建", U"开发", U"群众", U"光明"};
constexpr std::u32string_view numerals = U"一二三四五六七八九十";

// The tables of place_words.hpp by what the scan asks for.
struct Tables {
  std::unordered_map<char32_t, std::vector<const PlaceSuffix*>> by_last_char;  // longest suffix first
  Words none, tails, before;
  Tables()
      : none(no_place_names().begin(), no_place_names().end()),
        tails(no_place_tails().begin(), no_place_tails().end()),
        before(words_before_places().begin(), words_before_places().end()) {
    for (const PlaceSuffix& one : place_suffixes()) by_last_char[one.text.back()].push_back(&one);
    for (auto& [last, list] : by_last_char) {
      std::sort(list.begin(), list.end(),
                [](const PlaceSuffix* a, const PlaceSuffix* b) { return a->text.size() > b->text.size(); });
    }
  }
};

const Tables& tables() {
  static const Tables made;
  return made;
}

// Positions are chars here.
struct Candidate {
  const PlaceSuffix* suffix;
  std::size_t begin, suffix_begin, end;
  bool sure;  // the walk met an end
};

bool is_digit(char32_t c) {
  return c >= U'0' && c <= U'9';
}
bool is_letter(char32_t c) {
  return c >= U'a' && c <= U'z';
}

// Behind "258 号 3 幢 2 单元 501 室" that begins at `at`; `at` itself when no house number stands there.
std::size_t skip_number(std::u32string_view chars, std::size_t at) {
  static constexpr std::u32string_view counters = U"号幢栋弄座楼室期组单";
  std::size_t reach = at;
  while (at < chars.size()) {
    while (at < chars.size() && chars[at] == U' ') ++at;
    const std::size_t first = at;
    const auto counts = [&](char32_t c) {
      return is_digit(c) || c == U'-' || numerals.find(c) != std::u32string_view::npos;
    };
    while (at < chars.size() && (counts(chars[at]) || (at == first && is_letter(chars[at])))) ++at;
    if (at == first) break;
    if (at < chars.size() && chars[at] == U' ') ++at;
    if (at >= chars.size() || counters.find(chars[at]) == std::u32string_view::npos) break;
    const char32_t counter = chars[at++];
    if (counter == U'单' && at < chars.size() && chars[at] == U'元') ++at;
    if (counter == U'号' && at < chars.size() && chars[at] == U'楼') ++at;
    reach = at;
  }
  return reach;
}

class Scan {
 public:
  explicit Scan(const text::NormalizedText& text) : source_(text) {
    chars_.reserve(text.text.size() / 3 + 1);
    for (std::size_t at = 0; at < text.text.size() && chars_.size() < most_place_chars;) {
      const text::DecodedChar next = text::decode_char(text.text, at);
      chars_.push_back(next.code);
      offsets_.push_back(at);
      at += next.length;
      offset_end_ = at;
    }
    offsets_.push_back(offset_end_);
  }

  std::vector<PlaceName> run() {
    find_candidates();
    for (Candidate& one : found_) {
      if (!one.sure) settle(one);
    }
    drop_nested();
    std::vector<PlaceName> names;
    names.reserve(found_.size());
    for (const Candidate& one : found_) {
      const text::ByteRange range = source_.source(offsets_[one.begin], offsets_[one.end]);
      const std::size_t reach = with_number(one);
      const text::ByteRange far = source_.source(offsets_[one.begin], offsets_[reach]);
      names.push_back({one.suffix->kind, range.begin, range.end, far.end});
    }
    return names;
  }

 private:
  bool is_han(std::size_t at) const { return text::char_kind(chars_[at]) == text::CharKind::cjk; }
  std::u32string_view piece(std::size_t begin, std::size_t end) const {
    return std::u32string_view(chars_).substr(begin, end - begin);
  }

  void find_candidates() {
    const Tables& known = tables();
    for (std::size_t at = 0; at < chars_.size(); ++at) {
      const auto list = known.by_last_char.find(chars_[at]);
      if (list == known.by_last_char.end()) continue;
      for (const PlaceSuffix* suffix : list->second) {
        if (ends_with(*suffix, at + 1) && take(*suffix, at + 1)) break;
      }
    }
  }

  bool ends_with(const PlaceSuffix& suffix, std::size_t end) const {
    if (end <= suffix.text.size() || piece(end - suffix.text.size(), end) != suffix.text) return false;
    return end == chars_.size() || may_follow(suffix.text.back(), chars_[end]);
  }

  bool word_ends_at(std::size_t at) const {
    for (std::size_t length = 2; length <= longest_word && length <= at; ++length) {
      if (tables().before.contains(piece(at - length, at))) return true;
    }
    return false;
  }

  // The longest name that ends there.
  const Candidate* name_ending_at(std::size_t at) const {
    const Candidate* longest = nullptr;
    for (std::size_t i = found_.size(); i-- > 0 && found_[i].end >= at;) {
      if (found_[i].end == at && (longest == nullptr || found_[i].begin < longest->begin))
        longest = &found_[i];
    }
    return longest;
  }

  // "龙津河|河道", "公园|河道": what follows a whole name is no further part of it. A park or a bridge may be
  // named after a river.
  bool follows_name(const PlaceSuffix& suffix, std::size_t core_end) const {
    const Candidate* name = name_ending_at(core_end);
    if (name == nullptr || !name->sure || name->end - name->begin < 3) return false;
    const bool named_after = suffix.kind >= PlaceKind::road && name->suffix->kind < suffix.kind;
    return !named_after;
  }

  bool ends_before(std::size_t at, std::size_t length, std::size_t least) const {
    const Candidate* name = name_ending_at(at);
    if (name == nullptr) return false;
    return length >= (name->suffix->kind <= PlaceKind::village ? least : std::max<std::size_t>(least, 2));
  }

  bool take(const PlaceSuffix& suffix, std::size_t end) {
    const std::size_t core_end = end - suffix.text.size();
    if (follows_name(suffix, core_end)) return false;
    Candidate candidate{&suffix, core_end, core_end, end, false};
    std::size_t length = 0;
    while (true) {
      const std::size_t at = core_end - length;  // the char before stands at - 1
      if (at == 0) {
        candidate.sure = true;
        break;
      }
      const char32_t code = chars_[at - 1];
      if (!is_han(at - 1)) {
        take_label(suffix, at, length);
        candidate.sure = true;
        break;
      }
      const std::size_t wanted = std::max<std::size_t>(suffix.least, 2);
      const bool ends_here = is_hard_stop(code) || (length >= wanted && is_soft_stop(code)) ||
                             (length >= suffix.least && length > 0 && word_ends_at(at)) ||
                             (length > 0 && ends_before(at, length, suffix.least));
      if (ends_here) {
        candidate.sure = true;
        break;
      }
      if (length == suffix.most) break;
      ++length;
    }
    candidate.begin = core_end - length;
    join_tributary(candidate);
    return accept(candidate);
  }

  // "A3区", "B市": letters and digits stand for a name that was taken out.
  void take_label(const PlaceSuffix& suffix, std::size_t at, std::size_t& length) const {
    if (suffix.kind > PlaceKind::village || length != 0) return;
    std::size_t begin = at;
    while (begin > 0 && is_digit(chars_[begin - 1]) && at - begin < 2) --begin;
    if (begin > 0 && is_letter(chars_[begin - 1])) length = at - begin + 1;
  }

  // "光明港二支河" is one river.
  void join_tributary(Candidate& candidate) const {
    if (candidate.suffix->text != U"支河" || candidate.suffix_begin == 0) return;
    const std::size_t numeral = candidate.suffix_begin - 1;
    if (numerals.find(chars_[numeral]) == std::u32string_view::npos) return;
    for (std::size_t i = found_.size(); i-- > 0;) {
      if (found_[i].end < numeral) break;
      if (found_[i].end != numeral || found_[i].suffix->kind != PlaceKind::water) continue;
      Candidate main = found_[i];
      if (!main.sure) settle(main);
      candidate.begin = main.begin;
      candidate.sure = true;
    }
  }

  bool accept(const Candidate& candidate) {
    const std::size_t length = candidate.suffix_begin - candidate.begin;
    const bool label = length > 0 && is_letter(chars_[candidate.begin]);
    if (length < candidate.suffix->least && !label) return false;
    if (is_none(candidate)) return false;
    const std::u32string_view core = piece(candidate.begin, candidate.suffix_begin);
    if (std::all_of(core.begin(), core.end(), is_soft_stop)) return false;
    const char32_t last = candidate.suffix->text.back();
    if (std::all_of(core.begin(), core.end(), [&](char32_t one) { return one == last; })) return false;
    found_.push_back(candidate);
    return true;
  }

  // The whole, or its end beyond an unsure beginning, is a common word.
  bool is_none(const Candidate& candidate) const {
    const Words& none = tables().none;
    if (none.contains(piece(candidate.begin, candidate.end))) return true;
    const std::u32string_view core = piece(candidate.begin, candidate.suffix_begin);
    const bool plain_road = candidate.suffix->kind == PlaceKind::road && plain_road_cores.contains(core);
    if (tables().before.contains(core) && !plain_road) return true;
    const std::size_t shortest = 2;
    for (std::size_t length = shortest; length <= candidate.end - candidate.begin && length <= 5; ++length) {
      const auto tail = piece(candidate.end - length, candidate.end);
      // "小区" is no district, but it is what estates end with.
      if (tail != candidate.suffix->text && tables().tails.contains(tail)) return true;
    }
    return false;
  }

  // A walk without an end: what the other mentions call it, else the usual length.
  void settle(Candidate& candidate) const {
    std::size_t best = 0;
    const std::size_t asked = std::min(found_.size(), neighbours_asked);
    for (std::size_t i = 0; i < asked; ++i) {
      const Candidate& other = found_[i];
      if (!other.sure || other.suffix != candidate.suffix || other.end == candidate.end) continue;
      const std::size_t length = other.suffix_begin - other.begin;
      if (candidate.suffix->kind == PlaceKind::water && length > trusted_water_core) continue;
      if (length > candidate.suffix_begin - candidate.begin || length <= best) continue;
      if (piece(other.begin, other.end) == piece(candidate.suffix_begin - length, candidate.end))
        best = length;
    }
    if (best == 0) best = candidate.suffix->usual;
    candidate.begin = std::max(candidate.begin, candidate.suffix_begin - best);
  }

  void drop_nested() {
    for (Candidate& one : found_) {
      const bool too_long = one.suffix->kind == PlaceKind::water && one.suffix->text.size() == 1 &&
                            one.suffix_begin - one.begin > trusted_water_core;
      if (too_long) settle(one);
    }
    std::vector<Candidate> kept;
    for (std::size_t i = 0; i < found_.size(); ++i) {
      const Candidate& one = found_[i];
      bool inside = false;
      // Candidates stand by their ends; what holds this one ends no further than the longest suffix away.
      for (std::size_t j = i >= reach_back ? i - reach_back : 0; j < found_.size(); ++j) {
        const Candidate& other = found_[j];
        const bool within =
            other.begin <= one.begin && one.end <= other.end && other.end - other.begin > one.end - one.begin;
        if (within && !stays_within(one, other)) inside = true;
        if (other.end > one.end + longest_name) break;
      }
      if (!inside) kept.push_back(one);
    }
    std::sort(kept.begin(), kept.end(), [](const Candidate& a, const Candidate& b) {
      return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
    });
    found_ = std::move(kept);
  }

  // "龙津河桥" speaks of the river too; "清河区" does not.
  static bool stays_within(const Candidate& inner, const Candidate& outer) {
    const bool river = inner.suffix->kind == PlaceKind::water &&
                       (inner.suffix->text.back() == U'河' || inner.suffix->text.back() == U'溪');
    return river && (outer.suffix->kind >= PlaceKind::estate || outer.suffix->text.back() == U'桥');
  }

  std::size_t with_number(const Candidate& candidate) const {
    return candidate.suffix->kind < PlaceKind::village ? candidate.end : skip_number(chars_, candidate.end);
  }

  const text::NormalizedText& source_;
  std::u32string chars_;
  std::vector<std::size_t> offsets_;
  std::size_t offset_end_ = 0;
  std::vector<Candidate> found_;
};

}  // namespace

std::string_view name_of(PlaceKind kind) {
  switch (kind) {
    case PlaceKind::district:
      return "district";
    case PlaceKind::town:
      return "town";
    case PlaceKind::village:
      return "village";
    case PlaceKind::water:
      return "water";
    case PlaceKind::road:
      return "road";
    case PlaceKind::estate:
      return "estate";
    case PlaceKind::landmark:
      return "landmark";
  }
  return "landmark";
}

std::vector<PlaceName> find_place_names(const text::NormalizedText& text) {
  return Scan(text).run();
}

std::uint32_t house_number_end(std::string_view text, std::uint32_t end) {
  constexpr std::size_t most_bytes = 96;
  const text::NormalizedText tail = text::normalize_with_map(text.substr(end, most_bytes));
  std::u32string chars;
  std::vector<std::size_t> ends;
  for (std::size_t at = 0; at < tail.text.size();) {
    const text::DecodedChar next = text::decode_char(tail.text, at);
    at += next.length;
    chars.push_back(next.code);
    ends.push_back(at);
  }
  const std::size_t reach = skip_number(chars, 0);
  return reach == 0 ? end : end + tail.sources[ends[reach - 1] - 1].end;
}

std::vector<PlaceName> find_place_names(std::string_view text) {
  return find_place_names(text::normalize_with_map(text));
}

}  // namespace hotline::dispatch
