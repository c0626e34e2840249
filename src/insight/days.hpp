// Local days as the numbers yyyymmdd that the tables hold.
#pragma once

#include <chrono>
#include <cstdint>

#include "hotline/base/clock.hpp"
#include "hotline/city/city.hpp"

namespace hotline::insight {

inline std::int64_t day_number(city::Date date) {
  return static_cast<int>(date.year()) * 10000LL + static_cast<unsigned>(date.month()) * 100LL +
         static_cast<unsigned>(date.day());
}
inline city::Date date_of(std::int64_t day) {
  return {std::chrono::year{static_cast<int>(day / 10000)},
          std::chrono::month{static_cast<unsigned>(day / 100 % 100)},
          std::chrono::day{static_cast<unsigned>(day % 100)}};
}
struct LocalHour {
  std::int64_t day = 0;
  int hour = 0;
};
inline LocalHour local_hour(base::Time at, std::chrono::minutes offset) {
  const base::Time local = at + offset;
  const auto midnight = std::chrono::floor<std::chrono::days>(local);
  return {day_number(city::Date{midnight}),
          static_cast<int>(std::chrono::duration_cast<std::chrono::hours>(local - midnight).count())};
}

}  // namespace hotline::insight
