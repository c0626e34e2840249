// One timetable unrolled over all covered days.
//
// minutes_before_[i] is the worked time from the first covered day up to day i; it never falls, so the day on
// which a cumulative total is reached is found by binary search. Days share their hours by pattern.
#pragma once

#include <cstdint>
#include <vector>

#include "hotline/city/calendar.hpp"

namespace hotline::city {

class Timeline {
 public:
  Timeline(const Calendar& calendar, const Timetable& timetable, std::chrono::sys_days first, int days);

  // A position on the line: day number and milliseconds after local midnight.
  struct Spot {
    int day = 0;
    std::int64_t ms = 0;
  };
  // Errors: unavailable. The instant at which the last day ends is still on the line.
  base::Result<Spot> locate(base::Time time) const;
  base::Time instant(int day, std::int64_t ms) const;

  std::int64_t worked_before(const Spot& spot) const;  // milliseconds
  // The earliest spot before which `total` > 0 milliseconds were worked; nothing when the line is too short.
  std::optional<base::Time> reach(std::int64_t total) const;
  // The end of the working day that is number `count` > 0 of the line.
  std::optional<base::Time> reach_day(int count) const;
  int workdays_through(int day) const { return workdays_before_[static_cast<std::size_t>(day) + 1]; }

  const DayHours& hours(int day) const { return patterns_[pattern_[static_cast<std::size_t>(day)]]; }
  int days() const { return static_cast<int>(pattern_.size()); }
  base::Error too_far() const;  // unavailable, naming the first year that is missing

 private:
  base::Error not_covered(base::Time time) const;

  std::int64_t origin_;  // UTC milliseconds of the first local midnight
  std::int64_t length_;  // milliseconds
  std::int64_t offset_;  // milliseconds east of UTC
  int last_year_;
  std::vector<std::int32_t> minutes_before_;   // days + 1 entries
  std::vector<std::int32_t> workdays_before_;  // days + 1 entries
  std::vector<std::uint8_t> pattern_;          // one entry for each day
  std::vector<DayHours> patterns_;
};

}  // namespace hotline::city
