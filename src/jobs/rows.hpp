// Rows of the tables as values, and the Errors that several functions of the scheduler share.
#pragma once

#include <optional>

#include "hotline/base/error.hpp"
#include "hotline/jobs/job.hpp"
#include "hotline/store/transaction.hpp"

namespace hotline::jobs {

// Payloads are written by encode(); one that cannot be read any more is taken as empty, so that it stops its
// own job (whose worker misses what it needs) and not the queue.
store::Payload read_payload(std::string_view text);

// A row selected with the columns of queries.hpp.
Job job_of(const store::Statement& row);

struct AttemptRow {
  Attempt attempt;
  std::string token;
};
AttemptRow attempt_of(const store::Statement& row);
std::optional<AttemptRow> find_attempt_row(store::ReadTx& tx, AttemptKey key);

base::Error no_such_job();
base::Error no_such_attempt();
base::Error call_has_begun();

}  // namespace hotline::jobs
