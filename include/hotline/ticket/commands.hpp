// What people and machines may do with a ticket, as pure functions.
//
// Every decide_* looks at the ticket as it is, checks the two tables of states.hpp and the rule of its own,
// and answers with the events that the action means, or with the Error that says why not. Nothing is written
// here: TicketBook (repository.hpp) appends the events and folds them in. All are const and thread-safe.
//
// Common errors: illegal_transition (names what is legal now), conflict (the ticket is merged into another),
// forbidden (the assignment is another unit's), not_found (no such assignment or order).
#pragma once

#include <string>
#include <vector>

#include "hotline/base/result.hpp"
#include "hotline/store/vault.hpp"
#include "hotline/ticket/events.hpp"
#include "hotline/ticket/ticket.hpp"

namespace hotline::ticket {

// When things are due, by the city's files. Implemented in deadlines.hpp; a table in tests.
class Deadlines {
 public:
  virtual ~Deadlines() = default;
  // Instant at which the limit `what` for a ticket of this kind, urgency and matter runs out when it starts
  // at `start` and is worked in the hours of `unit` ("" = the hotline's own hours). Nothing when the city
  // sets none. Errors: unavailable outside the calendar.
  virtual base::Result<std::optional<base::Time>> due(city::Limited what, const Ticket& ticket,
                                                      const std::string& unit, base::Time start) const = 0;
  // Adds working minutes of the unit's hours to an instant. Errors: unavailable outside the calendar.
  virtual base::Result<base::Time> add_working_minutes(const std::string& unit, base::Time start,
                                                       std::int64_t minutes) const = 0;
  // The most that one extension may add, in working minutes of the unit's hours. Errors as due().
  virtual base::Result<std::int64_t> longest_extension(const Ticket& ticket,
                                                       const Assignment& assignment) const = 0;
  // Whether the city lets this limit stand still.
  virtual bool pausable(city::Limited what, const Ticket& ticket) const = 0;
  // The due instant after a pause: what was left at `paused` is left again at `resumed`, in the hours of
  // `unit`. Errors: unavailable outside the calendar.
  virtual base::Result<base::Time> resumed_due(city::Limited what, const Ticket& ticket,
                                               const std::string& unit, base::Time due, base::Time paused,
                                               base::Time resumed) const = 0;
};

// Who acts: `unit` is empty for the hotline's own people, who may act for every unit.
struct Acting {
  std::string unit;
};

struct DispatchOrder {
  std::string lead;
  std::vector<std::string> assistants;
  bool automatic = false;  // by the machine, without a person
};

enum class RulingKind { redispatched, designated, upheld };
std::string_view name_of(RulingKind ruling);

// A decision over a returned assignment. redispatched and designated name the unit that gets it; designated
// and upheld cannot be returned again.
struct Ruling {
  RulingKind kind = RulingKind::upheld;
  std::string unit;
};

struct ReturnClaim {
  std::string code;                    // of return_reasons.csv
  std::string suggested;               // unit that it should go to, "" when not known
  std::vector<std::int64_t> evidence;  // attachment ids
};

// Corrections by a person; absent means unchanged.
struct Amendment {
  std::optional<city::Kind> kind;
  std::optional<city::Urgency> urgency;
  std::optional<city::Importance> importance;
  std::optional<std::string> matter, division;
  std::optional<store::Sealed> summary;  // new title and place
};

// How often the unit has returned parts of the ticket. The city's files say how often it may
// (city.toml, dispatch.max_returns_per_unit): after that only a designation helps.
int count_returns(const Ticket& ticket, const std::string& unit);

// -- the hotline's own desk -----------------------------------------------------------------------------
base::Result<NewEvents> decide_answer(const Ticket& ticket, const store::Sealed& text);
base::Result<NewEvents> decide_refuse(const Ticket& ticket, const std::string& code,
                                      const store::Sealed& text);
// `unit` is the line's own, "" where it has none on this platform.
base::Result<NewEvents> decide_handover(const Ticket& ticket, const std::string& line,
                                        const std::string& unit, base::Time acknowledge_by,
                                        bool caller_on_line);
// What the other line says, by its own unit or as the hotline heard it.
struct HandoverAnswer {
  std::int64_t order = 0;
  std::string reference;  // the other line's own number
  std::string taken_by;   // its seat or badge number
};
base::Result<NewEvents> decide_acknowledge(const Ticket& ticket, const HandoverAnswer& answer,
                                           const Acting& acting);
base::Result<NewEvents> decide_decline(const Ticket& ticket, std::int64_t order, const Acting& acting);
base::Result<NewEvents> decide_consult(const Ticket& ticket, const std::vector<std::string>& units);
// Each unit that was asked answers once. Errors: invalid_input (it was not asked); conflict (it has
// answered).
base::Result<NewEvents> decide_opinion(const Ticket& ticket, const std::string& unit, bool accepts);
base::Result<NewEvents> decide_dispatch(const Ticket& ticket, const DispatchOrder& order,
                                        const Deadlines& deadlines, base::Time now);
base::Result<NewEvents> decide_whistle(const Ticket& ticket, const std::vector<std::string>& units,
                                       const Acting& acting, const Deadlines& deadlines, base::Time now);
base::Result<NewEvents> decide_rule(const Ticket& ticket, std::int64_t assignment, const Ruling& ruling,
                                    const Deadlines& deadlines, base::Time now);
base::Result<NewEvents> decide_amend(const Ticket& ticket, const Amendment& amendment);

// -- a unit's part --------------------------------------------------------------------------------------
base::Result<NewEvents> decide_sign(const Ticket& ticket, std::int64_t assignment, const Acting& acting);
base::Result<NewEvents> decide_contact(const Ticket& ticket, std::int64_t assignment, const Acting& acting);
base::Result<NewEvents> decide_return(const Ticket& ticket, std::int64_t assignment, const ReturnClaim& claim,
                                      const Acting& acting, int most_returns, base::Time now);
base::Result<NewEvents> decide_extension_request(const Ticket& ticket, std::int64_t assignment,
                                                 std::int64_t minutes, const Acting& acting,
                                                 const Deadlines& deadlines, base::Time now);
base::Result<NewEvents> decide_extension(const Ticket& ticket, std::int64_t assignment, bool granted,
                                         const Deadlines& deadlines);
// The resolve clock of a signed part stands still, and goes on. Only the hotline pauses; the reason is the
// deed's note. Errors: conflict (it stands still already, or not; its limit has run out; the city's limits do
// not let it). Time lost before signing is never given back: an unsigned part cannot be paused.
base::Result<NewEvents> decide_pause(const Ticket& ticket, std::int64_t assignment,
                                     const Deadlines& deadlines, base::Time now);
base::Result<NewEvents> decide_resume(const Ticket& ticket, std::int64_t assignment, const Acting& acting,
                                      const Deadlines& deadlines, base::Time now);
base::Result<NewEvents> decide_transfer(const Ticket& ticket, std::int64_t assignment,
                                        const std::string& unit, const Acting& acting,
                                        const Deadlines& deadlines, base::Time now);
base::Result<NewEvents> decide_reply(const Ticket& ticket, std::int64_t assignment, const store::Sealed& text,
                                     const Acting& acting, const Deadlines& deadlines, base::Time now);

// -- review, end, facets --------------------------------------------------------------------------------
base::Result<NewEvents> decide_accept_review(const Ticket& ticket, const Deadlines& deadlines,
                                             base::Time now);
base::Result<NewEvents> decide_send_back(const Ticket& ticket, const Deadlines& deadlines, base::Time now);
base::Result<NewEvents> decide_close(const Ticket& ticket);
base::Result<NewEvents> decide_reopen(const Ticket& ticket, const Deadlines& deadlines, base::Time now);
base::Result<NewEvents> decide_urge(const Ticket& ticket, const std::string& unit);
base::Result<NewEvents> decide_supervise(const Ticket& ticket, int level, const std::string& unit);
base::Result<NewEvents> decide_secure(const Ticket& ticket, bool secret);
base::Result<NewEvents> decide_publish(const Ticket& ticket, const store::Sealed& masked_text);

// -- changed rules --------------------------------------------------------------------------------------
// An open clock whose due time is another one by `deadlines`.
struct ClockMove {
  std::size_t position = 0;  // of ticket.clocks, from 0
  city::Limited what = city::Limited::resolve;
  std::int64_t assignment = 0;
  std::string unit;  // whose hours it runs in, "" for the hotline's
  base::Time before, after;
};
// Counts every open clock anew: from its start (of the first part where it was passed down), with its pauses
// and its extension. A clock whose limit is gone stays as it is. Errors: unavailable outside the calendar.
base::Result<std::vector<ClockMove>> find_clock_moves(const Ticket& ticket, const Deadlines& deadlines);
// One `replanned` event for all of them; none when nothing moves.
base::Result<NewEvents> decide_replan(const Ticket& ticket, const Deadlines& deadlines,
                                      std::int64_t city_version);

// -- merging: events for both tickets -------------------------------------------------------------------
struct Regrouping {
  NewEvents here, there;
};
// Moves the requests of `ticket` under `into`. Errors: conflict when either is merged, they are the same, or
// one of them is finished.
base::Result<Regrouping> decide_merge(const Ticket& ticket, const Ticket& into);
// Gives back exactly the requests that the merge moved. `merge` are the requests that it moved.
base::Result<Regrouping> decide_unmerge(const Ticket& ticket, const Ticket& from,
                                        const std::vector<std::int64_t>& moved);

}  // namespace hotline::ticket
