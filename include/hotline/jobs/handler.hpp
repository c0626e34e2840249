// What a module gives a runner to do, in two kinds.
//
// An inside handler changes the database and nothing else. It runs in the transaction that ends its attempt,
// so its effect and the job's end are one commit: exactly once, whatever is killed when.
//
// An outside handler reaches the world: it sends, dials, posts. It calls begin_call() and goes on only when
// that succeeded; from then on a crash makes the job `unknown` and nobody does it again unasked. Work that
// can be repeated without harm (the other side knows the attempt's id) may leave begin_call out, and is then
// done again after a crash.
//
// Both must not depend on being called once: before begin_call, or before the commit, an attempt may die and
// another follow it.
#pragma once

#include <functional>
#include <optional>
#include <variant>

#include "hotline/jobs/scheduler.hpp"
#include "hotline/store/store.hpp"

namespace hotline::jobs {

// An Error undoes everything the handler wrote and ends the attempt as failed (see may_pass). Runs on the
// store's writer thread: short, and never calls the store.
using InsideHandler = std::function<base::Status(store::WriteTx&, const LeasedJob&)>;

// What an outside handler reports of its attempt.
struct Done {
  store::Payload result;
  // Written in the transaction that ends the attempt; may be empty. An Error undoes both: the attempt is left
  // to be asked about, for its outside effect has happened.
  std::function<base::Status(store::WriteTx&)> effect;
};
struct Postponed {
  base::Time until;
};
// The outside effect began, and nobody knows how it ended.
struct Uncertain {};
using Report = std::variant<Done, Failure, Postponed, Uncertain>;

// The handle of an outside handler on its own attempt. Lives as long as the call; one thread.
class OutsideAttempt {
 public:
  OutsideAttempt(store::Store& store, Scheduler& scheduler, const LeasedJob& job)
      : store_(store), scheduler_(scheduler), job_(job) {}

  const LeasedJob& job() const { return job_; }
  // Durable when it returns. On an Error do nothing outside and report it as a Failure.
  base::Status begin_call();
  bool call_has_begun() const { return begun_; }
  // For work that takes longer than the lease. Errors: as Scheduler::heartbeat; after `conflict` stop.
  base::Status heartbeat(base::Duration extend);

 private:
  store::Store& store_;
  Scheduler& scheduler_;
  const LeasedJob& job_;
  bool begun_ = false;
};

// Runs on the runner's thread; may block, within the lease.
using OutsideHandler = std::function<Report(OutsideAttempt&)>;

}  // namespace hotline::jobs
