// Where it happened.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hotline/dispatch/decision.hpp"
#include "hotline/dispatch/places.hpp"

namespace hotline::dispatch {

struct FoundPlace {
  std::string division;  // code, "" when none was found or several disagree
  std::optional<Reason> reason;
  bool several = false;  // places of different districts are named
  // What to ask the caller: "place" none is known, "which_place" several, or coordinates on a border;
  // "place_conflict" the street or the coordinates given do not lie in the district named; "old_place" a
  // division that is abolished and went to several.
  std::vector<std::string> questions;
};

// The smallest division that the place words, or else the request's words, surely name. Words in the place
// field weigh more than words in the text; a district that is named decides between streets and places of
// like name; where the caller lives or works counts only when nothing else is named. Coordinates (in either
// text) are held against the city's boundaries: they make the place narrower, settle one that was not said,
// and become a question where they contradict the words.
FoundPlace find_place(const PlaceBook& book, std::string_view place, std::string_view words, base::Time at);

}  // namespace hotline::dispatch
