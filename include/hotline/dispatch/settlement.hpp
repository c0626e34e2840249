// A ruling that becomes a line of the disputed list, so that the same question is not argued about again.
#pragma once

#include <string>

#include "hotline/base/result.hpp"
#include "hotline/city/city.hpp"

namespace hotline::dispatch {

struct NewSettlement {
  std::string phrase;  // words that recognise the question, 2 to 40 characters
  std::string matter;  // row key, "" for any
  std::string unit;    // lead: a code, "@street" or "@district"
  std::vector<std::string> assists;
  std::string ruling;  // what was ruled, for people
  city::Date date{};
};

// Appends the line to disputed.csv of the city's folder when the city is without errors with it, else changes
// nothing. The caller reloads the city. Errors: invalid_input (phrase too short or long; a finding of the
// city's check, with file and line), conflict (the phrase stands in the list), unavailable (the file cannot
// be written). Threads: one at a time for a folder.
base::Status add_settlement(const std::string& city_folder, const NewSettlement& settlement);

}  // namespace hotline::dispatch
