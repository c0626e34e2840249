// The scheduler: plans work, leases it to workers, takes their results. Job.hpp draws the states.
//
// Every function runs inside the caller's WriteTx, so that an action and the work that follows from it commit
// together, or not at all. A function that returns an Error has changed nothing. "Now" is always tx.now().
// Thread rule: on_stuck and on_soon before the first transaction; everything else on the store's writer
// thread.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "hotline/base/random.hpp"
#include "hotline/base/result.hpp"
#include "hotline/jobs/job.hpp"
#include "hotline/store/transaction.hpp"

namespace hotline::jobs {

// No lease stands longer than this without a heartbeat; one that seems to (the clock was set back) is cut.
inline constexpr base::Duration kLongestLease = std::chrono::hours{1};
inline constexpr base::Duration kShortestLease = std::chrono::seconds{1};
inline constexpr int kLargestLease = 1000;  // jobs in one lease
// Lost leases taken back in one call of lease(): keeps a jump of the clock from becoming one long
// transaction.
inline constexpr int kRecoverBatch = 500;

// Work due later than this is found by a runner's own timer.
inline constexpr base::Duration kSoon = std::chrono::seconds{1};

struct LeaseRequest {
  std::vector<std::string> kinds;                      // 1 to 64
  std::string worker;                                  // who asks: "runner.domain", "key:3"; 1 to 128 bytes
  int limit = 1;                                       // 1 to kLargestLease
  base::Duration lease_for = std::chrono::minutes{1};  // kShortestLease to kLongestLease
};

struct Failure {
  base::Error error;
  // Never again: the job is dead at once. Left to may_pass(error.code) by default.
  std::optional<bool> for_good;
  // Wait this long instead of the job's back-off (a server's Retry-After); 0 to 7 days.
  std::optional<base::Duration> retry_after;
};

enum class Answer { happened, not_happened };

class Scheduler {
 public:
  // Called in the transaction in which a job became `dead` or `unknown`, whoever caused it.
  using Hook = std::function<void(store::WriteTx&, const Job&)>;

  explicit Scheduler(base::Random& random) : random_(random) {}
  Scheduler(const Scheduler&) = delete;
  Scheduler& operator=(const Scheduler&) = delete;

  // One hook for each kind; a second one for the same kind is a programmer's error (std::logic_error).
  void on_stuck(std::string kind, Hook hook);

  // Called after the commit that made a job ready and due within kSoon, on the writer's thread: wakes runners
  // and waiting workers. Short; never calls the store.
  void on_soon(std::function<void()> wake) { wake_.push_back(std::move(wake)); }

  // Plans a job; returns its id. Errors: invalid_input (a field out of its range), conflict (an open job has
  // this kind and key).
  base::Result<std::int64_t> schedule(store::WriteTx& tx, const NewJob& job);
  // As schedule, but an open job of this kind and key is moved instead: it gets the new due time, payload and
  // priority. The key must not be empty. Errors: as schedule; conflict (its outside effect has begun).
  base::Result<std::int64_t> put(store::WriteTx& tx, const NewJob& job);
  // A lease whose outside effect has not begun is withdrawn from its worker. Errors: not_found; conflict (the
  // job has ended, or its outside effect has begun).
  base::Status cancel(store::WriteTx& tx, std::int64_t id);
  base::Status reschedule(store::WriteTx& tx, std::int64_t id, base::Time due);
  // The same for the open job of this kind and key; false when there is none. Errors: conflict (its outside
  // effect has begun).
  base::Result<bool> cancel(store::WriteTx& tx, std::string_view kind, std::string_view key);
  base::Result<bool> reschedule(store::WriteTx& tx, std::string_view kind, std::string_view key,
                                base::Time due);
  // The work was done by other hands: ends an open job as done. A lease whose outside effect has not begun is
  // withdrawn from its worker; an unknown attempt is answered as happened. Errors: not_found; conflict (the
  // job has ended, or a worker is at its outside effect now).
  base::Status settle(store::WriteTx& tx, std::int64_t id, const store::Payload& result);
  // Makes a dead job ready again, due now, with all its tries. Errors: not_found; conflict (not dead, or
  // another open job has its key).
  base::Status replay(store::WriteTx& tx, std::int64_t id);

  // Leases due jobs, the most urgent class first, then the longest due. Takes back lost leases before.
  // Errors: invalid_input.
  base::Result<std::vector<LeasedJob>> lease(store::WriteTx& tx, const LeaseRequest& request);
  // Takes back at most `limit` leases that have run out; returns how many.
  int recover(store::WriteTx& tx, int limit);
  // Takes back at most `limit` leases of a worker known to be gone (the process that starts was it before).
  int recover_worker(store::WriteTx& tx, std::string_view worker, int limit);

  // What the holder of a lease may do. Errors of all: not_found (no such attempt), forbidden (the token is
  // not this attempt's), conflict (the attempt has ended: a second result, a lease that was lost or
  // withdrawn).
  //
  // Extends the lease to now + extend (kShortestLease to kLongestLease, else invalid_input); returns its end.
  base::Result<base::Time> heartbeat(store::WriteTx& tx, std::string_view attempt, std::string_view token,
                                     base::Duration extend);
  // Marks that the outside effect begins now; commit this before dialling. Also conflict: it had begun.
  base::Status begin_call(store::WriteTx& tx, std::string_view attempt, std::string_view token);
  // Ends the job as done. Taken late, too, while the attempt is unknown.
  base::Status complete(store::WriteTx& tx, std::string_view attempt, std::string_view token,
                        const store::Payload& result);
  // Ends the attempt as failed: ready again after a back-off, or dead. Returns which. Taken late as complete.
  base::Result<State> fail(store::WriteTx& tx, std::string_view attempt, std::string_view token,
                           const Failure& failure);
  // Gives the attempt up without knowing whether its outside effect happened (a reply that never came): the
  // job becomes unknown at once. Also conflict: the outside effect has not begun.
  base::Status report_unknown(store::WriteTx& tx, std::string_view attempt, std::string_view token);
  // Gives the job back unused, due as before, or due later. It does not count as a try. Also conflict: the
  // outside effect has begun.
  base::Status release(store::WriteTx& tx, std::string_view attempt, std::string_view token);
  base::Status postpone(store::WriteTx& tx, std::string_view attempt, std::string_view token, base::Time due);

  // Answers whether the outside effect of an unknown job's attempt has happened: done with `result`, or ready
  // again after a back-off (dead after the last try). Returns the new state. Errors: not_found; conflict (the
  // job is not unknown, or the attempt is not its latest).
  base::Result<State> resolve_unknown(store::WriteTx& tx, std::string_view attempt, Answer answer,
                                      const store::Payload& result);

  // Deletes at most `limit` jobs that were done or cancelled before `before`, with their attempts; dead ones
  // stay. Returns how many.
  int forget_ended(store::WriteTx& tx, base::Time before, int limit);

 private:
  base::Status check(const NewJob& job) const;
  // The running attempt that `attempt` names and `token` opens, together with its job.
  struct Held;
  base::Result<Held> held(store::WriteTx& tx, std::string_view attempt, std::string_view token) const;
  base::Status withdraw(store::WriteTx& tx, const Job& job);
  State retry_or_bury(store::WriteTx& tx, const Job& job, bool for_good,
                      std::optional<base::Duration> retry_after);
  void take_back(store::WriteTx& tx, const Job& job);
  void cut_leases_from_the_future(store::WriteTx& tx);
  void tell_stuck(store::WriteTx& tx, std::int64_t job);
  void tell_soon(store::WriteTx& tx, base::Time due);
  double fraction();

  base::Random& random_;
  std::map<std::string, Hook, std::less<>> hooks_;
  std::vector<std::function<void()>> wake_;
};

}  // namespace hotline::jobs
