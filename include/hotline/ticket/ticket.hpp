// A ticket as the fold of its events.
//
// One ticket is one matter. It owns requests (callers' words, see request.hpp) and assignments (units'
// parts). Purpose: the whole truth about a ticket that commands decide on. Invariants: a Ticket is only ever
// made by apply()ing the events of its stream in order, so what is shown, searched and decided can always be
// made anew from the journal. Plain values; no thread rule.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "hotline/base/clock.hpp"
#include "hotline/city/kinds.hpp"
#include "hotline/store/journal.hpp"
#include "hotline/ticket/states.hpp"

namespace hotline::ticket {

// How a ticket ended.
enum class Outcome { none, answered, refused, handed_over, handled };
// A unit's part: 主办 or 协办.
enum class Part { lead, assist };
// How an assignment came about.
enum class Origin { dispatch, whistle, transfer, ruling };

std::string_view name_of(Outcome outcome);
std::string_view name_of(Part part);
std::string_view name_of(Origin origin);

// A clock stood still, for a reason on record. Nothing in `to` while it still does.
struct Pause {
  base::Time from;
  std::optional<base::Time> to;
};

// One running or stopped time limit. `due` is fixed when the clock starts, from the city's files of that day;
// it moves by an extension, by a pause, and when changed rules are applied to open clocks. A clock that ends
// while it stands still counts as stopped at the beginning of that pause.
struct RunningClock {
  city::Limited what = city::Limited::resolve;
  std::int64_t assignment = 0;  // 0: the ticket's own
  base::Time started;
  base::Time due;
  std::optional<base::Time> stopped;
  std::vector<Pause> pauses = {};
  std::int64_t extended = 0;  // working minutes that were granted on top
  bool paused() const { return !stopped && !pauses.empty() && !pauses.back().to; }
  bool late(base::Time now) const { return (paused() ? pauses.back().from : stopped.value_or(now)) > due; }
};

// A request for more time, once for an assignment.
struct Extension {
  std::int64_t minutes = 0;  // working minutes of the unit's timetable
  base::Time asked_at;
  std::optional<bool> granted;  // nothing while the hotline has not decided
};

struct Assignment {
  std::int64_t id = 0;  // 1, 2, 3, ... within the ticket
  std::string unit;     // the unit's code
  Part part = Part::lead;
  Origin origin = Origin::dispatch;
  bool designated = false;  // by ruling: may not be returned again
  std::int64_t parent = 0;  // the assignment it was transferred from
  AssignmentState state = AssignmentState::assigned;
  base::Time assigned_at;
  std::optional<base::Time> signed_at, contacted_at, replied_at;
  std::optional<Extension> extension;
  std::string return_reason;  // code of return_reasons.csv
  std::optional<base::Time> returned_at;
  std::string suggested_unit;  // where the returning unit says it belongs
  std::int64_t reply = 0;      // sealed id of the newest reply
  int reworked = 0;
};

// An order to an emergency line: the three-party record of caller, hotline and the other line.
struct HandoverOrder {
  std::int64_t id = 0;          // 1, 2, ... within the ticket
  std::string line;             // "110"
  std::string unit;             // the line's unit, "" where it has none on this platform
  bool caller_on_line = false;  // the caller stayed on the line while it was handed over
  std::string ordered_by;       // actor of the hotline
  base::Time ordered_at, acknowledge_by;
  std::optional<base::Time> acknowledged_at, declined_at;
  std::string answered_by;  // actor who recorded the other line's answer
  std::string taken_by;     // who took it at the other line: the seat or badge number
  std::string reference;    // the other line's own number for it
};

// A unit that was asked before dispatch (派前会商), and what it said.
struct Consultation {
  std::string unit;
  base::Time asked_at;
  std::optional<bool> accepts;  // nothing while it has not answered
  std::optional<base::Time> answered_at;
  std::string answered_by;  // actor
};

struct Publication {
  base::Time at;
  std::int64_t text = 0;  // sealed id of the masked text
};

// What the machine proposed, kept with its reasons.
struct Proposal {
  std::string matter, lead;
  std::vector<std::string> assistants, reasons;
  std::vector<std::int64_t> neighbours;
  double confidence = 0;
  std::int64_t city_version = 0;
  std::string model;
  std::int64_t related = 0;  // the caller's own open ticket that this may be about, 0 for none
};

struct Ticket {
  std::int64_t id = 0;
  std::int64_t version = 0;  // number of events folded in
  std::string number;        // yyyymmdd + six digits, "-NN" for a part split off
  std::int64_t parent = 0;   // the ticket it was split from
  TicketState state = TicketState::registered;
  Outcome outcome = Outcome::none;
  city::Kind kind = city::Kind::help;
  city::Urgency urgency = city::Urgency::normal;
  city::Importance importance = city::Importance::ordinary;
  std::string matter;        // row key of matters.csv, "" while unknown
  std::string division;      // code, "" while unknown
  std::int64_t summary = 0;  // sealed id of the title and place (see request.hpp)
  bool secret = false;
  std::vector<std::string> flags;  // risk words' categories and the like
  std::optional<Proposal> proposal;
  std::vector<std::int64_t> requests;
  std::vector<Assignment> assignments;
  std::vector<RunningClock> clocks;
  std::vector<HandoverOrder> handovers;
  std::vector<Consultation> consultations;  // of the newest round
  std::vector<Publication> publications;
  std::int64_t answer = 0;       // sealed id of the direct answer or refusal
  std::string refusal;           // code of refusals.csv
  std::int64_t merged_into = 0;  // the ticket whose requests these are now; 0 when not merged
  int urged = 0, supervision_level = 0, returned = 0, reopened = 0, sent_back = 0;
  base::Time opened_at;
  std::optional<base::Time> dispatched_at, resolved_at, closed_at;

  const Assignment* find_assignment(std::int64_t assignment) const;
  Assignment* find_assignment(std::int64_t assignment);
  // The assignment that answers for the whole, nullptr before dispatch.
  const Assignment* lead() const;
  // Earliest due time of the clocks that run; not those that stand still.
  std::optional<base::Time> next_due() const;
  bool is_merged() const { return merged_into != 0; }
  // Units without a part that must see it nevertheless: of emergency lines that have an order and did not
  // decline it, and those that are being consulted.
  std::vector<std::string> concerned_units() const;
};

// Folds one entry of the ticket's stream into it. Entries of unknown kinds count as a version and change
// nothing.
void apply(Ticket& ticket, const store::Entry& entry);
// Folds a whole stream, oldest first.
Ticket fold(std::int64_t id, const std::vector<store::Entry>& entries);

}  // namespace hotline::ticket
