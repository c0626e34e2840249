#include "hotline/jobs/reading.hpp"

#include <algorithm>

#include "jobs/queries.hpp"
#include "jobs/rows.hpp"

namespace hotline::jobs {
namespace {

constexpr int kClasses = static_cast<int>(Priority::low) + 1;

std::vector<Job> all(store::Statement& rows) {
  std::vector<Job> jobs;
  while (rows.step()) jobs.push_back(job_of(rows));
  return jobs;
}

}  // namespace

std::optional<Job> find_job(store::ReadTx& tx, std::int64_t id) {
  auto row = tx.query(queries::kFindJob);
  row.bind(id);
  if (!row.step()) return {};
  return job_of(row);
}

std::optional<Job> find_open(store::ReadTx& tx, std::string_view kind, std::string_view key) {
  auto row = tx.query(queries::kFindOpenByKey);
  row.bind(kind, key);
  if (!row.step()) return {};
  return job_of(row);
}

std::vector<Job> open_jobs(store::ReadTx& tx, std::string_view kind, std::int64_t after, int limit) {
  auto rows = tx.query(queries::kOpenOfKind);
  rows.bind(kind, after, limit);
  return all(rows);
}

std::vector<Job> open_jobs_of(store::ReadTx& tx, std::string_view stream, std::int64_t subject) {
  auto rows = tx.query(queries::kOpenOfSubject);
  rows.bind(stream, subject);
  return all(rows);
}

std::vector<Attempt> attempts_of(store::ReadTx& tx, std::int64_t job) {
  auto rows = tx.query(queries::kAttemptsOf);
  rows.bind(job);
  std::vector<Attempt> attempts;
  while (rows.step()) attempts.push_back(attempt_of(rows).attempt);
  return attempts;
}

std::optional<Attempt> find_attempt(store::ReadTx& tx, std::string_view attempt) {
  const auto key = parse_attempt_id(attempt);
  if (!key) return {};
  auto row = find_attempt_row(tx, *key);
  if (!row) return {};
  return std::move(row->attempt);
}

std::vector<Count> counts(store::ReadTx& tx) {
  auto rows = tx.query(queries::kCounts);
  std::vector<Count> found;
  while (rows.step()) {
    found.push_back({rows.text(0), state_of(rows.view(1)).value_or(State::dead), rows.integer(2)});
  }
  return found;
}

std::vector<Job> dead_letters(store::ReadTx& tx, std::string_view kind, std::int64_t after, int limit) {
  auto rows = tx.query(queries::kDeadLetters);
  rows.bind(kind, after, limit);
  return all(rows);
}

std::vector<Job> unknown_jobs(store::ReadTx& tx, std::string_view kind, std::int64_t after, int limit) {
  auto rows = tx.query(queries::kUnknownJobs);
  rows.bind(kind, after, limit);
  return all(rows);
}

std::optional<base::Time> next_due(store::ReadTx& tx, const std::vector<std::string>& kinds) {
  std::optional<base::Time> earliest;
  for (const std::string& kind : kinds) {
    for (int priority = 0; priority < kClasses; ++priority) {
      auto row = tx.query(queries::kNextDueOfClass);
      row.bind(kind, priority);
      if (!row.step() || row.is_null(0)) continue;
      const base::Time due = base::from_millis(row.integer(0));
      earliest = earliest ? std::min(*earliest, due) : due;
    }
  }
  return earliest;
}

Backlog backlog(store::ReadTx& tx, std::string_view kind, base::Time now) {
  Backlog found;
  for (int priority = 0; priority < kClasses && found.due < kBacklogCounted; ++priority) {
    auto row = tx.query(queries::kCountDueOfClass);
    row.bind(kind, priority, base::to_millis(now), kBacklogCounted - found.due);
    if (row.step()) found.due += row.integer(0);
  }
  const auto oldest = next_due(tx, {std::string(kind)});
  if (oldest && *oldest <= now) {
    found.oldest = oldest;
    found.lateness = now - *oldest;
  }
  return found;
}

}  // namespace hotline::jobs
