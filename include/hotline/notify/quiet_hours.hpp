// Quiet hours: when people are not to be disturbed.
#pragma once

#include <chrono>
#include <optional>

#include "hotline/base/clock.hpp"

namespace hotline::notify {

// Every day from `from` until `until`, minutes after local midnight, 0 to 1439; over midnight when from is
// the later one, never when both are equal.
struct QuietHours {
  std::chrono::minutes from{0};
  std::chrono::minutes until{0};
};

// When the quiet hours in which `time` stands end; nothing when it stands in none. `offset`: minutes of local
// time east of UTC. The first minute is quiet, the last one is over.
std::optional<base::Time> decide_quiet_until(base::Time time, const QuietHours& quiet,
                                             std::chrono::minutes offset);

}  // namespace hotline::notify
