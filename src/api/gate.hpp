// The gate before the work: how much may wait at once, and who is sent away first.
//
// Works that wait too long serve nobody: their askers give up, and all later ones wait behind them. So the
// gate lets in only as many as keep the wait before reader and writer near `target`; the rest is answered 503
// with Retry-After at once. The number follows the measured wait: down when it is too long, up slowly when
// the gate is full (additive increase, multiplicative decrease, as congestion control of RFC 5681 has it).
// After a fall nothing is judged for as long as works waited before it: their waits say nothing of what is
// inside now, and a gate that falls once more for each of them would soon leave the writer without work.
//
// When the gate is nearly full, an asker who holds more than an even share of it is sent away before others,
// exports and figures before ordinary work, and ordinary work before the taking of requests: emergencies come
// in there. For these some room is kept even when others still fill the gate that has just become smaller.
// What others hold beyond their even shares is not held against an asker who has less than one:
// room is kept for him, however full it is (max-min fairness).
//
// Threads: all functions from any thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace hotline::api {

// What a route's work is worth when there is too much of it. The table stands in gate.cpp.
enum class Rank { bulk, ordinary, intake };
// Of an operation and its tag (route.hpp); nullopt: never held up, because it must answer then, too (health,
// figures).
std::optional<Rank> rank_of(std::string_view operation, std::string_view tag);

class Gate {
 public:
  using Instant = std::chrono::steady_clock::time_point;
  using Duration = std::chrono::steady_clock::duration;

  // `target` 0 lets everything in.
  explicit Gate(Duration target) : target_(target) {}

  // Leaves the gate when it goes.
  class Pass {
   public:
    Pass() = default;
    Pass(Gate* gate, std::string who, Rank rank) : gate_(gate), who_(std::move(who)), rank_(rank) {}
    explicit Pass(int retry_after) : retry_after_(retry_after) {}
    Pass(Pass&& other) noexcept
        : gate_(other.gate_),
          who_(std::move(other.who_)),
          rank_(other.rank_),
          retry_after_(other.retry_after_) {
      other.gate_ = nullptr;
    }
    Pass& operator=(Pass&& other) noexcept {
      std::swap(gate_, other.gate_);
      std::swap(who_, other.who_);
      std::swap(rank_, other.rank_);
      std::swap(retry_after_, other.retry_after_);
      return *this;
    }
    ~Pass() {
      if (gate_) gate_->leave(who_, rank_);
    }
    explicit operator bool() const { return gate_ != nullptr; }
    bool was_refused() const { return retry_after_ > 0; }
    // Of a refused pass: in how many seconds to ask again. Spread over as many as it would take to let all in
    // who were sent away, so that they do not come back together.
    int retry_after() const { return retry_after_; }

   private:
    Gate* gate_ = nullptr;
    std::string who_;
    Rank rank_ = Rank::ordinary;
    int retry_after_ = 0;
  };

  // A pass for one work of `who`; an empty one: send it away.
  Pass enter(const std::string& who, Rank rank, Instant now);
  // How long a work waited before reader or writer took it up.
  void note_wait(Duration waited, Instant now);

  // For figures.
  std::int64_t inside() const;
  std::int64_t limit() const;
  std::uint64_t sent_away(Rank rank) const;

  static constexpr std::int64_t least_limit = 8;
  static constexpr std::int64_t most_limit = 4096;
  static constexpr std::chrono::milliseconds window{100};
  static constexpr int longest_retry = 10;  // seconds

 private:
  void leave(const std::string& who, Rank rank);
  bool has_room(const std::string& who, Rank rank) const;
  // What all hold, with nobody's part counted beyond `share`.
  double held_within(double share) const;
  Pass send_away(Rank rank);
  // How many were sent away for each that was let in says how far to spread the return of the next.
  void count_seconds(Instant now);
  void adapt(Instant now);

  const Duration target_;
  mutable std::mutex mutex_;
  double limit_ = 256;
  std::int64_t inside_ = 0;
  std::int64_t intake_inside_ = 0;                      // of these
  std::unordered_map<std::string, std::int64_t> held_;  // by asker, of those inside
  Instant window_began_{};
  Duration waited_{};
  std::int64_t waits_ = 0;
  bool was_full_ = false;
  Instant settled_at_{};  // after the last fall
  Instant second_began_{};
  std::uint64_t let_in_this_second_ = 0, sent_away_this_second_ = 0;
  std::uint64_t retry_spread_ = 1;
  std::uint64_t sent_away_[3] = {};
};

}  // namespace hotline::api
