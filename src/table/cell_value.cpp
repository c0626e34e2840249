#include "table/cell_value.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <optional>

namespace hotline::table {
namespace {

constexpr double last_serial = 2958465;  // 9999-12-31
constexpr std::int64_t seconds_per_day = 86400;

std::optional<double> parse_number(std::string_view value) {
  double number = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  if (error != std::errc{} || end != value.data() + value.size() || !std::isfinite(number))
    return std::nullopt;
  return number;
}

template <class... Args>
std::string print(const char* format, Args... args) {
  char out[64];
  const int length = std::snprintf(out, sizeof out, format, args...);
  return {out, static_cast<std::size_t>(length)};
}

std::string clock_text(std::int64_t seconds) {
  return print("%02d:%02d:%02d", static_cast<int>(seconds / 3600), static_cast<int>(seconds / 60 % 60),
               static_cast<int>(seconds % 60));
}

}  // namespace

NumberFormat builtin_format(int id) {
  if (id == 46) return NumberFormat::duration;
  if ((id >= 18 && id <= 21) || id == 45 || id == 47 || (id >= 32 && id <= 35) || id == 55 || id == 56) {
    return NumberFormat::time;
  }
  if ((id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 50 && id <= 58)) return NumberFormat::date;
  return NumberFormat::number;
}

NumberFormat format_of_code(std::string_view code) {
  bool day = false;
  bool time = false;
  bool month_or_minute = false;
  for (std::size_t i = 0; i < code.size(); ++i) {
    switch (code[i]) {
      case ';':  // the other sections are for negative numbers, zero and text
        i = code.size();
        break;
      case '"':
        i = std::min(code.find('"', i + 1), code.size());
        break;
      case '\\':
      case '_':
      case '*':
        ++i;
        break;
      case '[': {
        const std::size_t end = std::min(code.find(']', i), code.size());
        const std::string_view inner = code.substr(i + 1, end - i - 1);
        if (!inner.empty() && inner.find_first_not_of("hHmMsS") == std::string_view::npos)
          return NumberFormat::duration;
        i = end;
        break;
      }
      case 'y':
      case 'Y':
      case 'd':
      case 'D':
        day = true;
        break;
      case 'h':
      case 'H':
      case 's':
      case 'S':
        time = true;
        break;
      case 'm':
      case 'M':
        month_or_minute = true;
        break;
      case 'G':  // General
      case '0':
      case '#':
        if (!day && !time && !month_or_minute) return NumberFormat::number;
        break;
      default:
        break;
    }
  }
  if (day || (month_or_minute && !time)) return NumberFormat::date;
  return time ? NumberFormat::time : NumberFormat::number;
}

std::string number_text(std::string_view value) {
  const auto number = parse_number(value);
  if (!number) return std::string(value);
  const bool exponent = value.find_first_of("eE") != std::string_view::npos;
  if (!exponent && (value.size() <= 15 || value.find('.') == std::string_view::npos))
    return std::string(value);
  if (*number == std::trunc(*number) && std::fabs(*number) < 1e18) return print("%.0f", *number);
  return print("%.15g", *number);
}

std::string date_text(std::string_view value, NumberFormat format, bool date1904) {
  const auto serial = parse_number(value);
  if (!serial || *serial < 0 || *serial > last_serial + 1) return number_text(value);
  const std::int64_t seconds = std::llround(*serial * static_cast<double>(seconds_per_day));
  if (format == NumberFormat::duration) return clock_text(seconds);
  const std::int64_t days = seconds / seconds_per_day;
  const std::int64_t rest = seconds % seconds_per_day;
  if (format == NumberFormat::time && days == 0) return clock_text(rest);
  using namespace std::chrono;
  // The 1900 system holds a 29 February 1900 that never was: up to it one day less has passed.
  const sys_days epoch = date1904    ? sys_days{1904y / January / 1}
                         : days > 60 ? sys_days{1899y / December / 30}
                                     : sys_days{1899y / December / 31};
  const year_month_day date{epoch + std::chrono::days{days}};
  std::string out = print("%04d-%02u-%02u", static_cast<int>(date.year()),
                          static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  if (rest != 0) out += "T" + clock_text(rest);
  return out;
}

}  // namespace hotline::table
