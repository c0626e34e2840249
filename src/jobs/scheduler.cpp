#include "hotline/jobs/scheduler.hpp"

#include <algorithm>
#include <stdexcept>

#include "hotline/jobs/reading.hpp"
#include "jobs/queries.hpp"
#include "jobs/rows.hpp"

namespace hotline::jobs {
namespace {

constexpr std::size_t kKindBytes = 64;
constexpr std::size_t kKeyBytes = 200;
constexpr base::Duration kLongestBackoff = std::chrono::hours{24 * 7};

bool is_kind(std::string_view text) {
  return !text.empty() && text.size() <= kKindBytes && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_';
  });
}

bool is_open(State state) {
  return state == State::ready || state == State::leased || state == State::unknown;
}

bool call_began(store::ReadTx& tx, const Job& job) {
  if (job.state == State::unknown) return true;
  if (job.state != State::leased) return false;
  const auto row = find_attempt_row(tx, {job.id, job.attempts});
  return row && row->attempt.call_began.has_value();
}

base::Error job_has_ended() {
  return base::Error::of(base::ErrorCode::conflict, "该任务已经结束，不能再撤销或者改期。需要时请另建任务。",
                         "This job has ended and cannot be changed. Plan a new one if it is still needed.");
}

std::int64_t insert(store::WriteTx& tx, const NewJob& job) {
  const auto key = job.key.empty() ? std::nullopt : std::optional<std::string_view>(job.key);
  tx.execute(queries::kInsertJob, job.kind, key, job.stream, job.subject, base::to_millis(job.due),
             static_cast<int>(job.priority), job.payload.encode(), job.max_tries, job.backoff.first.count(),
             job.backoff.cap.count(), base::to_millis(tx.now()));
  return tx.last_insert_id();
}

base::Error key_is_taken() {
  return base::Error::of(base::ErrorCode::conflict,
                         "同一事项已有未结束的任务。请等待其结束，或者改期、撤销后再建。",
                         "An open job for the same thing exists. Wait for it, or move or cancel it first.");
}

}  // namespace

void Scheduler::on_stuck(std::string kind, Hook hook) {
  if (!hooks_.emplace(std::move(kind), std::move(hook)).second) {
    throw std::logic_error("jobs: a second hook for one kind of job");
  }
}

base::Status Scheduler::check(const NewJob& job) const {
  std::vector<base::FieldError> wrong;
  auto refuse = [&wrong](const char* field, const char* rule, const char* zh, const char* en) {
    wrong.push_back({field, rule, {zh, en}});
  };
  if (!is_kind(job.kind)) {
    refuse("/kind", "format", "任务种类应为1至64位小写字母、数字、点或下划线。",
           "A kind is 1 to 64 of a-z, 0-9, dot and underscore.");
  }
  if (job.stream.empty())
    refuse("/stream", "required", "请写明任务所属对象的种类。", "Name what the job is about.");
  if (job.key.size() > kKeyBytes) {
    refuse("/key", "max_length", "唯一键不得超过200字节。", "A key has at most 200 bytes.");
  }
  if (job.max_tries < 1 || job.max_tries > 100) {
    refuse("/max_tries", "range", "尝试次数应为1至100次。", "The number of tries is 1 to 100.");
  }
  if (job.backoff.first.count() < 1 || job.backoff.cap < job.backoff.first ||
      job.backoff.cap > kLongestBackoff) {
    refuse("/backoff", "range", "重试间隔应不短于1毫秒、不长于7天，且上限不小于首次间隔。",
           "Waits between tries are 1 ms to 7 days, the cap not below the first.");
  }
  if (wrong.empty()) return {};
  return base::Error::fields_wrong(std::move(wrong));
}

base::Result<std::int64_t> Scheduler::schedule(store::WriteTx& tx, const NewJob& job) {
  HOTLINE_CHECK(check(job));
  if (!job.key.empty() && find_open(tx, job.kind, job.key)) return key_is_taken();
  const std::int64_t id = insert(tx, job);
  tell_soon(tx, job.due);
  return id;
}

base::Result<std::int64_t> Scheduler::put(store::WriteTx& tx, const NewJob& job) {
  HOTLINE_CHECK(check(job));
  if (job.key.empty()) {
    return base::Error::field("/key", "required", "可以改期的任务应有唯一键。",
                              "A job that may be moved needs a key.");
  }
  const auto open = find_open(tx, job.kind, job.key);
  if (!open) {
    const std::int64_t id = insert(tx, job);
    tell_soon(tx, job.due);
    return id;
  }
  HOTLINE_CHECK(reschedule(tx, open->id, job.due));
  tx.execute(queries::kMove, open->id, base::to_millis(job.due), job.payload.encode(),
             static_cast<int>(job.priority));
  return open->id;
}

// Makes sure that a job may still be taken back, and ends the lease it may stand in.
base::Status Scheduler::withdraw(store::WriteTx& tx, const Job& job) {
  if (!is_open(job.state)) return job_has_ended();
  if (call_began(tx, job)) return call_has_begun();
  if (job.state == State::leased) {
    tx.execute(queries::kEndAttempt, job.id, job.attempts, base::to_millis(tx.now()),
               name_of(Outcome::withdrawn), nullptr);
  }
  return {};
}

base::Status Scheduler::cancel(store::WriteTx& tx, std::int64_t id) {
  const auto job = find_job(tx, id);
  if (!job) return no_such_job();
  HOTLINE_CHECK(withdraw(tx, *job));
  tx.execute(queries::kEnd, id, name_of(State::cancelled), base::to_millis(tx.now()));
  return {};
}

base::Result<bool> Scheduler::cancel(store::WriteTx& tx, std::string_view kind, std::string_view key) {
  const auto job = find_open(tx, kind, key);
  if (!job) return false;
  HOTLINE_CHECK(withdraw(tx, *job));
  tx.execute(queries::kEnd, job->id, name_of(State::cancelled), base::to_millis(tx.now()));
  return true;
}

base::Status Scheduler::reschedule(store::WriteTx& tx, std::int64_t id, base::Time due) {
  const auto job = find_job(tx, id);
  if (!job) return no_such_job();
  HOTLINE_CHECK(withdraw(tx, *job));
  const std::int64_t tries = job->state == State::leased ? job->tries - 1 : job->tries;
  tx.execute(queries::kMakeReady, id, base::to_millis(due), tries);
  tell_soon(tx, due);
  return {};
}

base::Result<bool> Scheduler::reschedule(store::WriteTx& tx, std::string_view kind, std::string_view key,
                                         base::Time due) {
  const auto job = find_open(tx, kind, key);
  if (!job) return false;
  HOTLINE_CHECK(reschedule(tx, job->id, due));
  return true;
}

base::Status Scheduler::settle(store::WriteTx& tx, std::int64_t id, const store::Payload& result) {
  const auto job = find_job(tx, id);
  if (!job) return no_such_job();
  if (job->state == State::unknown) {
    HOTLINE_CHECK(resolve_unknown(tx, attempt_id(job->id, job->attempts), Answer::happened, result));
    return {};
  }
  HOTLINE_CHECK(withdraw(tx, *job));
  tx.execute(queries::kEnd, id, name_of(State::done), base::to_millis(tx.now()));
  return {};
}

base::Status Scheduler::replay(store::WriteTx& tx, std::int64_t id) {
  const auto job = find_job(tx, id);
  if (!job) return no_such_job();
  if (job->state != State::dead) {
    return base::Error::of(base::ErrorCode::conflict, "只有已停止重试的任务可以重新投放。",
                           "Only a job that has been given up can be replayed.");
  }
  if (!job->key.empty() && find_open(tx, job->kind, job->key)) return key_is_taken();
  tx.execute(queries::kRevive, id, base::to_millis(tx.now()));
  tell_soon(tx, tx.now());
  return {};
}

int Scheduler::forget_ended(store::WriteTx& tx, base::Time before, int limit) {
  std::vector<std::int64_t> old;
  {
    auto rows = tx.query(queries::kEndedBefore);
    rows.bind(base::to_millis(before), limit);
    while (rows.step()) old.push_back(rows.integer(0));
  }
  for (const std::int64_t id : old) {
    tx.execute(queries::kDeleteAttempts, id);
    tx.execute(queries::kDeleteJob, id);
  }
  return static_cast<int>(old.size());
}

void Scheduler::tell_stuck(store::WriteTx& tx, std::int64_t id) {
  const auto job = find_job(tx, id);
  const auto hook = hooks_.find(job->kind);
  if (hook != hooks_.end()) hook->second(tx, *job);
}

void Scheduler::tell_soon(store::WriteTx& tx, base::Time due) {
  if (due - tx.now() > kSoon) return;
  for (const auto& wake : wake_) tx.after_commit(wake);
}

}  // namespace hotline::jobs
