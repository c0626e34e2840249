#include "hotline/ticket/deadlines.hpp"

namespace hotline::ticket {
namespace {

const city::Limit* limit_for(const city::City& city, const Ticket& ticket, city::Limited what) {
  return city.limits.find(ticket.kind, ticket.urgency, city.matters.find(ticket.matter), what);
}

}  // namespace

std::string_view CityDeadlines::hours_of(const std::string& unit) const {
  const city::Unit* found = city_.units.find(unit.empty() ? city_.settings.fallback_unit : unit);
  return found != nullptr && !found->hours.empty() ? std::string_view(found->hours)
                                                   : std::string_view("office");
}

base::Result<std::optional<base::Time>> CityDeadlines::due(city::Limited what, const Ticket& ticket,
                                                           const std::string& unit, base::Time start) const {
  const city::Limit* limit = limit_for(city_, ticket, what);
  if (limit == nullptr) return std::optional<base::Time>();
  HOTLINE_TRY(const base::Time due, city::deadline(city_.calendar, hours_of(unit), *limit, start));
  return std::optional(due);
}

base::Result<base::Time> CityDeadlines::add_working_minutes(const std::string& unit, base::Time start,
                                                            std::int64_t minutes) const {
  return city_.calendar.timetable(hours_of(unit)).due(start, std::chrono::minutes{minutes});
}

base::Result<std::int64_t> CityDeadlines::longest_extension(const Ticket& ticket,
                                                            const Assignment& assignment) const {
  // An extension never exceeds the first allowance (digest of provincial rules: once, at most the limit
  // itself); limits.csv may set less.
  const city::WorkClock hours = city_.calendar.timetable(hours_of(assignment.unit));
  std::int64_t longest = 0;
  for (const RunningClock& clock : ticket.clocks) {
    if (clock.assignment == assignment.id && clock.what == city::Limited::resolve) {
      HOTLINE_TRY(const auto allowance, hours.elapsed(clock.started, clock.due));
      longest = allowance.count();
    }
  }
  const city::Limit* limit = limit_for(city_, ticket, city::Limited::extension);
  if (limit == nullptr) return longest;
  HOTLINE_TRY(const base::Time end,
              city::deadline(city_.calendar, hours_of(assignment.unit), *limit, assignment.assigned_at));
  HOTLINE_TRY(const auto allowed, hours.elapsed(assignment.assigned_at, end));
  return std::min<std::int64_t>(longest, allowed.count());
}

bool CityDeadlines::pausable(city::Limited what, const Ticket& ticket) const {
  const city::Limit* limit = limit_for(city_, ticket, what);
  return limit != nullptr && limit->pausable;
}

base::Result<base::Time> CityDeadlines::resumed_due(city::Limited what, const Ticket& ticket,
                                                    const std::string& unit, base::Time due,
                                                    base::Time paused, base::Time resumed) const {
  const city::Limit* limit = limit_for(city_, ticket, what);
  if (limit == nullptr) return base::Time{due + (resumed - paused)};
  return city::resumed_deadline(city_.calendar, hours_of(unit), *limit, due, paused, resumed);
}

std::string unit_of_line(const city::City& city, std::string_view line) {
  for (const city::Unit& one : city.units.rows()) {
    if (one.kind == "emergency" && one.phone == line) return one.code;
  }
  return "";
}

}  // namespace hotline::ticket
