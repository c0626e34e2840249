// When citizens may be called.
#include <algorithm>

#include "hotline/call/callbacks.hpp"

namespace hotline::call {
namespace {

constexpr int day_minutes = 24 * 60;
constexpr int most_days = 8;  // looked ahead; hours that never open mean at once

// The minutes of a local date in which citizens may be called.
city::DayHours hours_of(const city::City& city, city::Date date) {
  const city::Settings::Callback& rule = city.settings.callback;
  const city::DayKind kind = city.calendar.kind_of(date);
  if (kind == city::DayKind::weekday || kind == city::DayKind::make_up) return rule.hours;
  city::DayHours left = rule.hours;
  for (const city::Hours& pause : rule.holiday_pause) {
    city::DayHours cut;
    for (const city::Hours& span : left) {
      if (const int to = std::min(span.to, pause.from); span.from < to) cut.push_back({span.from, to});
      if (const int from = std::max(span.from, pause.to); from < span.to) cut.push_back({from, span.to});
    }
    left = std::move(cut);
  }
  return left;
}

}  // namespace

base::Time next_calling_time(const city::City& city, base::Time earliest) {
  base::Time from = earliest;
  for (int n = 0; n < most_days; ++n) {
    const city::Date date = city.calendar.local_date(from);
    const base::Time midnight = city.calendar.start_of(date);
    for (const city::Hours& span : hours_of(city, date)) {
      const base::Time opens = midnight + std::chrono::minutes{span.from};
      if (from < midnight + std::chrono::minutes{span.to}) return std::max(from, opens);
    }
    from = midnight + std::chrono::minutes{day_minutes};
  }
  return earliest;
}

bool is_calling_time(const city::City& city, base::Time time) {
  return next_calling_time(city, time) == time;
}

}  // namespace hotline::call
