#include "hotline/base/clock.hpp"

#include <fmt/format.h>
#include <charconv>

namespace hotline::base {
namespace {

using namespace std::chrono;

// Reads exactly `width` digits at `at`; -1 when there are none.
int digits(std::string_view text, std::size_t at, std::size_t width) {
  if (at + width > text.size()) return -1;
  int value = 0;
  for (char c : text.substr(at, width)) {
    if (c < '0' || c > '9') return -1;
    value = value * 10 + (c - '0');
  }
  return value;
}

Error bad_time() {
  return Error::field("", "time", "时间格式应为 RFC 3339，例如 2026-03-02T09:00:00+08:00。",
                      "Give the time as RFC 3339, for example 2026-03-02T09:00:00+08:00.");
}

}  // namespace

std::string format_rfc3339(Time time, minutes offset) {
  const auto local = time + offset;
  const auto day = floor<days>(local);
  const year_month_day date{day};
  const hh_mm_ss<Duration> clock{local - day};
  std::string text = fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", static_cast<int>(date.year()),
                                 static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                                 clock.hours().count(), clock.minutes().count(), clock.seconds().count());
  if (clock.subseconds().count() != 0) text += fmt::format(".{:03}", clock.subseconds().count());
  if (offset.count() == 0) return text + "Z";
  const auto size = offset.count() < 0 ? -offset.count() : offset.count();
  return text + fmt::format("{}{:02}:{:02}", offset.count() < 0 ? '-' : '+', size / 60, size % 60);
}

Result<Time> parse_rfc3339(std::string_view text) {
  const int y = digits(text, 0, 4), mo = digits(text, 5, 2), d = digits(text, 8, 2);
  const int h = digits(text, 11, 2), mi = digits(text, 14, 2), s = digits(text, 17, 2);
  if (y < 0 || mo < 0 || d < 0 || h < 0 || mi < 0 || s < 0) return bad_time();
  if (text[4] != '-' || text[7] != '-' || (text[10] != 'T' && text[10] != 't' && text[10] != ' ') ||
      text[13] != ':' || text[16] != ':') {
    return bad_time();
  }
  const year_month_day date{year{y}, month{static_cast<unsigned>(mo)}, day{static_cast<unsigned>(d)}};
  if (!date.ok() || h > 23 || mi > 59 || s > 59) return bad_time();

  std::size_t at = 19;
  std::int64_t millis = 0;
  if (at < text.size() && text[at] == '.') {
    ++at;
    std::int64_t scale = 100;
    const std::size_t first = at;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9') {
      millis += scale * (text[at] - '0');
      scale /= 10;
      ++at;
    }
    if (at == first) return bad_time();
  }
  if (at >= text.size()) return bad_time();
  minutes offset{0};
  if (text[at] == 'Z' || text[at] == 'z') {
    ++at;
  } else if (text[at] == '+' || text[at] == '-') {
    const int oh = digits(text, at + 1, 2), om = digits(text, at + 4, 2);
    if (oh < 0 || oh > 23 || om < 0 || om > 59 || text[at + 3] != ':') return bad_time();
    offset = minutes{(oh * 60 + om) * (text[at] == '-' ? -1 : 1)};
    at += 6;
  } else {
    return bad_time();
  }
  if (at != text.size()) return bad_time();
  return Time{sys_days{date} + hours{h} + minutes{mi} + seconds{s} + Duration{millis} - offset};
}

Time SystemClock::now() const {
  return floor<Duration>(system_clock::now());
}

}  // namespace hotline::base
