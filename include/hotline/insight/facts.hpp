// Which facts a ticket gives: the only place that holds the formulas of the figures.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "hotline/insight/figures.hpp"
#include "hotline/ticket/repository.hpp"

namespace hotline::insight {

// One thing that was judged. `hit` puts it into the figure's part; excluded ones count in neither.
struct Fact {
  Figure figure = Figure::requests;
  std::int64_t ordinal = 0;  // tells apart the facts of one figure and ticket: request, assignment or clock
  base::Time at;             // decides the day
  std::string unit;          // who answers for it, "" for the hotline itself
  std::string channel;
  bool hit = false;
  bool excluded = false;
  bool operator==(const Fact&) const = default;
};

// The newest callback of a request.
struct CallbackRecord {
  base::Time last;                  // the first attempt has to begin by then
  std::optional<base::Time> begun;  // the first attempt
  bool rated_before = false;        // the citizen rated before any attempt
};

struct RequestRecord {
  std::int64_t id = 0;
  std::string channel;
  base::Time received_at;
  bool repeated = false;  // the same number asked about the same matter in the 90 days before
  std::optional<ticket::StoredRating> rating;  // the newest, one before a redoing where none followed
  std::optional<CallbackRecord> callback;
};

// A decision on record that leaves figures of a ticket out.
struct Excluding {
  std::vector<Figure> figures;
  std::int64_t request = 0;  // only facts of this request; 0: of the whole ticket
};

// Everything that the formulas look at.
struct TicketRecord {
  ticket::Ticket ticket;
  std::optional<base::Time> handled_at;  // first time that all units had replied
  std::vector<RequestRecord> requests;
  std::vector<Excluding> excluded;
};

// Sorted by figure and ordinal. Pure. A clock that has not run out and is not stopped gives no fact yet.
std::vector<Fact> decide_facts(const TicketRecord& record, base::Time now);

// Same person, same matter: within this time.
inline constexpr auto kRepeatWithin = std::chrono::days{90};

}  // namespace hotline::insight
