// What a decision is made from, and what it says.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "hotline/base/clock.hpp"
#include "hotline/city/kinds.hpp"
#include "hotline/city/limits.hpp"

namespace hotline::dispatch {

// A request as far as dispatch looks at it. What people have already settled (kind, matter, division,
// urgency) is taken as given and not decided again.
struct Facts {
  std::string title, words, place;  // in the citizen's words
  std::string channel;              // code of channels.csv
  base::Time received_at;
  std::optional<city::Kind> kind;
  std::optional<city::Urgency> urgency;
  std::string matter;    // row key, "" to be decided
  std::string division;  // code, "" to be found
  bool secret = false;
  // What rules may ask about the caller: special needs, "anonymous", "secret", "language:zh".
  std::vector<std::string> caller;
};

// Whether two texts name the same places: one of them does not name any; they share one; they name others.
enum class NamedPlaces { unknown, shared, others };

// An earlier ticket of like words, found by intake.
struct Neighbour {
  std::int64_t ticket = 0;
  double similarity = 0;  // estimated Jaccard index of bigrams, 0 to 1
  std::string matter;     // as it stands today, after rulings
  std::string lead;
  NamedPlaces places = NamedPlaces::unknown;
};

// Why. The text form "source:name:detail" is what events keep; it quotes the city's files, never the citizen.
struct Reason {
  // rule, settlement, direct, duty, place, model, neighbour, risk, handover, kind, given, limit,
  // calendar, fallback (nothing or no place settles the unit: a person decides there)
  std::string source;
  std::string name;    // the rule's name, the row, the code
  std::string detail;  // the phrase of the file that was found, a probability
  std::string encode() const { return source + ":" + name + ":" + detail; }
};
Reason parse_reason(const std::string& encoded);

struct Candidate {
  std::string unit;
  std::string matter;
  double probability = 0;  // 0 to 1, over all candidates
};

// How long the lead would have to resolve it, as limits.csv writes it; the due instant follows at dispatch.
struct ProposedLimit {
  int amount = 0;
  city::LimitUnit unit = city::LimitUnit::working_days;
  int line = 0;  // of limits.csv
};

struct Decision {
  std::string matter;    // row key, "" when nothing speaks for any
  std::string division;  // code, "" when no place was found
  city::Kind kind = city::Kind::help;
  city::Urgency urgency = city::Urgency::normal;
  city::Importance importance = city::Importance::ordinary;
  bool secret = false;
  std::string lead;
  std::vector<std::string> assistants;
  std::optional<ProposedLimit> limit;  // nothing when the city sets none
  std::string handover;                // emergency line proposed, "" for none
  std::vector<std::string> flags;      // sorted, each once
  std::vector<Candidate> candidates;   // best first, at most 5, each unit once
  std::vector<Reason> reasons;         // what decided first
  std::vector<std::string>
      questions;  // place, which_place, place_conflict, old_place: see dispatch/place.hpp
  std::vector<std::int64_t> neighbours;
  double confidence = 0;   // that `lead` is right, 0 to 1
  bool automatic = false;  // may go out without a person
  std::string model;       // digest of the model's training data, "" without one
};

}  // namespace hotline::dispatch
