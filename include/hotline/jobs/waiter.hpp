// How a runner's thread waits for work: a seam, so that no test sleeps.
#pragma once

#include <condition_variable>
#include <mutex>

#include "hotline/base/clock.hpp"

namespace hotline::jobs {

// Thread-safe.
class Waiter {
 public:
  virtual ~Waiter() = default;
  // Blocks until wake() is called or `at_most` has passed. A wake() that came since the last wait() counts:
  // it returns at once.
  virtual void wait(base::Duration at_most) = 0;
  virtual void wake() = 0;
};

// Waits on a condition variable by the steady clock, which no change of the wall clock moves.
class ThreadWaiter final : public Waiter {
 public:
  void wait(base::Duration at_most) override;
  void wake() override;

 private:
  std::mutex mutex_;
  std::condition_variable woken_;
  bool awake_ = false;
};

}  // namespace hotline::jobs
