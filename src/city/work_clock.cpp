#include <algorithm>

#include "city/timeline.hpp"
#include "hotline/city/calendar.hpp"

namespace hotline::city {
namespace {

constexpr std::int64_t kMinute = 60'000;  // milliseconds

}  // namespace

base::Result<base::Time> WorkClock::due(base::Time start, base::Duration allowance) const {
  HOTLINE_TRY(const auto spot, timeline_->locate(start));
  if (allowance <= base::Duration::zero()) return start;
  const auto time = timeline_->reach(timeline_->worked_before(spot) + allowance.count());
  if (!time) return timeline_->too_far();
  return *time;
}

base::Result<base::Time> WorkClock::due_days(base::Time start, int n) const {
  HOTLINE_TRY(const auto spot, timeline_->locate(start));
  if (n <= 0) return start;
  const auto time = timeline_->reach_day(timeline_->workdays_through(spot.day) + n);
  if (!time) return timeline_->too_far();
  return *time;
}

base::Result<base::Duration> WorkClock::worked(base::Time start, base::Time end) const {
  HOTLINE_TRY(const auto from, timeline_->locate(start));
  HOTLINE_TRY(const auto to, timeline_->locate(end));
  const std::int64_t total = timeline_->worked_before(to) - timeline_->worked_before(from);
  return base::Duration(std::max<std::int64_t>(total, 0));
}

base::Result<std::chrono::minutes> WorkClock::elapsed(base::Time start, base::Time end) const {
  HOTLINE_TRY(const auto total, worked(start, end));
  return std::chrono::floor<std::chrono::minutes>(total);
}

base::Result<int> WorkClock::elapsed_days(base::Time start, base::Time end) const {
  HOTLINE_TRY(const auto from, timeline_->locate(start));
  HOTLINE_TRY(const auto to, timeline_->locate(end));
  return std::max(0, timeline_->workdays_through(to.day) - timeline_->workdays_through(from.day));
}

base::Result<bool> WorkClock::is_working(base::Time time) const {
  HOTLINE_TRY(const auto spot, timeline_->locate(time));
  for (const Hours& piece : timeline_->hours(spot.day))
    if (piece.from * kMinute <= spot.ms && spot.ms < piece.to * kMinute) return true;
  // The instant that ends the line belongs to a day that is not known.
  if (spot.ms == 1440 * kMinute) return timeline_->too_far();
  return false;
}

base::Result<base::Time> WorkClock::next_working(base::Time time) const {
  HOTLINE_TRY(auto spot, timeline_->locate(time));
  for (; spot.day < timeline_->days(); ++spot.day, spot.ms = 0)
    for (const Hours& piece : timeline_->hours(spot.day))
      if (spot.ms < piece.to * kMinute)
        return timeline_->instant(spot.day, std::max(spot.ms, piece.from * kMinute));
  return timeline_->too_far();
}

}  // namespace hotline::city
