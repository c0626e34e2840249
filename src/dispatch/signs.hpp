// What single words of the city's files say before anything is weighed: the kind of request, and danger.
#pragma once

#include <vector>

#include "dispatch/lexicon.hpp"
#include "hotline/dispatch/decision.hpp"

namespace hotline::dispatch {

// The kind that most weight of words speaks for, with the first of them; help when none is said.
struct SaidKind {
  city::Kind kind = city::Kind::help;
  std::optional<Reason> reason;
};
SaidKind tell_kind(const city::City& city, const Lexicon& lexicon, const std::vector<Hit>& hits);

// Emergency lines and risk words.
struct Danger {
  city::Urgency urgency = city::Urgency::normal;
  city::Importance importance = city::Importance::ordinary;
  std::string handover;            // the first emergency line, "" for none
  std::vector<std::string> flags;  // categories of the risk words
  std::vector<Reason> reasons;
  bool person = false;  // a person must see it first
};
Danger tell_danger(const city::City& city, const Lexicon& lexicon, const std::vector<Hit>& hits);

}  // namespace hotline::dispatch
