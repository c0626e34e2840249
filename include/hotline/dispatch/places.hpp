// The places that a text speaks of: those of the city's lists (divisions.csv, places.csv with nicknames) and
// those told by their form alone (place_names.hpp), each with the part it plays: where it happened, where the
// caller lives, or only mentioned on the way.
//
// Threads: a PlaceBook is immutable and may be shared; the city must outlive it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "hotline/base/clock.hpp"
#include "hotline/city/city.hpp"
#include "hotline/dispatch/place_names.hpp"
#include "hotline/text/phrase_matcher.hpp"

namespace hotline::dispatch {

enum class PlaceRole : std::uint8_t { happened, home, passing };
// Stable English name: "happened", "home", "passing".
std::string_view name_of(PlaceRole role);

struct PlaceMention {
  PlaceKind kind = PlaceKind::landmark;
  PlaceRole role = PlaceRole::happened;
  std::uint32_t begin = 0;  // bytes of the text
  std::uint32_t end = 0;
  std::uint32_t reach = 0;  // with the house number behind it
  const city::Division* division =
      nullptr;              // the smallest one that surely holds it; nullptr: not in the lists
  std::string_view phrase;  // as the city's files write it; "" when not in the lists
  bool nickname = false;    // an alias or nickname was said
  bool abolished = false;   // the division it names was no longer (or not yet) in force on the day
  // The abolished division that was said; `division` is then its one successor. nullptr: none.
  const city::Division* formerly = nullptr;
};

class PlaceBook {
 public:
  explicit PlaceBook(const city::City& city);

  // Mentions in the order of the text; `at` is the day whose boundaries count.
  std::vector<PlaceMention> find(std::string_view text, base::Time at) const;

  const city::City& city() const { return *city_; }

 private:
  struct Entry {
    std::string phrase;
    const city::Division* division;
    PlaceKind kind;
    bool nickname;
  };
  void add(std::string phrase, const city::Division* division, PlaceKind kind, bool nickname);
  std::vector<PlaceMention> listed(const text::NormalizedText& text, city::Date date) const;

  const city::City* city_;
  std::vector<Entry> entries_;
  text::PhraseMatcher matcher_;
};

}  // namespace hotline::dispatch
