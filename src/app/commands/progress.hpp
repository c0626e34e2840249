// A line on a terminal that shows how far a long step is.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>

namespace hotline::app {

// Writes to standard error, only when that is a terminal, and at most ten times a second.
class ProgressBar {
 public:
  explicit ProgressBar(std::string label);
  ~ProgressBar();
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;
  // `all` = 0: not known.
  void show(std::size_t done, std::size_t all);
  bool visible() const { return visible_; }

 private:
  using Clock = std::chrono::steady_clock;
  std::string label_;
  bool visible_;
  bool drawn_ = false;
  Clock::time_point start_ = Clock::now(), last_{};
};

}  // namespace hotline::app
