// The whole city as one immutable snapshot of its files.
//
// Purpose: everything that decides about a request takes a `const City&` and nothing else of the
// configuration, so that a decision can be replayed against the version that made it. Invariants: every code
// that one table names exists in the table it points to (load.hpp has checked); nothing changes after
// loading. Threads: share freely; hold the shared_ptr for as long as rows or clocks of it are used.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "hotline/city/boundaries.hpp"
#include "hotline/city/calendar.hpp"
#include "hotline/city/channels.hpp"
#include "hotline/city/divisions.hpp"
#include "hotline/city/duties.hpp"
#include "hotline/city/limits.hpp"
#include "hotline/city/matters.hpp"
#include "hotline/city/rules.hpp"
#include "hotline/city/settings.hpp"
#include "hotline/city/supervision.hpp"
#include "hotline/city/triage.hpp"
#include "hotline/city/units.hpp"

namespace hotline::city {

struct City {
  std::int64_t version = 0;  // its number in CityVersions; 0 when it was only loaded, never recorded
  Settings settings;
  Calendar calendar;
  Divisions divisions;
  Boundaries boundaries;  // empty: the city has none
  std::vector<Place> places;
  Units units;
  Matters matters;
  Crosswalk crosswalk;
  Duties duties;
  std::vector<DirectRule> direct;
  std::vector<Settlement> settlements;
  Keyed<Channel, &Channel::code> channels;
  Keyed<Desk, &Desk::code> desks;
  Limits limits;
  Keyed<ReturnReason, &ReturnReason::code> return_reasons;
  Keyed<Refusal, &Refusal::code> refusals;
  Keyed<HandoverLine, &HandoverLine::number> handover;
  std::vector<RiskWord> risk_words;
  std::vector<Announcement> announcements;
  std::vector<KindWords> kind_words;
  std::vector<std::vector<std::string>>
      synonyms;             // groups of words that mean the same to knowledge's readers
  std::vector<Rule> rules;  // highest priority first
  Supervision supervision;
  Keyed<Template, &Template::code> templates;

  // Owners of a matter at a place; see Duties::owners.
  Ownership owners(const Matter& matter, std::string_view division, Eagerness& eagerness) const {
    return duties.owners(matter, division, units, divisions, eagerness);
  }
  Ownership owners(const Matter& matter, std::string_view division, std::string_view text = {}) const {
    Eagerness eagerness(duties, text);
    return owners(matter, division, eagerness);
  }
};

}  // namespace hotline::city
