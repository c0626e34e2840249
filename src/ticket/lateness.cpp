#include "hotline/ticket/lateness.hpp"

#include <fmt/format.h>

#include "hotline/ticket/repository.hpp"
#include "ticket/queries.hpp"

namespace hotline::ticket {
namespace {

base::Status tell(store::WriteTx& tx, const Ticket& ticket, const RunningClock& clock,
                  const std::string& unit, notify::Outbox& outbox, const city::City& city) {
  const city::Unit* found = city.units.find(unit);
  notify::NewMessage message;
  message.stream = "ticket";
  message.subject = ticket.id;
  message.template_name = "red_card";
  std::string due =
      base::format_rfc3339(clock.due, std::chrono::minutes{city.settings.zone_offset_minutes}).substr(0, 16);
  due[10] = ' ';
  message.arguments = {{"number", ticket.number},
                       {"deadline", due},
                       {"unit", found != nullptr ? found->name : city.settings.name}};
  message.critical = true;
  const std::string about = fmt::format("late.{}.{}.{}.{}", ticket.id, city::name_of(clock.what),
                                        clock.assignment, base::to_millis(clock.due));
  message.recipient = notify::Recipient::role("supervisor");
  message.once_key = about + ".supervisor";
  HOTLINE_CHECK(outbox.queue(tx, message));
  if (unit.empty()) return {};
  message.recipient = notify::Recipient::unit(unit);
  message.once_key = about + ".unit";
  HOTLINE_CHECK(outbox.queue(tx, message));
  return {};
}

}  // namespace

base::Status note_lateness(store::WriteTx& tx, std::int64_t id, jobs::Scheduler& scheduler,
                           notify::Outbox& outbox, const city::CityHolder& holder) {
  HOTLINE_TRY(const Ticket ticket, TicketBook::load(tx, id));
  if (ticket.is_merged()) return {};
  const auto city = holder.get();
  std::optional<base::Time> next;
  for (const RunningClock& clock : ticket.clocks) {
    // The return window is a right that ends, not a duty that is missed.
    if (clock.stopped || clock.paused() || clock.what == city::Limited::return_window) continue;
    if (clock.due > tx.now()) {
      if (!next || clock.due < *next) next = clock.due;
      continue;
    }
    tx.execute(queries::insert_late, id, city::name_of(clock.what), clock.assignment,
               base::to_millis(clock.due), base::to_millis(tx.now()));
    if (tx.changes() == 0) continue;
    const Assignment* assignment = ticket.find_assignment(clock.assignment);
    const std::string unit = assignment != nullptr ? assignment->unit : "";
    tx.journal().append(tx, {"late",
                             id,
                             "overdue",
                             store::Actor{"system", ""},
                             "",
                             {{"what", std::string(city::name_of(clock.what))},
                              {"assignment", clock.assignment},
                              {"unit", unit},
                              {"due", base::to_millis(clock.due)}}});
    HOTLINE_CHECK(tell(tx, ticket, clock, unit, outbox, *city));
  }
  if (next) HOTLINE_CHECK(scheduler.put(tx, deadline_job(id, *next)));
  return {};
}

}  // namespace hotline::ticket
