// Who was sent away by the gate, for the log: one line a second in place of one for each, which would cost as
// much as the refusal itself. Thread-safe.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace hotline::api {

class ShedLog {
 public:
  using Instant = std::chrono::steady_clock::time_point;

  struct Line {
    std::uint64_t requests = 0;
    std::string actor;  // who was sent away most often
    std::uint64_t of_actor = 0;
  };

  // One request of `actor` was sent away.
  void count(const std::string& actor);
  // What was counted since the line before; nothing when there is nothing, or when that line is not yet a
  // second old.
  std::optional<Line> take(Instant now);

  static constexpr std::chrono::seconds between_lines{1};

 private:
  std::atomic<std::uint64_t> requests_ = 0;
  std::mutex mutex_;
  std::map<std::string, std::uint64_t> by_actor_;
  std::optional<Instant> last_;
};

}  // namespace hotline::api
