// The city's working time: which minutes count, and when an allowance of them is used up.
//
// A Calendar knows the kind of every local date of the years it covers (weekday, weekend, public holiday,
// make-up working day) and a set of named timetables (weekly opening hours). A WorkClock is the view of one
// timetable and answers every question about deadlines.
//
// Laws, for whole minutes, with `worked time` = time inside the opening hours:
//   elapsed(s, due(s, a)) == a
//   due(s, elapsed(s, e)) <= e, and == e when the minute that ends at e is worked time
//   The due minute after a whole day's allowance is that day's end (17:30), not the next morning.
// Outside the covered years there is no answer: `unavailable`, naming the year. A date is never guessed.
//
// Speed: due() and elapsed() are a binary search over cumulative minutes of days; well under a microsecond.
// Threads: everything here is immutable after make(); share freely. A WorkClock borrows from its Calendar and
// must not outlive it.
// Sources: the State Council's yearly holiday notices (days); Civil Code of the PRC art. 201 (the day on
// which a period begins is not counted) and art. 203 (the last day ends when business hours end).
#pragma once

#include <array>
#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "hotline/base/clock.hpp"
#include "hotline/base/result.hpp"

namespace hotline::city {

using Date = std::chrono::year_month_day;

enum class DayKind { weekday, weekend, holiday, make_up };

// A date whose kind does not follow from its weekday.
struct SpecialDay {
  bool working = false;  // true: make-up working day; false: public holiday
  std::string name;      // the holiday it belongs to, "春节"
};

// Opening hours within one day, in local minutes after midnight, half open; 0 <= from < to <= 1440.
struct Hours {
  int from = 0;
  int to = 0;
  bool operator==(const Hours&) const = default;
};
using DayHours = std::vector<Hours>;  // ascending, without overlap

// Weekly opening hours. Public holidays have hours of their own; a make-up working day is worked as the first
// open day of Monday to Friday.
struct Timetable {
  std::string code;                // "office"
  std::string name;                // "机关作息"
  std::array<DayHours, 7> weekly;  // index 0 is Sunday, as std::chrono::weekday::c_encoding()
  DayHours holiday;                // empty: closed on public holidays
};

struct CalendarData {
  std::chrono::minutes zone_offset{
      0};                     // east of UTC, fixed (China has neither summer time nor a second zone)
  std::set<int> years;        // covered years, without a gap
  std::set<int> provisional;  // covered, but the holiday notice is not out yet
  std::map<Date, SpecialDay> special;
  std::vector<Timetable> timetables;  // codes are unique
};

class Timeline;  // cumulative minutes of one timetable

// One timetable laid over the calendar.
class WorkClock {
 public:
  explicit WorkClock(const Timeline& timeline) : timeline_(&timeline) {}

  // The instant at which `allowance` of worked time after `start` is used up; `start` itself for zero.
  // A negative allowance is taken as zero. Minutes convert to Duration by themselves.
  // Errors: unavailable, when start or the answer lies outside the covered years.
  base::Result<base::Time> due(base::Time start, base::Duration allowance) const;

  // End of business on the n-th working day after the local date of `start` (whose own day is not counted);
  // `start` itself for n <= 0. A working day is the law's: Monday to Friday and make-up days without public
  // holidays, whatever shifts the unit works, as long as its timetable opens on it.
  // Errors: unavailable.
  base::Result<base::Time> due_days(base::Time start, int n) const;

  // Worked time between two instants, whole minutes rounded down; zero when end <= start.
  // Errors: unavailable.
  base::Result<std::chrono::minutes> elapsed(base::Time start, base::Time end) const;
  // The same to the millisecond.
  base::Result<base::Duration> worked(base::Time start, base::Time end) const;

  // Working days after the local date of `start` up to that of `end`, the reverse of due_days; zero when
  // end <= start. Errors: unavailable.
  base::Result<int> elapsed_days(base::Time start, base::Time end) const;

  // Whether the instant lies inside opening hours [from, to). Errors: unavailable.
  base::Result<bool> is_working(base::Time time) const;
  // The first instant at or after `time` inside opening hours. Errors: unavailable.
  base::Result<base::Time> next_working(base::Time time) const;

 private:
  const Timeline* timeline_;
};

class Calendar {
 public:
  // Errors: invalid_input, one FieldError for each fault: no year, a gap between years, a provisional year or
  // a special day outside the years, hours out of order, a timetable twice, an offset beyond 18 hours.
  static base::Result<Calendar> make(CalendarData data);

  Calendar(Calendar&&) noexcept;
  Calendar& operator=(Calendar&&) noexcept;
  ~Calendar();

  // Throws std::out_of_range for an unknown code: the loader has checked every code that the files name.
  WorkClock timetable(std::string_view code) const;
  std::optional<WorkClock> find_timetable(std::string_view code) const;
  const std::vector<Timetable>& timetables() const { return data_.timetables; }

  // First and last covered year.
  std::pair<int, int> covered_years() const { return {*data_.years.begin(), *data_.years.rbegin()}; }
  // First covered instant, and the first one after the end.
  std::pair<base::Time, base::Time> covered() const;
  bool covers(base::Time time) const;
  bool provisional(int year) const { return data_.provisional.contains(year); }
  // Says that the table of the present year, or from October on of the next one, is missing or provisional.
  std::optional<base::Text> missing_year_warning(base::Time now) const;

  std::chrono::minutes zone_offset() const { return data_.zone_offset; }
  Date local_date(base::Time time) const;
  // First instant of a local date.
  base::Time start_of(Date date) const;
  // Valid for any date; outside the covered years it follows the weekday alone.
  DayKind kind_of(Date date) const;
  // Name of the holiday that makes the date special, "" for an ordinary one.
  std::string_view special_name(Date date) const;

 private:
  explicit Calendar(CalendarData data);
  CalendarData data_;
  std::map<std::string, std::unique_ptr<const Timeline>, std::less<>> timelines_;
};

}  // namespace hotline::city
