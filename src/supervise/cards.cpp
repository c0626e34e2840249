#include "hotline/supervise/cards.hpp"

#include "supervise/hours.hpp"

namespace hotline::supervise {
namespace {

// What the unit's timetable opens on an ordinary Monday.
std::chrono::minutes day_of(const city::City& city, std::string_view hours) {
  for (const city::Timetable& table : city.calendar.timetables()) {
    if (table.code != hours) continue;
    int open = 0;
    for (const city::Hours& span : table.weekly[1]) open += span.to - span.from;
    return std::chrono::minutes{open};
  }
  return std::chrono::minutes{0};
}

}  // namespace

std::string_view hours_of(const city::City& city, const std::string& unit) {
  const city::Unit* found = city.units.find(unit.empty() ? city.settings.fallback_unit : unit);
  return found != nullptr && !found->hours.empty() ? std::string_view(found->hours)
                                                   : std::string_view("office");
}

base::Result<std::optional<base::Time>> decide_yellow_time(const city::City& city,
                                                           const ticket::Ticket& ticket,
                                                           const ticket::RunningClock& clock) {
  if (!city.supervision.cards) return std::optional<base::Time>();
  const city::CardRule& cards = *city.supervision.cards;
  const city::Limit* limit =
      city.limits.find(ticket.kind, ticket.urgency, city.matters.find(ticket.matter), clock.what);
  if (limit == nullptr) return std::optional<base::Time>();
  const ticket::Assignment* assignment = ticket.find_assignment(clock.assignment);
  const std::string_view hours = hours_of(city, assignment != nullptr ? assignment->unit : "");
  HOTLINE_TRY(const base::Duration allowance,
              city::used_time(city.calendar, hours, *limit, clock.started, clock.due));
  auto left = std::chrono::duration_cast<base::Duration>(allowance * cards.yellow_share);
  const bool in_working_time =
      limit->unit == city::LimitUnit::working_days || limit->unit == city::LimitUnit::working_minutes;
  if (!in_working_time) return std::optional(clock.due - left);
  const city::WorkClock open = city.calendar.timetable(hours);
  HOTLINE_TRY(const int days, open.elapsed_days(clock.started, clock.due));
  if (days >= cards.long_from_days) left = day_of(city, hours) * cards.yellow_days;
  if (left > allowance) left = allowance;
  HOTLINE_TRY(const base::Time yellow, open.due(clock.started, allowance - left));
  return std::optional(yellow);
}

}  // namespace hotline::supervise
