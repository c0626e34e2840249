// The worker inside the process: leases due jobs of the kinds it has handlers for, and carries them out.
//
// One thread for each runner; kinds that may block long (sending) get a runner of their own, so that
// deadlines do not wait for a slow mail server. The runner wakes when somebody calls notify() (wire it with
// Scheduler::on_soon), at the next due time, and at least every `longest_nap`, so that a changed wall clock
// is noticed. Thread rule: handle_* before start() or run_due(); run_due() from one thread, and not while
// started; everything else from any thread.
#pragma once

#include <atomic>
#include <map>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "hotline/base/clock.hpp"
#include "hotline/base/log.hpp"
#include "hotline/jobs/handler.hpp"
#include "hotline/jobs/waiter.hpp"

namespace hotline::jobs {

struct RunnerSettings {
  // Name of the leases. No two runners at work on one database share a name: on start a runner takes back
  // what its name holds, for that is left from a process that was killed.
  std::string worker = "runner";
  int inside_batch = 128;                               // 1 to kLargestLease
  int outside_batch = 8;                                // 1 to kLargestLease
  base::Duration lease_for = std::chrono::minutes{10};  // a whole batch of outside work fits in
  base::Duration longest_nap = std::chrono::seconds{1};
};

class Runner {
 public:
  // All references must outlive the runner.
  Runner(store::Store& store, Scheduler& scheduler, const base::Clock& clock, Waiter& waiter,
         base::Logger logger, RunnerSettings settings);
  // Stops.
  ~Runner();

  // One handler for each kind; a second one is a programmer's error (std::logic_error).
  void handle_inside(std::string kind, InsideHandler handler);
  void handle_outside(std::string kind, OutsideHandler handler);
  // Whether a handler for this kind was given. Before start().
  bool handles(std::string_view kind) const;

  // Takes back what an earlier process of this name left leased, then works on a thread of its own.
  void start();
  // Wakes the thread.
  void notify() { waiter_.wake(); }
  // Finishes the attempt at hand, gives back the rest of its leases and joins the thread. May be repeated.
  void stop();

  // Takes back what an earlier process of this name left leased; start() does it by itself.
  void recover_own();
  // Leases one batch of each sort of due work and carries it out in the calling thread; returns how many
  // jobs. For simulation and tests; start() does the same until stop().
  std::size_t run_due();

 private:
  void work();
  std::size_t run_inside();
  std::size_t run_outside();
  std::vector<LeasedJob> lease(const std::vector<std::string>& kinds, int limit);
  Report carry_out(OutsideAttempt& attempt);
  void fail(const std::vector<std::pair<const LeasedJob*, Failure>>& failures);
  void finish(const LeasedJob& job, Report report);
  void give_back(const LeasedJob* first, const LeasedJob* last);
  base::Duration nap();

  store::Store& store_;
  Scheduler& scheduler_;
  const base::Clock& clock_;
  Waiter& waiter_;
  base::Logger logger_;
  RunnerSettings settings_;
  std::map<std::string, InsideHandler, std::less<>> inside_;
  std::map<std::string, OutsideHandler, std::less<>> outside_;
  std::vector<std::string> inside_kinds_;
  std::vector<std::string> outside_kinds_;
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

}  // namespace hotline::jobs
