// How right the dispatch was, from what became of the tickets: by week, unit and matter, who is confused with
// whom, how much could go out alone, and whether it is getting worse. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "hotline/dispatch/history.hpp"

namespace hotline::dispatch {

// Tickets whose true unit is known, and those of them that the machine had proposed rightly.
struct Tally {
  std::size_t tickets = 0, right = 0;
  double share() const {
    return tickets == 0 ? 0 : static_cast<double>(right) / static_cast<double>(tickets);
  }
};

struct TallyOf {
  std::string key;  // "2026-W09", a unit's code, a matter's row
  Tally tally;
};

struct Confusion {
  std::string proposed, truth;
  std::size_t tickets = 0;
};

// How much can go out alone when this share must be right: the largest share of tickets, from the most
// confident down, and the least confidence among them.
struct Coverage {
  double precision = 0, share = 0, confidence = 1;
};

// The newest four weeks against all before.
struct Drift {
  Tally before, newest;
  // Population stability index over the second level of matters (Siddiqi 2006): below 0.1 nothing has
  // changed, above 0.25 the requests are of another mix than before.
  double mix = 0;
  bool alarm = false;  // accuracy fell by more than chance (two standard errors), or mix above 0.25
};

struct Accuracy {
  Tally unit, matter;                 // all tickets whose truth is known
  Tally alone;                        // of them, those that went out without a person
  std::vector<TallyOf> weeks;         // ISO weeks, oldest first
  std::vector<TallyOf> units;         // by true unit, most tickets first
  std::vector<TallyOf> matters;       // by final matter; right when the matter was proposed
  std::vector<Confusion> confusions;  // most frequent first, at most 50
  std::vector<Coverage> coverage;     // at 0.90, 0.95 and 0.98
  Drift drift;
};

// Looks at tickets that were proposed by the machine and whose unit is known. `zone_offset` places the weeks.
Accuracy measure_accuracy(const std::vector<PastTicket>& tickets, std::chrono::minutes zone_offset);

}  // namespace hotline::dispatch
