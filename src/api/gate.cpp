#include "api/gate.hpp"

#include <algorithm>

namespace hotline::api {
namespace {

// How far above or below the limit each rank is still let in.
double share_of(Rank rank) {
  switch (rank) {
    case Rank::bulk:
      return 0.5;
    case Rank::ordinary:
      return 1.0;
    case Rank::intake:
      return 1.5;
  }
  return 1.0;
}

constexpr double kept_for_intake = 0.5;  // of the limit, whatever else is inside
constexpr double fairness_from = 0.75;   // of the limit: below it nobody's share is looked at
constexpr double steepest_fall = 0.5;    // in one step
constexpr double rise = 1.0 / 16;        // in one step

constexpr Gate::Duration longest_settling = std::chrono::seconds(1);

}  // namespace

std::optional<Rank> rank_of(std::string_view operation, std::string_view tag) {
  if (tag == "system" || tag == "events") return std::nullopt;
  if (tag == "calls") return Rank::intake;
  for (const std::string_view one : {"createRequest", "fileRequest"}) {
    if (operation == one) return Rank::intake;
  }
  for (const std::string_view one : {"figures"}) {
    if (tag == one) return Rank::bulk;
  }
  for (const std::string_view one : {"exportTickets", "verifyAudit"}) {
    if (operation == one) return Rank::bulk;
  }
  return Rank::ordinary;
}

Gate::Pass Gate::enter(const std::string& who, Rank rank, Instant now) {
  if (target_ == Duration::zero()) return Pass(this, who, rank);
  const std::lock_guard lock(mutex_);
  adapt(now);
  count_seconds(now);
  if (static_cast<double>(inside_) >= limit_ * fairness_from) was_full_ = true;
  if (!has_room(who, rank)) return send_away(rank);
  ++let_in_this_second_;
  ++inside_;
  if (rank == Rank::intake) ++intake_inside_;
  ++held_[who];
  return Pass(this, who, rank);
}

bool Gate::has_room(const std::string& who, Rank rank) const {
  if (rank == Rank::intake && static_cast<double>(intake_inside_) < limit_ * kept_for_intake) return true;
  const double most = limit_ * share_of(rank);
  const auto inside = static_cast<double>(inside_);
  if (inside < most * fairness_from) return true;
  const auto own = held_.find(who);
  const double held = own == held_.end() ? 0 : static_cast<double>(own->second);
  const auto askers = static_cast<double>(held_.size() + (own == held_.end() ? 1 : 0));
  const double even = std::max(1.0, most / askers);
  if (held >= even) return inside < most && held < 2 * even;
  // Exports and figures have no room kept: they are to go first.
  return inside < most || (rank != Rank::bulk && held_within(even) < most);
}

double Gate::held_within(double share) const {
  double sum = 0;
  for (const auto& [who, held] : held_) sum += std::min(share, static_cast<double>(held));
  return sum;
}

Gate::Pass Gate::send_away(Rank rank) {
  ++sent_away_[static_cast<int>(rank)];
  return Pass(static_cast<int>(1 + sent_away_this_second_++ % retry_spread_));
}

void Gate::count_seconds(Instant now) {
  if (now - second_began_ < std::chrono::seconds(1)) return;
  const std::uint64_t seconds_for_all =
      1 + sent_away_this_second_ / std::max<std::uint64_t>(1, let_in_this_second_);
  retry_spread_ = std::min<std::uint64_t>(seconds_for_all, longest_retry);
  second_began_ = now;
  let_in_this_second_ = sent_away_this_second_ = 0;
}

void Gate::leave(const std::string& who, Rank rank) {
  if (target_ == Duration::zero()) return;
  const std::lock_guard lock(mutex_);
  --inside_;
  if (rank == Rank::intake) --intake_inside_;
  if (const auto own = held_.find(who); own != held_.end() && --own->second == 0) held_.erase(own);
}

void Gate::note_wait(Duration waited, Instant now) {
  if (target_ == Duration::zero()) return;
  const std::lock_guard lock(mutex_);
  if (now < settled_at_) return;
  waited_ += waited;
  ++waits_;
  adapt(now);
}

void Gate::adapt(Instant now) {
  if (now - window_began_ < window) return;
  if (waits_ > 0) {
    const Duration average = waited_ / waits_;
    if (average > target_) {
      const double ratio = static_cast<double>(target_.count()) / static_cast<double>(average.count());
      limit_ *= std::max(steepest_fall, ratio);
      settled_at_ = now + std::min(average, longest_settling);
    } else if (was_full_) {
      limit_ += std::max(1.0, limit_ * rise);
    }
    limit_ = std::clamp(limit_, static_cast<double>(least_limit), static_cast<double>(most_limit));
  }
  window_began_ = now;
  waited_ = {};
  waits_ = 0;
  was_full_ = false;
}

std::int64_t Gate::inside() const {
  const std::lock_guard lock(mutex_);
  return inside_;
}

std::int64_t Gate::limit() const {
  const std::lock_guard lock(mutex_);
  return static_cast<std::int64_t>(limit_);
}

std::uint64_t Gate::sent_away(Rank rank) const {
  const std::lock_guard lock(mutex_);
  return sent_away_[static_cast<int>(rank)];
}

}  // namespace hotline::api
