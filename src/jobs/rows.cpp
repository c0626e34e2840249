#include "jobs/rows.hpp"

#include "jobs/queries.hpp"

namespace hotline::jobs {
namespace {

std::optional<base::Time> maybe_time(const store::Statement& row, int column) {
  if (row.is_null(column)) return {};
  return base::from_millis(row.integer(column));
}

base::ErrorCode code_named(std::string_view name) {
  for (int n = 0; n <= static_cast<int>(base::ErrorCode::internal); ++n) {
    const auto code = static_cast<base::ErrorCode>(n);
    if (base::name_of(code) == name) return code;
  }
  return base::ErrorCode::internal;
}

}  // namespace

store::Payload read_payload(std::string_view text) {
  auto payload = store::Payload::decode(text);
  return payload.ok() ? std::move(payload).value() : store::Payload{};
}

Job job_of(const store::Statement& row) {
  Job job;
  job.id = row.integer(0);
  job.kind = row.text(1);
  if (!row.is_null(2)) job.key = row.text(2);
  job.stream = row.text(3);
  job.subject = row.integer(4);
  job.due = base::from_millis(row.integer(5));
  job.priority = static_cast<Priority>(row.integer(6));
  job.payload = read_payload(row.view(7));
  job.state = state_of(row.view(8)).value_or(State::dead);
  job.attempts = row.integer(9);
  job.tries = row.integer(10);
  job.max_tries = row.integer(11);
  job.backoff = {base::Duration{row.integer(12)}, base::Duration{row.integer(13)}};
  job.lease_until = maybe_time(row, 14);
  job.created = base::from_millis(row.integer(15));
  job.ended = maybe_time(row, 16);
  return job;
}

AttemptRow attempt_of(const store::Statement& row) {
  AttemptRow found;
  Attempt& attempt = found.attempt;
  attempt.job = row.integer(0);
  attempt.number = row.integer(1);
  attempt.id = attempt_id(attempt.job, attempt.number);
  attempt.worker = row.text(2);
  found.token = row.text(3);
  attempt.due = base::from_millis(row.integer(4));
  attempt.started = base::from_millis(row.integer(5));
  attempt.heartbeat = base::from_millis(row.integer(6));
  attempt.call_began = maybe_time(row, 7);
  attempt.ended = maybe_time(row, 8);
  if (!row.is_null(9)) attempt.outcome = row.text(9);
  if (!row.is_null(10)) {
    attempt.error = base::Error::of(code_named(row.view(10)), row.text(11), row.text(12));
  }
  if (!row.is_null(13)) attempt.result = read_payload(row.view(13));
  return found;
}

std::optional<AttemptRow> find_attempt_row(store::ReadTx& tx, AttemptKey key) {
  auto row = tx.query(queries::kFindAttempt);
  row.bind(key.job, key.number);
  if (!row.step()) return {};
  return attempt_of(row);
}

base::Error no_such_job() {
  return base::Error::of(base::ErrorCode::not_found, "没有此任务，请核对任务编号。",
                         "There is no such job. Check the number of the job.");
}

base::Error no_such_attempt() {
  return base::Error::of(base::ErrorCode::not_found, "没有此次任务执行记录，请核对执行编号。",
                         "There is no such attempt. Check the id of the attempt.");
}

base::Error call_has_begun() {
  return base::Error::of(
      base::ErrorCode::conflict, "该任务的外呼（发送）已经开始，不能撤销或者改期。请等待其结果。",
      "The call or message of this job has begun and cannot be taken back. Wait for its result.");
}

}  // namespace hotline::jobs
