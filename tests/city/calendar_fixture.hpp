// The public holidays of 2024 to 2026 as the State Council announced them, and a small vocabulary of local
// time.
#pragma once

#include <chrono>
#include <cstdio>
#include <string>

#include "hotline/city/calendar.hpp"

namespace hotline::city::test {

inline base::Time at(const std::string& local) {  // "2026-03-02 09:00", in UTC+8
  return base::parse_rfc3339(local.substr(0, 10) + "T" + local.substr(11) + ":00+08:00").value();
}

inline std::string shown(base::Time time) {
  const std::string text = base::format_rfc3339(time, std::chrono::minutes(480));
  return text.substr(0, 10) + " " + text.substr(11, 5);
}

inline std::string shown(const base::Result<base::Time>& time) {
  return time.ok() ? shown(*time) : time.error().text.en;
}

inline Date date(const std::string& text) {
  int year = 0;
  unsigned month = 0, day = 0;
  std::sscanf(text.c_str(), "%d-%u-%u", &year, &month, &day);
  return Date(std::chrono::year(year), std::chrono::month(month), std::chrono::day(day));
}

inline void holidays(CalendarData& data, const std::string& from, const std::string& to,
                     const std::string& name) {
  for (auto day = std::chrono::sys_days(date(from)); day <= std::chrono::sys_days(date(to));
       day += std::chrono::days(1))
    data.special[Date(day)] = {false, name};
}

inline void made_up(CalendarData& data, std::initializer_list<const char*> days) {
  for (const char* day : days) data.special[date(day)] = {true, "调休"};
}

inline Timetable timetable(const std::string& code, int first_weekday, int last_weekday, DayHours hours,
                           bool on_holidays) {
  Timetable table{code, code, {}, {}};
  for (int weekday = first_weekday; weekday <= last_weekday; ++weekday)
    table.weekly[static_cast<std::size_t>(weekday % 7)] = hours;
  if (on_holidays) table.holiday = hours;
  return table;
}

inline CalendarData china() {
  CalendarData data;
  data.zone_offset = std::chrono::minutes(480);
  data.years = {2024, 2025, 2026, 2027};
  data.provisional = {2027};
  holidays(data, "2024-01-01", "2024-01-01", "元旦");
  holidays(data, "2024-02-10", "2024-02-17", "春节");
  holidays(data, "2024-04-04", "2024-04-06", "清明节");
  holidays(data, "2024-05-01", "2024-05-05", "劳动节");
  holidays(data, "2024-06-10", "2024-06-10", "端午节");
  holidays(data, "2024-09-15", "2024-09-17", "中秋节");
  holidays(data, "2024-10-01", "2024-10-07", "国庆节");
  made_up(data, {"2024-02-04", "2024-02-18", "2024-04-07", "2024-04-28", "2024-05-11", "2024-09-14",
                 "2024-09-29", "2024-10-12"});
  holidays(data, "2025-01-01", "2025-01-01", "元旦");
  holidays(data, "2025-01-28", "2025-02-04", "春节");
  holidays(data, "2025-04-04", "2025-04-06", "清明节");
  holidays(data, "2025-05-01", "2025-05-05", "劳动节");
  holidays(data, "2025-05-31", "2025-06-02", "端午节");
  holidays(data, "2025-10-01", "2025-10-08", "国庆节");
  made_up(data, {"2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11"});
  holidays(data, "2026-01-01", "2026-01-03", "元旦");
  holidays(data, "2026-02-15", "2026-02-23", "春节");
  holidays(data, "2026-04-04", "2026-04-06", "清明节");
  holidays(data, "2026-05-01", "2026-05-05", "劳动节");
  holidays(data, "2026-06-19", "2026-06-21", "端午节");
  holidays(data, "2026-09-25", "2026-09-27", "中秋节");
  holidays(data, "2026-10-01", "2026-10-07", "国庆节");
  made_up(data, {"2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"});
  data.timetables = {timetable("office", 1, 5, {{510, 720}, {810, 1050}}, false),
                     timetable("service_hall", 1, 6, {{510, 720}, {810, 1020}}, false),
                     timetable("round_the_clock", 1, 7, {{0, 1440}}, true)};
  return data;
}

}  // namespace hotline::city::test
