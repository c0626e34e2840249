#include "hotline/notify/quiet_hours.hpp"

namespace hotline::notify {

std::optional<base::Time> decide_quiet_until(base::Time time, const QuietHours& quiet,
                                             std::chrono::minutes offset) {
  const auto local = time + offset;
  const auto midnight = std::chrono::floor<std::chrono::days>(local);
  const auto clock = local - midnight;
  const bool over_midnight = quiet.from > quiet.until;
  const bool is_quiet =
      over_midnight ? clock >= quiet.from || clock < quiet.until : clock >= quiet.from && clock < quiet.until;
  if (!is_quiet) return {};
  const auto day = over_midnight && clock >= quiet.from ? midnight + std::chrono::days{1} : midnight;
  return std::chrono::time_point_cast<base::Duration>(day + quiet.until - offset);
}

}  // namespace hotline::notify
