// What the holder of a lease reports, and what others find out about a lost one.
#include <algorithm>

#include "hotline/jobs/reading.hpp"
#include "hotline/jobs/scheduler.hpp"
#include "jobs/queries.hpp"
#include "jobs/rows.hpp"

namespace hotline::jobs {
namespace {

// Compares without leaving at the first difference: the time taken tells nothing about a foreign token.
bool same_token(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  unsigned difference = 0;
  for (std::size_t n = 0; n < a.size(); ++n) difference |= static_cast<unsigned char>(a[n] ^ b[n]);
  return difference == 0;
}

base::Error attempt_has_ended(const Attempt& attempt) {
  if (attempt.outcome == name_of(Outcome::lost)) {
    return base::Error::of(base::ErrorCode::conflict, "领取已超时收回，本次结果不再采纳。请重新领取任务。",
                           "The lease ran out and was taken back; this result is not taken. Lease again.");
  }
  if (attempt.outcome == name_of(Outcome::withdrawn)) {
    return base::Error::of(base::ErrorCode::conflict, "该任务已被撤销或者改期，请停止执行。",
                           "The job was cancelled or moved. Stop working on it.");
  }
  return base::Error::of(base::ErrorCode::conflict, "本次执行已有结果，不能重复提交。",
                         "This attempt already has a result. A second one is not taken.");
}

constexpr base::Duration kLongestRetryAfter = std::chrono::hours{24 * 7};

}  // namespace

struct Scheduler::Held {
  Job job;
  Attempt attempt;
};

base::Result<Scheduler::Held> Scheduler::held(store::WriteTx& tx, std::string_view attempt,
                                              std::string_view token) const {
  const auto key = parse_attempt_id(attempt);
  if (!key) return no_such_attempt();
  auto row = find_attempt_row(tx, *key);
  if (!row) return no_such_attempt();
  if (!same_token(row->token, token)) {
    return base::Error::of(base::ErrorCode::forbidden, "该任务由其他执行方领取，请只提交自己领取的任务。",
                           "Another worker holds this attempt. Report only what you have leased.");
  }
  if (row->attempt.ended) return attempt_has_ended(row->attempt);
  auto job = find_job(tx, key->job);
  if (!job) return no_such_attempt();
  return Held{std::move(*job), std::move(row->attempt)};
}

base::Result<base::Time> Scheduler::heartbeat(store::WriteTx& tx, std::string_view attempt,
                                              std::string_view token, base::Duration extend) {
  if (extend < kShortestLease || extend > kLongestLease) {
    return base::Error::field("/extend", "range", "领取时长应为1秒至1小时。",
                              "A lease lasts 1 second to 1 hour.");
  }
  HOTLINE_TRY(const Held now, held(tx, attempt, token));
  if (now.job.state != State::leased) {
    return base::Error::of(base::ErrorCode::conflict, "领取已超时收回，请提交本次外呼（发送）的结果。",
                           "The lease ran out and was taken back. Report how the call or message ended.");
  }
  const base::Time until = tx.now() + extend;
  tx.execute(queries::kExtendLease, now.job.id, extend.count(), base::to_millis(until));
  tx.execute(queries::kBeat, now.job.id, now.attempt.number, base::to_millis(tx.now()));
  return until;
}

base::Status Scheduler::begin_call(store::WriteTx& tx, std::string_view attempt, std::string_view token) {
  HOTLINE_TRY(const Held now, held(tx, attempt, token));
  if (now.attempt.call_began) {
    return base::Error::of(
        base::ErrorCode::conflict, "本次外呼（发送）已经开始，不得重复。请提交其结果。",
        "The call or message of this attempt has begun. Do not repeat it; report its result.");
  }
  tx.execute(queries::kBeginCall, now.job.id, now.attempt.number, base::to_millis(tx.now()));
  return {};
}

base::Status Scheduler::complete(store::WriteTx& tx, std::string_view attempt, std::string_view token,
                                 const store::Payload& result) {
  HOTLINE_TRY(const Held now, held(tx, attempt, token));
  const std::int64_t at = base::to_millis(tx.now());
  tx.execute(queries::kEndAttempt, now.job.id, now.attempt.number, at, name_of(Outcome::done),
             result.encode());
  tx.execute(queries::kEnd, now.job.id, name_of(State::done), at);
  return {};
}

base::Result<State> Scheduler::fail(store::WriteTx& tx, std::string_view attempt, std::string_view token,
                                    const Failure& failure) {
  if (failure.retry_after &&
      (failure.retry_after->count() < 0 || *failure.retry_after > kLongestRetryAfter)) {
    return base::Error::field("/retry_after", "range", "重试等待时间应为0至7天。",
                              "The wait is 0 to 7 days.");
  }
  HOTLINE_TRY(const Held now, held(tx, attempt, token));
  const base::Error& error = failure.error;
  tx.execute(queries::kFailAttempt, now.job.id, now.attempt.number, base::to_millis(tx.now()),
             base::name_of(error.code), error.text.zh, error.text.en);
  return retry_or_bury(tx, now.job, failure.for_good.value_or(!may_pass(error.code)), failure.retry_after);
}

base::Status Scheduler::report_unknown(store::WriteTx& tx, std::string_view attempt, std::string_view token) {
  HOTLINE_TRY(const Held now, held(tx, attempt, token));
  if (!now.attempt.call_began) {
    return base::Error::of(
        base::ErrorCode::conflict, "本次外呼（发送）尚未开始，请提交失败结果或者退回任务。",
        "The call or message of this attempt has not begun. Report a failure or release it.");
  }
  if (now.job.state == State::unknown) return {};
  tx.execute(queries::kMakeUnknown, now.job.id);
  tell_stuck(tx, now.job.id);
  return {};
}

base::Status Scheduler::release(store::WriteTx& tx, std::string_view attempt, std::string_view token) {
  HOTLINE_TRY(const Held now, held(tx, attempt, token));
  if (now.attempt.call_began) return call_has_begun();
  tx.execute(queries::kEndAttempt, now.job.id, now.attempt.number, base::to_millis(tx.now()),
             name_of(Outcome::released), nullptr);
  tx.execute(queries::kMakeReady, now.job.id, base::to_millis(now.job.due), now.job.tries - 1);
  tell_soon(tx, now.job.due);
  return {};
}

base::Status Scheduler::postpone(store::WriteTx& tx, std::string_view attempt, std::string_view token,
                                 base::Time due) {
  HOTLINE_TRY(const Held now, held(tx, attempt, token));
  if (now.attempt.call_began) return call_has_begun();
  tx.execute(queries::kEndAttempt, now.job.id, now.attempt.number, base::to_millis(tx.now()),
             name_of(Outcome::postponed), nullptr);
  tx.execute(queries::kMakeReady, now.job.id, base::to_millis(due), now.job.tries - 1);
  tell_soon(tx, due);
  return {};
}

base::Result<State> Scheduler::resolve_unknown(store::WriteTx& tx, std::string_view attempt, Answer answer,
                                               const store::Payload& result) {
  const auto key = parse_attempt_id(attempt);
  const auto job = key ? find_job(tx, key->job) : std::optional<Job>{};
  if (!job || key->number > job->attempts) return no_such_attempt();
  if (job->state != State::unknown || key->number != job->attempts) {
    return base::Error::of(base::ErrorCode::conflict, "本次执行的结果已经明确，无需再答复。",
                           "How this attempt ended is already known. Nothing is left to answer.");
  }
  const std::int64_t at = base::to_millis(tx.now());
  if (answer == Answer::happened) {
    tx.execute(queries::kEndAttempt, job->id, key->number, at, name_of(Outcome::done), result.encode());
    tx.execute(queries::kEnd, job->id, name_of(State::done), at);
    return State::done;
  }
  tx.execute(queries::kEndAttempt, job->id, key->number, at, name_of(Outcome::refuted), nullptr);
  return retry_or_bury(tx, *job, false, {});
}

}  // namespace hotline::jobs
