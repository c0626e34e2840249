// A job: one thing that is to happen later, durable from the commit that planned it.
//
//             lease                    complete
//    ready ------------> leased -------------------------------> done
//    ^ ^ ^                | | |
//    | | |  fail, lost,   | | `-- fail for good, last try -----> dead -- replay --> ready
//    | | |  release,      | |
//    | | `--postpone------' |  lease lost after begin_call
//    | |                    v
//    | `-- not happened -- unknown -- happened, late result ---> done
//    |                        `------ not happened, last try --> dead
//    `-- reschedule (ready, or leased before begin_call)
//    cancel: ready, or leased before begin_call ---------------> cancelled
//
// Invariants
//   - A job that is ready is offered to one worker at a time. Each offer is an attempt with a number and an
//   id
//     that never changes and is never used again.
//   - An outside effect (a call, a message) begins only after begin_call has been committed. When the lease
//     of such an attempt is lost nobody knows whether the citizen was reached: the job is `unknown` and is
//     not offered again until somebody has asked and answered by the attempt's id. So no citizen is called
//     twice.
//   - At most one open job (ready, leased, unknown) exists for a kind and key.
//   - Due times are instants of UTC. A clock that jumps makes work early or late, never lost.
// All types are plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hotline/base/clock.hpp"
#include "hotline/base/error.hpp"
#include "hotline/store/payload.hpp"

namespace hotline::jobs {

enum class State { ready, leased, unknown, done, dead, cancelled };
std::string_view name_of(State state);
std::optional<State> state_of(std::string_view name);

// Due work of a more urgent class is offered first; within a class the longest due.
enum class Priority { urgent = 0, high = 1, normal = 2, low = 3 };

// How long to wait after the n-th failed try: see decide_retry_delay.
struct Backoff {
  base::Duration first = std::chrono::seconds{30};  // 1 ms to 7 days
  base::Duration cap = std::chrono::hours{1};       // first to 7 days
};

// first * 2^(tries-1), at most cap; of that, half is certain and half is scaled by `fraction` (0 to 1, drawn
// at random), so that jobs which failed together do not come back together ("equal jitter", AWS Architecture
// Blog 2015, "Exponential Backoff And Jitter"). `tries` counts from 1.
base::Duration decide_retry_delay(const Backoff& backoff, std::int64_t tries, double fraction);

struct NewJob {
  std::string kind;          // "callback", "deadline", "notify.deliver": 1 to 64 of a-z 0-9 . _
  std::string stream;        // what it is about, as in the journal: "ticket", "message"
  std::int64_t subject = 0;  // key of the thing within its stream
  base::Time due;            // not offered before this instant
  store::Payload payload;    // what the worker needs; no personal data, only ids of sealed rows
  Priority priority = Priority::normal;
  std::string key;    // at most one open job for (kind, key); "" when any number may stand
  int max_tries = 5;  // 1 to 100 offers before the job is dead
  Backoff backoff;
};

struct Job {
  std::int64_t id = 0;
  std::string kind;
  std::string key;
  std::string stream;
  std::int64_t subject = 0;
  base::Time due;
  Priority priority = Priority::normal;
  store::Payload payload;
  State state = State::ready;
  std::int64_t attempts = 0;  // attempts ever; the number of the latest one
  std::int64_t tries =
      0;  // attempts that count against max_tries: not those given back, none before a replay
  std::int64_t max_tries = 0;
  Backoff backoff;
  std::optional<base::Time> lease_until;  // while leased
  base::Time created;
  std::optional<base::Time> ended;  // when it became done, dead or cancelled
};

enum class Outcome {
  done,
  failed,
  lost,       // its lease ran out, or its worker died, before any outside effect began
  released,   // given back unused
  postponed,  // put off by the worker
  withdrawn,  // the job was cancelled or rescheduled under it
  refuted,    // was unknown; the outside effect turned out not to have happened
};
std::string_view name_of(Outcome outcome);

struct Attempt {
  std::string id;  // "4711.2": job 4711, second attempt
  std::int64_t job = 0;
  std::int64_t number = 0;
  std::string worker;
  base::Time due;  // when the job had become due; started - due is how late it was
  base::Time started;
  base::Time heartbeat;
  std::optional<base::Time> call_began;
  std::optional<base::Time> ended;
  std::string outcome;               // name of an Outcome, "" while it runs or is unknown
  std::optional<base::Error> error;  // of a failed attempt; without fields
  store::Payload result;             // what the worker reported with done
};

// What a worker gets: everything it needs for one attempt.
struct LeasedJob {
  std::int64_t job = 0;
  std::string attempt;  // stable id, to be told to whatever carries out the effect
  std::string token;    // proves that the worker holds the lease; secret
  std::string kind;
  std::string key;
  std::string stream;
  std::int64_t subject = 0;
  store::Payload payload;
  base::Time due;
  base::Time started;
  base::Time lease_until;
  std::int64_t tries = 0;  // this one included
  std::int64_t max_tries = 0;
};

std::string attempt_id(std::int64_t job, std::int64_t number);
struct AttemptKey {
  std::int64_t job = 0;
  std::int64_t number = 0;
};
// Nothing for a text that is no attempt id.
std::optional<AttemptKey> parse_attempt_id(std::string_view id);

// Whether trying again may help: unavailable, overloaded, storage_full, rate_limited, conflict, stale_version
// and internal may pass; every other error stays the same however often it is tried.
bool may_pass(base::ErrorCode code);

}  // namespace hotline::jobs
