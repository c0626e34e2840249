#include "dispatch/place.hpp"

#include <algorithm>

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
    return found;
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

}  // namespace

FoundPlace find_place(const PlaceBook& book, std::string_view place, std::string_view words, base::Time at) {
  const Choosing choosing(book.city());
  const Sorted in_place = of_the_lists(book.find(place, at));
  const Sorted in_words = of_the_lists(book.find(words, at));
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
  return found;
}

}  // namespace hotline::dispatch
