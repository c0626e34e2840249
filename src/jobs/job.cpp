#include "hotline/jobs/job.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace hotline::jobs {
namespace {

constexpr std::array<std::string_view, 6> kStates{"ready", "leased", "unknown", "done", "dead", "cancelled"};
constexpr std::array<std::string_view, 7> kOutcomes{"done",      "failed",    "lost",   "released",
                                                    "postponed", "withdrawn", "refuted"};

std::optional<std::int64_t> positive(std::string_view text) {
  std::int64_t value = 0;
  auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc{} || end != text.data() + text.size() || value < 1 || text.front() == '0')
    return {};
  return value;
}

}  // namespace

std::string_view name_of(State state) {
  return kStates.at(static_cast<std::size_t>(state));
}

std::optional<State> state_of(std::string_view name) {
  auto found = std::find(kStates.begin(), kStates.end(), name);
  if (found == kStates.end()) return {};
  return static_cast<State>(found - kStates.begin());
}

std::string_view name_of(Outcome outcome) {
  return kOutcomes.at(static_cast<std::size_t>(outcome));
}

base::Duration decide_retry_delay(const Backoff& backoff, std::int64_t tries, double fraction) {
  base::Duration delay = std::min(backoff.first, backoff.cap);
  for (std::int64_t n = 1; n < tries && delay < backoff.cap; ++n) delay = std::min(delay * 2, backoff.cap);
  const double half = static_cast<double>(delay.count()) / 2;
  return base::Duration{static_cast<std::int64_t>(half + half * std::clamp(fraction, 0.0, 1.0))};
}

std::string attempt_id(std::int64_t job, std::int64_t number) {
  return std::to_string(job) + '.' + std::to_string(number);
}

std::optional<AttemptKey> parse_attempt_id(std::string_view id) {
  const auto dot = id.find('.');
  if (dot == std::string_view::npos || dot == 0 || dot + 1 == id.size()) return {};
  const auto job = positive(id.substr(0, dot));
  const auto number = positive(id.substr(dot + 1));
  if (!job || !number) return {};
  return AttemptKey{*job, *number};
}

bool may_pass(base::ErrorCode code) {
  switch (code) {
    case base::ErrorCode::unavailable:
    case base::ErrorCode::overloaded:
    case base::ErrorCode::storage_full:
    case base::ErrorCode::rate_limited:
    case base::ErrorCode::conflict:
    case base::ErrorCode::stale_version:
    case base::ErrorCode::internal:
      return true;
    default:
      return false;
  }
}

}  // namespace hotline::jobs
