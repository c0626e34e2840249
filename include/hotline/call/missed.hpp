// Missed-call callbacks (漏接回拨): who hung up before anybody answered is called back.
//
// Each number has at most one open callback: a job of the kind call.missed, due when the number first rang,
// so that its place in the queue is that of the call that was missed. Ringing again in vain only counts. When
// the number gets through by itself, the callback is merged into that call and nobody dials. An agent takes
// the oldest one; no more are out at once than agents are free. Who does not answer is tried again
// kMissedApart later, kMissedAttempts times in all. Outside the calling hours only what rang within kFresh is
// dialled; the rest waits for the morning.
//
// Who took one holds it as long as the call may last: until the result, the own sign-off, or kMissedLease at
// the latest. Without a result nobody knows whether the citizen was reached, so nobody dials again; a late
// result is still taken (jobs/job.hpp, docs/adr/0046).
//
// In the journal, stream "call": missed (rang), merged (into), called_back (outcome, tries).
// Threads: functions with a WriteTx on the writer, with a ReadTx on any reader; the object is immutable.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hotline/base/result.hpp"
#include "hotline/city/city.hpp"
#include "hotline/jobs/scheduler.hpp"
#include "hotline/store/journal.hpp"

namespace hotline::call {

struct Call;

inline constexpr std::string_view kMissedCall = "call.missed";
inline constexpr int kMissedAttempts = 3;
inline constexpr auto kMissedApart = std::chrono::minutes{30};
inline constexpr auto kFresh = std::chrono::minutes{30};
inline constexpr base::Duration kMissedLease = jobs::kLongestLease;

enum class MissedOutcome { reached, no_answer };
std::optional<MissedOutcome> find_missed_outcome(std::string_view name);

struct MissedCallback {
  std::int64_t job = 0;
  jobs::State state = jobs::State::ready;
  std::int64_t call = 0;   // the call that was missed first
  base::Time due;          // its place in the queue
  std::int64_t rang = 1;   // times that the number rang in vain
  std::int64_t tries = 0;  // times that it was called back
};

struct TakenCallback {
  std::string attempt, token;
  MissedCallback callback;
};

// By job, ids above `after`, at most `limit`.
std::vector<MissedCallback> missed_callbacks(store::ReadTx& tx, std::int64_t after, std::size_t limit);
// Whether this account is calling the number of this missed call back right now: it took it and holds it.
bool is_calling_back(store::ReadTx& tx, const Call& call, std::int64_t account);
// How many more may be dialled now: free agents less those that are out.
int free_for_missed(store::ReadTx& tx);

class MissedCalls {
 public:
  explicit MissedCalls(jobs::Scheduler& scheduler) : scheduler_(scheduler) {}

  // The call was abandoned. A withheld number cannot be called back.
  base::Status missed(store::WriteTx& tx, const Call& call, const store::Actor& by) const;
  // The call was answered: an open callback of its number is merged into it.
  base::Status got_through(store::WriteTx& tx, const Call& call, const store::Actor& by) const;

  // The oldest one for this agent, who dials now; nothing when none waits. Errors: conflict (the agent is not
  // available, or as many are out as agents are free).
  base::Result<std::optional<TakenCallback>> take(store::WriteTx& tx, std::int64_t account,
                                                  const city::City& city) const;
  // How it went; returns when it is tried again, if it is. Errors: those of Scheduler::complete;
  // invalid_input (the attempt is no missed call).
  base::Result<std::optional<base::Time>> finish(store::WriteTx& tx, const std::string& attempt,
                                                 const std::string& token, MissedOutcome outcome,
                                                 const city::City& city, const store::Actor& by) const;

 private:
  jobs::Scheduler& scheduler_;
};

}  // namespace hotline::call
