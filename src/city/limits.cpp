#include "hotline/city/limits.hpp"

#include <algorithm>
#include <tuple>

#include "hotline/base/names.hpp"

namespace hotline::city {
namespace {

constexpr std::array<std::string_view, 4> unit_names{"minutes", "hours", "working_minutes", "working_days"};

bool follows_opening_hours(const Limit& limit) {
  return limit.unit == LimitUnit::working_minutes || limit.unit == LimitUnit::working_days;
}

}  // namespace

std::string_view name_of(LimitUnit unit) {
  return unit_names.at(static_cast<std::size_t>(unit));
}
std::optional<LimitUnit> find_limit_unit(std::string_view name) {
  return base::find_in<LimitUnit>(unit_names, name);
}

const Limit* Limits::find(Kind kind, Urgency urgency, const Matter* matter, Limited clock) const {
  const Limit* best = nullptr;
  std::tuple<bool, int, bool> best_score;
  for (const Limit& limit : rows_) {
    if (limit.clock != clock) continue;
    if (limit.kind.value_or(kind) != kind || limit.urgency.value_or(urgency) != urgency) continue;
    if (!limit.matter.empty() && (matter == nullptr || !Matters::covers(limit.matter, *matter))) continue;
    const std::tuple score{limit.urgency.has_value(), Matters::narrowness(limit.matter),
                           limit.kind.has_value()};
    if (best != nullptr && score <= best_score) continue;
    best = &limit;
    best_score = score;
  }
  return best;
}

base::Result<base::Time> deadline(const Calendar& calendar, std::string_view hours, const Limit& limit,
                                  base::Time start) {
  switch (limit.unit) {
    case LimitUnit::minutes:
      return start + std::chrono::minutes(limit.amount);
    case LimitUnit::hours:
      return start + std::chrono::hours(limit.amount);
    case LimitUnit::working_minutes:
      return calendar.timetable(hours).due(start, std::chrono::minutes(limit.amount));
    case LimitUnit::working_days:
      break;
  }
  return calendar.timetable(hours).due_days(start, limit.amount);
}

base::Result<base::Time> resumed_deadline(const Calendar& calendar, std::string_view hours,
                                          const Limit& limit, base::Time due, base::Time paused,
                                          base::Time resumed) {
  HOTLINE_TRY(const auto left, used_time(calendar, hours, limit, paused, due));
  if (!follows_opening_hours(limit)) return resumed + left;
  return calendar.timetable(hours).due(resumed, left);
}

base::Result<base::Duration> used_time(const Calendar& calendar, std::string_view hours, const Limit& limit,
                                       base::Time from, base::Time to) {
  if (follows_opening_hours(limit)) return calendar.timetable(hours).worked(from, to);
  return std::max(to - from, base::Duration::zero());
}

}  // namespace hotline::city
