// Questions about jobs, for the console, the metrics and the workers that ask about lost calls.
//
// Thread rule: from any ReadTx. Nothing here scans the table: each question has its index or counter.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hotline/jobs/job.hpp"
#include "hotline/store/transaction.hpp"

namespace hotline::jobs {

std::optional<Job> find_job(store::ReadTx& tx, std::int64_t id);
// The open job (ready, leased, unknown) of this kind and key.
std::optional<Job> find_open(store::ReadTx& tx, std::string_view kind, std::string_view key);
// Open jobs of one kind that have a key. Lowest id first, ids above `after`, at most `limit`.
std::vector<Job> open_jobs(store::ReadTx& tx, std::string_view kind, std::int64_t after, int limit);
// What is still to happen to one thing, soonest first.
std::vector<Job> open_jobs_of(store::ReadTx& tx, std::string_view stream, std::int64_t subject);
// Attempts of a job, oldest first.
std::vector<Attempt> attempts_of(store::ReadTx& tx, std::int64_t job);
std::optional<Attempt> find_attempt(store::ReadTx& tx, std::string_view attempt);

struct Count {
  std::string kind;
  State state = State::ready;
  std::int64_t jobs = 0;  // above 0
};
// By kind, then state.
std::vector<Count> counts(store::ReadTx& tx);

// Jobs that wait for a person: dead ones to be replayed or left, unknown ones to be asked about. Of one kind,
// or of every kind for "". Lowest id first, ids above `after`, at most `limit`.
std::vector<Job> dead_letters(store::ReadTx& tx, std::string_view kind, std::int64_t after, int limit);
std::vector<Job> unknown_jobs(store::ReadTx& tx, std::string_view kind, std::int64_t after, int limit);

struct Backlog {
  std::int64_t due = 0;              // ready jobs whose time has come; counted up to kBacklogCounted
  std::optional<base::Time> oldest;  // due time of the one that has waited longest
  base::Duration lateness{0};        // now - oldest, 0 when nothing is due
};
inline constexpr std::int64_t kBacklogCounted = 100'000;
Backlog backlog(store::ReadTx& tx, std::string_view kind, base::Time now);

// When the next ready job of these kinds is due, past or future; nothing when none is ready.
std::optional<base::Time> next_due(store::ReadTx& tx, const std::vector<std::string>& kinds);

}  // namespace hotline::jobs
