// Alerts: an event that grows on one object, and groups of people (the rules stand in supervision.toml).
//
// An event is one sort of matter at one object; a ticket without a place is none. It grows when enough
// tickets of it come within the days of the rule. A ticket tells of a group when it names enough people or
// bears a flag of the rule. A group is alerted to at once when one ticket does both (or names the people, for
// a rule that says so), and else when enough such tickets are about the same event. The first rule of a group
// that an event meets is the one that alerts to it.
//
//    open -- a body acknowledges --> acknowledged -- close --> closed
//      `-------------------------------- close ----------------^
//
// An alert joins several bodies: each is told once and acknowledges for itself. While it is not closed,
// further tickets of the same object and matter join it; afterwards only what comes later counts. Journal:
// stream "alert", subject = alert: raised, grown, acknowledged, closed.
// Threads: functions with a WriteTx on the writer's thread, with a ReadTx on any reader.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "hotline/base/result.hpp"
#include "hotline/city/city.hpp"
#include "hotline/notify/outbox.hpp"
#include "hotline/ticket/ticket.hpp"

namespace hotline::supervise {

struct WatchedObject;

struct AlertBody {
  std::string unit;
  std::optional<base::Time> acknowledged_at;
  std::string acknowledged_by;
};

struct Alert {
  std::int64_t id = 0;
  std::string rule;    // name of the rule that day
  std::string kind;    // growing, group
  std::string object;  // district and place
  std::string matter;  // level-2 code
  int people = 0;      // most that the words name
  std::string state;   // open, acknowledged, closed
  base::Time raised_at;
  std::optional<base::Time> closed_at;
  std::string closed_by;
  std::int64_t note = 0;  // sealed: how it ended
  std::vector<std::int64_t> tickets;
  std::vector<AlertBody> bodies;
  bool joins(const std::string& unit) const;
};

class Alerts {
 public:
  explicit Alerts(notify::Outbox& outbox) : outbox_(outbox) {}

  // Looks at a ticket that has just been opened, or whose place or matter was put right.
  base::Status watch(store::WriteTx& tx, const city::City& city, const ticket::Ticket& ticket,
                     const WatchedObject& object, base::Time opened);
  // `unit`: "" for the hotline's own people, who acknowledge for the hotline. Errors: not_found (no such
  // alert, or one that does not join the unit); conflict (closed, or acknowledged by it before).
  base::Result<Alert> acknowledge(store::WriteTx& tx, std::int64_t alert, const std::string& unit,
                                  const city::City& city, const store::Actor& actor);
  // Errors: not_found; conflict (closed).
  base::Result<Alert> close(store::WriteTx& tx, std::int64_t alert, const std::string& words,
                            const store::Actor& actor);

 private:
  base::Status watch_growth(store::WriteTx& tx, const city::City& city, const city::AlertRule& rule,
                            const ticket::Ticket& ticket, const WatchedObject& object, base::Time opened);
  // True when the ticket belongs to an alert of this rule now.
  base::Result<bool> watch_group(store::WriteTx& tx, const city::City& city, const city::AlertRule& rule,
                                 const ticket::Ticket& ticket, const WatchedObject& object,
                                 base::Time opened);
  base::Status raise(store::WriteTx& tx, const city::City& city, const city::AlertRule& rule, Alert alert,
                     const ticket::Ticket& first);
  base::Status grow(store::WriteTx& tx, const Alert& alert, const std::vector<std::int64_t>& tickets,
                    int people);

  notify::Outbox& outbox_;
};

std::optional<Alert> find_alert(store::ReadTx& tx, std::int64_t id);
struct AlertFilter {
  std::int64_t after = 0;
  std::optional<std::string> state, unit;
};
// Oldest first.
std::vector<Alert> list_alerts(store::ReadTx& tx, const AlertFilter& filter, int limit);

}  // namespace hotline::supervise
