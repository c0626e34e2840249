#include "dispatch/place.hpp"

#include <algorithm>

namespace hotline::dispatch {
namespace {

struct Named {
  const city::Division* division;
  const Hit* hit;
};

city::Date date_of(const city::City& city, base::Time at) {
  const auto local = at + std::chrono::minutes{city.settings.zone_offset_minutes};
  return city::Date{std::chrono::floor<std::chrono::days>(local)};
}

std::vector<Named> named_in(const city::City& city, const std::vector<Hit>& hits, city::Date date) {
  std::vector<Named> named;
  for (const Hit& hit : hits) {
    const city::Division* division = nullptr;
    if (hit.term->kind == TermKind::place)
      division = city.divisions.find(city.places[hit.term->index].division);
    if (hit.term->kind == TermKind::division) division = &city.divisions.rows()[hit.term->index];
    if (division != nullptr && division->valid_at(date)) named.push_back({division, &hit});
  }
  return named;
}

const city::Division* district_of(const city::City& city, const city::Division& division) {
  return city.divisions.holder(division.code, city::DivisionLevel::district);
}

// Leaves those inside a district that is named itself, if any are.
void keep_named_district(const city::City& city, std::vector<Named>& named) {
  for (const Named& one : named) {
    if (one.division->level != city::DivisionLevel::district) continue;
    const city::Division* district = one.division;
    std::vector<Named> inside;
    for (const Named& other : named) {
      if (city.divisions.within(other.division->code, district->code)) inside.push_back(other);
    }
    named = std::move(inside);
    return;
  }
}

FoundPlace choose(const city::City& city, const Lexicon& lexicon, std::vector<Named> named) {
  keep_named_district(city, named);
  FoundPlace found;
  const Named* best = nullptr;
  for (const Named& one : named) {
    if (best == nullptr || one.division->level > best->division->level) best = &one;
  }
  if (best == nullptr) return found;
  const city::Division* district = district_of(city, *best->division);
  for (const Named& one : named) {
    const city::Division* other = district_of(city, *one.division);
    if (district != nullptr && other != nullptr && other != district) found.several = true;
  }
  found.division = best->division->code;
  found.reason = Reason{"place", found.division, lexicon.phrase(*best->hit->term)};
  return found;
}

}  // namespace

FoundPlace find_place(const city::City& city, const Lexicon& lexicon, const std::vector<Hit>& in_place,
                      const std::vector<Hit>& in_words, base::Time at) {
  const city::Date date = date_of(city, at);
  std::vector<Named> place = named_in(city, in_place, date);
  std::vector<Named> words = named_in(city, in_words, date);
  if (!place.empty()) {
    // The place field may name only an estate; a district in the text then says which one is meant.
    FoundPlace found = choose(city, lexicon, place);
    if (found.several) {
      place.insert(place.end(), words.begin(), words.end());
      found = choose(city, lexicon, place);
    }
    return found;
  }
  return choose(city, lexicon, std::move(words));
}

}  // namespace hotline::dispatch
