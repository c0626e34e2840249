// The calendar against a model too simple to be wrong: one flag for every minute of three years, and
// counting.
#include <gtest/gtest.h>

#include <cstdio>

#include "city/calendar_fixture.hpp"

namespace hotline::city {
namespace {

using std::chrono::minutes;

struct Obvious {
  std::vector<bool> works;  // the minute that begins at first + index
  base::Time first;
};

Obvious obvious_model(const CalendarData& data, const Timetable& table) {
  Obvious model;
  const auto first = std::chrono::sys_days(test::date("2024-01-01"));
  const auto end = std::chrono::sys_days(test::date("2028-01-01"));
  model.first = base::Time(first) - data.zone_offset;
  for (auto day = first; day < end; day += std::chrono::days(1)) {
    const auto special = data.special.find(Date(day));
    DayHours hours = table.weekly[std::chrono::weekday(day).c_encoding()];
    if (special != data.special.end()) hours = special->second.working ? table.weekly[1] : table.holiday;
    for (int minute = 0; minute < 1440; ++minute) {
      bool open = false;
      for (const Hours& piece : hours) open = open || (piece.from <= minute && minute < piece.to);
      model.works.push_back(open);
    }
  }
  return model;
}

// Walks one allowance along with the start: `end` is the first minute such that [start, end) holds it.
struct Walker {
  std::size_t allowance = 0;
  std::size_t end = 0;
  std::size_t inside = 0;  // working minutes of [start, end)
  void settle(const Obvious& model, std::size_t start) {
    if (end < start) end = start;
    while (inside < allowance) inside += model.works[end++];
  }
  // The last step of settle() took a working minute, so `end` is the earliest; unless nothing had to be
  // taken.
  std::size_t due(const Obvious& model, std::size_t start) const {
    std::size_t at = end;
    while (at > start && !model.works[at - 1]) --at;
    return at;
  }
  void leave(const Obvious& model, std::size_t start) {
    if (start < end) inside -= model.works[start];
  }
};

// Walks the elapsed time of a fixed wall-clock distance.
struct Window {
  std::size_t length = 0;
  std::size_t worked = 0;
};

class EveryMinuteOfThreeYears : public testing::TestWithParam<const char*> {};

TEST_P(EveryMinuteOfThreeYears, AgreesWithTheObviousModel) {
  const CalendarData data = test::china();
  const Calendar calendar = Calendar::make(data).value();
  const WorkClock clock = calendar.timetable(GetParam());
  const Timetable& table = *std::find_if(data.timetables.begin(), data.timetables.end(),
                                         [](const auto& t) { return t.code == GetParam(); });
  const Obvious model = obvious_model(data, table);
  const auto instant = [&](std::size_t minute) { return model.first + minutes(minute); };

  std::vector<Walker> walkers{{0}, {1}, {120}, {450}, {2251}, {6750}};
  std::vector<Window> windows{{1}, {59}, {1440}, {11'111}};
  for (Window& window : windows)
    for (std::size_t i = 0; i < window.length; ++i) window.worked += model.works[i];

  const std::size_t last = (366 + 365 + 365) * 1440;
  std::size_t next_open = 0;
  std::size_t wrong = 0;
  for (std::size_t start = 0; start < last; ++start) {
    const base::Time s = instant(start);
    for (Walker& walker : walkers) {
      walker.settle(model, start);
      const base::Time expected = instant(walker.due(model, start));
      const auto due = clock.due(s, minutes(walker.allowance));
      wrong += !due.ok() || *due != expected;
      wrong += clock.elapsed(s, expected).value() != minutes(walker.allowance);
      walker.leave(model, start);
    }
    for (Window& window : windows) {
      const base::Time e = instant(start + window.length);
      const auto elapsed = clock.elapsed(s, e).value();
      wrong += elapsed != minutes(window.worked);
      const auto due = clock.due(s, elapsed);
      wrong += !due.ok() || *due > e;
      if (model.works[start + window.length - 1]) wrong += *due != e;
      window.worked += model.works[start + window.length];
      window.worked -= model.works[start];
    }
    if (next_open < start) next_open = start;
    while (!model.works[next_open]) ++next_open;
    wrong += clock.next_working(s).value() != instant(next_open);
    wrong += clock.is_working(s).value() != model.works[start];
    ASSERT_EQ(wrong, 0U) << "at " << test::shown(s);
  }
  std::printf("[ calendar ] %s: %zu minutes checked, 0 wrong\n", GetParam(), last);
}

INSTANTIATE_TEST_SUITE_P(Calendar, EveryMinuteOfThreeYears,
                         testing::Values("office", "service_hall", "round_the_clock"),
                         [](const auto& test) { return std::string(test.param); });

}  // namespace
}  // namespace hotline::city
