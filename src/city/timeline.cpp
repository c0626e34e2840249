#include "city/timeline.hpp"

#include <algorithm>

namespace hotline::city {
namespace {

constexpr std::int64_t kMinute = 60'000;       // milliseconds
constexpr std::int64_t kDay = 1440 * kMinute;  // milliseconds

const DayHours kClosed;

const DayHours& make_up_hours(const Timetable& timetable) {
  for (std::size_t weekday = 1; weekday <= 5; ++weekday)
    if (!timetable.weekly[weekday].empty()) return timetable.weekly[weekday];
  return kClosed;
}

const DayHours& hours_of(const Timetable& timetable, std::chrono::sys_days date, DayKind kind) {
  switch (kind) {
    case DayKind::holiday:
      return timetable.holiday;
    case DayKind::make_up:
      return make_up_hours(timetable);
    case DayKind::weekday:
    case DayKind::weekend:
      break;
  }
  return timetable.weekly[std::chrono::weekday(date).c_encoding()];
}

}  // namespace

Timeline::Timeline(const Calendar& calendar, const Timetable& timetable, std::chrono::sys_days first,
                   int days)
    : origin_(base::to_millis(calendar.start_of(first))),
      length_(days * kDay),
      offset_(calendar.zone_offset().count() * kMinute),
      last_year_(static_cast<int>(Date(first + std::chrono::days(days - 1)).year())) {
  minutes_before_.push_back(0);
  workdays_before_.push_back(0);
  for (int day = 0; day < days; ++day) {
    const auto date = first + std::chrono::days(day);
    const DayKind kind = calendar.kind_of(date);
    const DayHours& hours = hours_of(timetable, date, kind);
    auto found = std::find(patterns_.begin(), patterns_.end(), hours);
    if (found == patterns_.end()) found = patterns_.insert(patterns_.end(), hours);
    pattern_.push_back(static_cast<std::uint8_t>(found - patterns_.begin()));
    std::int32_t minutes = 0;
    for (const Hours& piece : hours) minutes += piece.to - piece.from;
    const bool workday = (kind == DayKind::weekday || kind == DayKind::make_up) && minutes > 0;
    minutes_before_.push_back(minutes_before_.back() + minutes);
    workdays_before_.push_back(workdays_before_.back() + (workday ? 1 : 0));
  }
}

base::Result<Timeline::Spot> Timeline::locate(base::Time time) const {
  const std::int64_t at = base::to_millis(time) - origin_;
  if (at < 0 || at > length_) return not_covered(time);
  if (at == length_) return Spot{days() - 1, kDay};
  return Spot{static_cast<int>(at / kDay), at % kDay};
}

base::Time Timeline::instant(int day, std::int64_t ms) const {
  return base::from_millis(origin_ + day * kDay + ms);
}

std::int64_t Timeline::worked_before(const Spot& spot) const {
  std::int64_t total = minutes_before_[static_cast<std::size_t>(spot.day)] * kMinute;
  for (const Hours& piece : hours(spot.day)) {
    if (spot.ms <= piece.from * kMinute) break;
    total += std::min(spot.ms, piece.to * kMinute) - piece.from * kMinute;
  }
  return total;
}

std::optional<base::Time> Timeline::reach(std::int64_t total) const {
  const std::int64_t minutes = (total + kMinute - 1) / kMinute;
  const auto found = std::lower_bound(minutes_before_.begin() + 1, minutes_before_.end(), minutes);
  if (found == minutes_before_.end()) return std::nullopt;
  const int day = static_cast<int>(found - minutes_before_.begin()) - 1;
  std::int64_t rest = total - minutes_before_[static_cast<std::size_t>(day)] * kMinute;
  for (const Hours& piece : hours(day)) {
    const std::int64_t open = (piece.to - piece.from) * kMinute;
    if (rest <= open) return instant(day, piece.from * kMinute + rest);
    rest -= open;
  }
  return std::nullopt;
}

std::optional<base::Time> Timeline::reach_day(int count) const {
  const auto found = std::lower_bound(workdays_before_.begin() + 1, workdays_before_.end(), count);
  if (found == workdays_before_.end()) return std::nullopt;
  const int day = static_cast<int>(found - workdays_before_.begin()) - 1;
  return instant(day, hours(day).back().to * kMinute);
}

base::Error Timeline::too_far() const {
  const std::string year = std::to_string(last_year_ + 1);
  return base::Error::of(base::ErrorCode::unavailable,
                         "工作日历未包含" + year + "年，无法计算期限，请在 calendars 中补充该年份",
                         "the calendar does not cover " + year + ": add that year's file to calendars");
}

base::Error Timeline::not_covered(base::Time time) const {
  const auto local = std::chrono::floor<std::chrono::days>(time + base::Duration(offset_));
  const std::string year = std::to_string(static_cast<int>(Date(local).year()));
  return base::Error::of(base::ErrorCode::unavailable,
                         "工作日历未包含" + year + "年，无法计算期限，请在 calendars 中补充该年份",
                         "the calendar does not cover " + year + ": add that year's file to calendars");
}

}  // namespace hotline::city
