// Where it happened.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "dispatch/lexicon.hpp"
#include "hotline/dispatch/decision.hpp"

namespace hotline::dispatch {

struct FoundPlace {
  std::string division;  // code, "" when none was found or several disagree
  std::optional<Reason> reason;
  bool several = false;  // places of different districts are named
};

// The smallest division that the place words, or else the request's words, surely name. Words in the place
// field weigh more than words in the text; a district that is named decides between streets and places of
// like name.
FoundPlace find_place(const city::City& city, const Lexicon& lexicon, const std::vector<Hit>& in_place,
                      const std::vector<Hit>& in_words, base::Time at);

}  // namespace hotline::dispatch
