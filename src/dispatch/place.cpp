#include "dispatch/place.hpp"

#include <algorithm>
#include <initializer_list>
#include <iterator>

#include "dispatch/point_words.hpp"

namespace hotline::dispatch {
namespace {

using Mentions = std::vector<PlaceMention>;

bool is_district(const PlaceMention& one) {
  return one.division->level == city::DivisionLevel::district;
}

// Those of the city's lists that say where it happened and are in force.
struct Sorted {
  Mentions named;
  bool abolished = false;
};
Sorted of_the_lists(const Mentions& mentions) {
  Sorted out;
  for (const PlaceMention& one : mentions) {
    if (one.division == nullptr || one.role != PlaceRole::happened) continue;
    if (one.abolished) {
      out.abolished = true;
    } else {
      out.named.push_back(one);
    }
  }
  return out;
}

class Choosing {
 public:
  explicit Choosing(const city::City& city) : divisions_(city.divisions) {}

  FoundPlace choose(Mentions named) const {
    FoundPlace found;
    if (keep_named_district(named)) found.questions.emplace_back("place_conflict");
    const PlaceMention* best = nullptr;
    for (const PlaceMention& one : named) {
      if (best == nullptr || one.division->level > best->division->level) best = &one;
    }
    if (best == nullptr) return found;
    const city::Division* district = district_of(*best->division);
    for (const PlaceMention& one : named) {
      const city::Division* other = district_of(*one.division);
      if (district != nullptr && other != nullptr && other != district) found.several = true;
    }
    found.division = best->division->code;
    found.reason = Reason{"place", found.division, std::string(best->phrase)};
    if (best->formerly != nullptr) found.reason->detail += " -> " + best->division->name;
    return found;
  }

  // Of places of several districts those that agree with where the caller's map points; all when none does.
  Mentions agreeing(const Mentions& named, const city::Division& pointed) const {
    Mentions kept;
    std::copy_if(named.begin(), named.end(), std::back_inserter(kept), [&](const PlaceMention& one) {
      return divisions_.within(one.division->code, pointed.code) ||
             divisions_.within(pointed.code, one.division->code);
    });
    return kept.empty() ? named : kept;
  }

 private:
  const city::Division* district_of(const city::Division& division) const {
    return divisions_.holder(division.code, city::DivisionLevel::district);
  }

  // Leaves those inside a district that is named itself, if any are. True when that left out a street whose
  // name stands for no other place: the caller has mixed something up.
  bool keep_named_district(Mentions& named) const {
    const auto district = std::find_if(named.begin(), named.end(), is_district);
    if (district == named.end()) return false;
    const std::string code = district->division->code;
    Mentions inside, outside;
    for (const PlaceMention& one : named)
      (divisions_.within(one.division->code, code) ? inside : outside).push_back(one);
    const bool another_district = std::any_of(outside.begin(), outside.end(), is_district);
    const bool conflict =
        !another_district && std::any_of(outside.begin(), outside.end(), [&](const PlaceMention& one) {
          const bool told_apart = std::any_of(inside.begin(), inside.end(), [&](const PlaceMention& other) {
            return other.begin == one.begin;
          });
          return one.kind == PlaceKind::town && !told_apart && district_of(*one.division) != nullptr;
        });
    named = std::move(inside);
    return conflict;
  }

  const city::Divisions& divisions_;
};

// Where the coordinates lie: the narrowest divisions that hold them and are in force; several on a border.
struct Pointed {
  bool given = false;
  std::vector<const city::Division*> divisions;
  // nullptr when no or more than one division holds the point.
  const city::Division* only() const { return divisions.size() == 1 ? divisions.front() : nullptr; }
};

Pointed pointed_at(const PlaceBook& book, std::string_view place, std::string_view words, base::Time at) {
  const city::City& city = book.city();
  if (city.boundaries.empty()) return {};
  auto point = find_point(place);
  if (!point) point = find_point(words);
  if (!point) return {};
  Pointed out{true, {}};
  for (const std::string& code : city.boundaries.holding(*point)) {
    const city::Division* one = city.divisions.find(code);
    if (one == nullptr || !one->valid_at(city.calendar.local_date(at))) continue;
    if (!out.divisions.empty() && one->level < out.divisions.front()->level) continue;
    if (!out.divisions.empty() && one->level > out.divisions.front()->level) out.divisions.clear();
    out.divisions.push_back(one);
  }
  return out;
}

void drop(std::vector<std::string>& questions, std::initializer_list<std::string_view> names) {
  std::erase_if(questions, [&](const std::string& one) {
    return std::find(names.begin(), names.end(), one) != names.end();
  });
}

// What was said goes before where the map points: a caller may stand elsewhere by now. The map makes it
// narrower, settles what was not said, and asks where the two do not agree.
void heed(const Pointed& pointed, const city::Divisions& divisions, FoundPlace& found) {
  const auto agrees = [&](const city::Division* one) {
    return divisions.within(found.division, one->code) || divisions.within(one->code, found.division);
  };
  if (!found.division.empty() && std::none_of(pointed.divisions.begin(), pointed.divisions.end(), agrees)) {
    drop(found.questions, {"place_conflict"});
    found.questions.emplace_back("place_conflict");
    return;
  }
  const city::Division* only = pointed.only();
  if (only == nullptr) {
    if (found.division.empty() && !pointed.divisions.empty()) found.questions = {"which_place"};
    return;
  }
  if (!found.division.empty() && !divisions.within(only->code, found.division)) return;
  if (found.division == only->code) return;
  drop(found.questions, {"place", "old_place"});
  found.division = only->code;
  found.reason = Reason{"place", only->code, "boundaries.geojson"};
}

}  // namespace

FoundPlace find_place(const PlaceBook& book, std::string_view place, std::string_view words, base::Time at) {
  const Choosing choosing(book.city());
  Sorted in_place = of_the_lists(book.find(place, at));
  Sorted in_words = of_the_lists(book.find(words, at));
  const Pointed pointed = pointed_at(book, place, words, at);
  if (const city::Division* only = pointed.only()) {
    in_place.named = choosing.agreeing(in_place.named, *only);
    in_words.named = choosing.agreeing(in_words.named, *only);
  }
  FoundPlace found = choosing.choose(in_place.named.empty() ? in_words.named : in_place.named);
  if (!in_place.named.empty() && found.several) {
    // The place field may name only an estate; a district in the text then says which one is meant.
    Mentions all = in_place.named;
    all.insert(all.end(), in_words.named.begin(), in_words.named.end());
    found = choosing.choose(std::move(all));
  }
  const bool abolished = in_place.abolished || (in_place.named.empty() && in_words.abolished);
  if (found.division.empty()) found.questions.emplace_back(abolished ? "old_place" : "place");
  if (found.several) found.questions.emplace_back("which_place");
  if (pointed.given) heed(pointed, book.city().divisions, found);
  return found;
}

}  // namespace hotline::dispatch
