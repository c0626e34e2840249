#include "hotline/jobs/waiter.hpp"

namespace hotline::jobs {

void ThreadWaiter::wait(base::Duration at_most) {
  std::unique_lock lock(mutex_);
  woken_.wait_for(lock, at_most, [this] { return awake_; });
  awake_ = false;
}

void ThreadWaiter::wake() {
  {
    std::lock_guard lock(mutex_);
    awake_ = true;
  }
  woken_.notify_one();
}

}  // namespace hotline::jobs
