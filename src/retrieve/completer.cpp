#include "retrieve/completer.hpp"

#include <algorithm>
#include <unordered_set>

namespace hotline::retrieve {
namespace {

constexpr std::size_t filed_chars = 24;       // places of a title that can be found
constexpr std::size_t typed_chars = 24;       // of what was typed
constexpr std::size_t most_cuts = 24;         // ways to cut what was typed
constexpr std::size_t most_compared = 3'000;  // places, of beginnings and middles each
constexpr std::size_t most_matches = 500;
constexpr std::size_t initials_in_key = 6;  // after the first character's two bytes

char initial_of(char16_t code, Syllable reading) {
  if (reading != 0) return letters_of(reading).front();
  return code < 0x80 ? static_cast<char>(code) : static_cast<char>(0x80 + code % 0x7F);
}

// The first two bytes of a key: how the first character sorts.
std::uint64_t first_of(char16_t code, Syllable reading) {
  return reading != 0 ? rank_of(reading) : std::uint64_t{0x8000} | (code & 0x7FFF);
}

bool is_letter(char16_t code) {
  return code >= u'a' && code <= u'z';
}

// Whether some syllable begins with these letters.
bool begins_syllable(std::string_view letters) {
  static const std::unordered_set<std::string_view> beginnings = [] {
    std::unordered_set<std::string_view> all;
    for (const std::string_view syllable : all_syllables())
      for (std::size_t n = 1; n <= syllable.size(); ++n) all.insert(syllable.substr(0, n));
    return all;
  }();
  return beginnings.contains(letters);
}

template <class Run>
void merge_runs(std::vector<Run>& runs) {
  const auto before = [](const auto& a, const auto& b) { return a.initials < b.initials; };
  while (runs.size() > 1 && runs[runs.size() - 2].size() < 2 * runs.back().size()) {
    Run& into = runs[runs.size() - 2];
    const auto middle = static_cast<std::ptrdiff_t>(into.size());
    into.insert(into.end(), runs.back().begin(), runs.back().end());
    std::inplace_merge(into.begin(), into.begin() + middle, into.end(), before);
    runs.pop_back();
  }
}

}  // namespace

// A character that must stand there (code), or the beginning of how it is read (letters).
struct Completer::Piece {
  char16_t code = 0;
  std::string letters;
  char initial = 0;
};

// What the first two bytes of a key may be: [from, to).
std::vector<std::pair<std::uint64_t, std::uint64_t>> Completer::first_ranges(const Piece& piece) {
  std::vector<std::pair<std::uint64_t, std::uint64_t>> ranges;
  if (piece.code != 0) {
    const std::vector<Syllable> readings = readings_of(piece.code);
    for (const Syllable reading : readings) ranges.emplace_back(rank_of(reading), rank_of(reading) + 1U);
    if (readings.empty()) ranges.emplace_back(first_of(piece.code, 0), first_of(piece.code, 0) + 1);
    return ranges;
  }
  ranges.emplace_back(ranks_beginning(piece.letters));
  const std::uint64_t letter = first_of(static_cast<char16_t>(piece.letters.front()), 0);
  ranges.emplace_back(letter, letter + 1);  // a Latin letter of the title itself
  return ranges;
}

Completer::TitleNumber Completer::add(const Codes& title) {
  const auto number = static_cast<TitleNumber>(titles_.size());
  Codes plain;
  for (const char16_t code : title)
    if (!is_break(code)) plain.push_back(code);
  const std::vector<Syllable> read = read_aloud(plain);
  const auto begin = static_cast<std::uint32_t>(texts_.size());
  texts_ += plain;
  readings_.insert(readings_.end(), read.begin(), read.end());
  titles_.push_back({begin, static_cast<std::uint32_t>(texts_.size())});
  std::vector<Place> places;
  for (std::size_t at = 0; at < std::min(plain.size(), filed_chars); ++at) {
    std::uint64_t key = first_of(plain[at], read[at]);
    for (std::size_t i = 1; i <= initials_in_key; ++i) {
      const std::size_t from = at + i;
      const char letter = from < plain.size() ? initial_of(plain[from], read[from]) : '\0';
      key = (key << 8) | static_cast<unsigned char>(letter);
    }
    places.push_back({key, number, static_cast<std::uint16_t>(at)});
  }
  if (places.empty()) return number;
  beginnings_.push_back({places.front()});
  merge_runs(beginnings_);
  places.erase(places.begin());
  if (places.empty()) return number;
  std::sort(places.begin(), places.end(),
            [](const Place& a, const Place& b) { return a.initials < b.initials; });
  middles_.push_back(std::move(places));
  merge_runs(middles_);
  return number;
}

std::vector<std::vector<Completer::Piece>> Completer::cut(const Codes& typed) {
  Codes plain;
  for (const char16_t code : typed)
    if (!is_break(code) && plain.size() < typed_chars) plain.push_back(code);
  std::vector<std::vector<Piece>> done;
  if (plain.empty()) return done;
  const std::vector<Syllable> read = read_aloud(plain);
  // Depth first, longest piece first, so that whole syllables come before single initials.
  std::vector<Piece> pieces;
  const std::function<void(std::size_t)> go = [&](std::size_t at) {
    if (done.size() == most_cuts) return;
    if (at == plain.size()) {
      done.push_back(pieces);
      return;
    }
    const char16_t code = plain[at];
    if (!is_letter(code)) {
      pieces.push_back({code, {}, initial_of(code, read[at])});
      go(at + 1);
      pieces.pop_back();
      return;
    }
    std::string letters;
    std::vector<std::string> options;
    for (std::size_t end = at; end < plain.size() && is_letter(plain[end]); ++end) {
      letters += static_cast<char>(plain[end]);
      if (!begins_syllable(letters)) break;
      options.push_back(letters);
    }
    if (options.empty()) options.emplace_back(1, static_cast<char>(code));
    for (auto option = options.rbegin(); option != options.rend(); ++option) {
      pieces.push_back({0, *option, option->front()});
      go(at + option->size());
      pieces.pop_back();
    }
  };
  go(0);
  return done;
}

bool Completer::matches(const Place& place, const std::vector<Piece>& pieces) const {
  const Title title = titles_[place.title];
  std::size_t at = title.begin + place.at;
  for (const Piece& piece : pieces) {
    if (at >= title.end) return false;
    const char16_t code = texts_[at];
    if (piece.code != 0) {
      if (code != piece.code) return false;
    } else if (readings_[at] != 0) {
      if (!letters_of(readings_[at]).starts_with(piece.letters)) return false;
    } else {
      for (std::size_t i = 0; i < piece.letters.size(); ++i, ++at)
        if (at >= title.end || texts_[at] != static_cast<char16_t>(piece.letters[i])) return false;
      continue;
    }
    ++at;
  }
  return true;
}

template <class Visit>
void Completer::visit_places(const std::vector<Piece>& pieces, bool at_beginning, Visit&& visit) const {
  std::uint64_t low = 0;
  std::uint64_t high = 0;
  for (std::size_t i = 1; i <= initials_in_key; ++i) {
    const bool known = i < pieces.size();
    low = (low << 8) | (known ? static_cast<unsigned char>(pieces[i].initial) : 0U);
    high = (high << 8) | (known ? static_cast<unsigned char>(pieces[i].initial) : 0xFFU);
  }
  const bool alone = pieces.size() == 1;
  for (const auto& [from, to] : first_ranges(pieces.front())) {
    // Behind several first characters the initials are no longer in order, so each is looked up by itself.
    for (std::uint64_t first = from; first < to; first = alone ? to : first + 1) {
      const std::uint64_t lowest = (first << 48) | low;
      const std::uint64_t highest = ((alone ? to - 1 : first) << 48) | high;
      for (const auto& run : at_beginning ? beginnings_ : middles_) {
        auto place = std::lower_bound(run.begin(), run.end(), lowest,
                                      [](const Place& a, std::uint64_t key) { return a.initials < key; });
        for (; place != run.end() && place->initials <= highest; ++place)
          if (!visit(*place)) return;
      }
    }
  }
}

std::vector<Completer::TitleNumber> Completer::find(const Codes& typed, std::size_t limit,
                                                    const std::function<bool(TitleNumber)>& accept) const {
  std::vector<TitleNumber> found;
  const std::vector<std::vector<Piece>> cuts = cut(typed);
  for (const bool at_beginning : {true, false}) {
    std::vector<TitleNumber> group;
    std::size_t compared = 0;
    for (const auto& pieces : cuts) {
      visit_places(pieces, at_beginning, [&](const Place& place) {
        if (++compared > most_compared || group.size() == most_matches) return false;
        if (matches(place, pieces)) group.push_back(place.title);
        return true;
      });
    }
    std::sort(group.begin(), group.end());
    group.erase(std::unique(group.begin(), group.end()), group.end());
    const auto length = [&](TitleNumber title) { return titles_[title].end - titles_[title].begin; };
    std::stable_sort(group.begin(), group.end(),
                     [&](TitleNumber a, TitleNumber b) { return length(a) < length(b); });
    for (const TitleNumber title : group) {
      if (found.size() >= limit) return found;
      if (std::find(found.begin(), found.end(), title) == found.end() && accept(title))
        found.push_back(title);
    }
  }
  return found;
}

std::size_t Completer::bytes() const {
  std::size_t sum = texts_.capacity() * 2 + readings_.capacity() * 2 + titles_.capacity() * sizeof(Title);
  for (const auto& run : beginnings_) sum += run.capacity() * sizeof(Place);
  for (const auto& run : middles_) sum += run.capacity() * sizeof(Place);
  return sum;
}

}  // namespace hotline::retrieve
