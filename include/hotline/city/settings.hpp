// The settings of city.toml. Names are the file's keys; the one table of keys, ranges and defaults is
// src/city/settings.cpp, and unknown keys are refused.
#pragma once

#include <string>
#include <vector>

#include "hotline/city/calendar.hpp"

namespace hotline::city {

struct Settings {
  std::string code;               // of the city's division
  std::string name;               // "杭州市"
  std::string zone;               // IANA name, for people; the offset counts
  int zone_offset_minutes = 480;  // east of UTC
  std::string hotline = "12345";
  std::vector<std::string> languages{"zh"};
  std::string default_language = "zh";
  std::string fallback_unit;  // where a person decides when no duty settles it

  struct Dispatch {
    double auto_confidence = 0.85;  // from here on dispatched without a person
    int max_returns_per_unit = 2;   // of one ticket; after that the hotline designates
  } dispatch;

  struct Triage {
    // Calls of one number within 24 hours that were silent, without content or over at once; more of them
    // make a person look for abuse.
    int malicious_calls_per_day = 10;
  } triage;

  struct Callback {
    DayHours hours{{540, 1230}};         // local minutes
    DayHours holiday_pause{{720, 840}};  // left out on days that are not worked
    int attempts = 3;
    int hours_apart = 2;
    int start_within_hours = 2;
    bool sms_after_attempts = true;
  } callback;

  struct Notify {
    // Local minutes without messages to citizens; a span over midnight is held as two.
    DayHours quiet_hours{{0, 480}, {1260, 1440}};
    bool urgent_ignores_quiet_hours = true;
  } notify;
};

}  // namespace hotline::city
