// Time as a value that is passed in.
//
// All instants are UTC milliseconds. Nothing below `app` reads the machine's clock: it asks the Clock it
// was given, so that a test can stand at any minute of any year.
#pragma once

#include <atomic>
#include <chrono>
#include <string>
#include <string_view>

#include "hotline/base/result.hpp"

namespace hotline::base {

using Duration = std::chrono::milliseconds;
using Time = std::chrono::sys_time<Duration>;

// Milliseconds since 1970-01-01T00:00Z, the form in which the database holds instants.
constexpr std::int64_t to_millis(Time time) {
  return time.time_since_epoch().count();
}
constexpr Time from_millis(std::int64_t millis) {
  return Time{Duration{millis}};
}

// RFC 3339 with the offset given in minutes east of UTC: "2026-03-02T09:00:00+08:00". Milliseconds are
// written only when they are not zero.
std::string format_rfc3339(Time time, std::chrono::minutes offset = std::chrono::minutes{0});
// Reads RFC 3339 with any offset. Errors: invalid_input for anything else.
Result<Time> parse_rfc3339(std::string_view text);

// Thread-safe source of the present instant.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Time now() const = 0;
};

class SystemClock final : public Clock {
 public:
  Time now() const override;
};

// A clock that stands still until it is told to move; for tests and simulation. Thread-safe.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(Time start) : now_(to_millis(start)) {}
  Time now() const override { return from_millis(now_.load()); }
  void set(Time time) { now_.store(to_millis(time)); }
  void advance(Duration by) { now_.fetch_add(by.count()); }

 private:
  std::atomic<std::int64_t> now_;
};

}  // namespace hotline::base
