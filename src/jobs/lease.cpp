// Handing work out, and taking it back from workers that are gone.
#include <algorithm>
#include <array>

#include "hotline/jobs/scheduler.hpp"
#include "jobs/queries.hpp"
#include "jobs/rows.hpp"

namespace hotline::jobs {
namespace {

constexpr std::size_t kTokenBytes = 16;
constexpr std::size_t kKindsAtOnce = 64;
constexpr std::size_t kWorkerBytes = 128;

struct Candidate {
  std::int64_t due = 0;
  std::int64_t id = 0;
  bool operator<(const Candidate& other) const { return due != other.due ? due < other.due : id < other.id; }
};

base::Status check_request(const LeaseRequest& request) {
  std::vector<base::FieldError> wrong;
  auto refuse = [&wrong](const char* field, const char* zh, const char* en) {
    wrong.push_back({field, "range", {zh, en}});
  };
  if (request.kinds.empty() || request.kinds.size() > kKindsAtOnce) {
    refuse("/kinds", "请写明1至64个任务种类。", "Name 1 to 64 kinds of jobs.");
  }
  if (request.worker.empty() || request.worker.size() > kWorkerBytes) {
    refuse("/worker", "执行方名称应为1至128字节。", "The worker's name has 1 to 128 bytes.");
  }
  if (request.limit < 1 || request.limit > kLargestLease) {
    refuse("/limit", "一次领取1至1000个任务。", "Lease 1 to 1000 jobs at once.");
  }
  if (request.lease_for < kShortestLease || request.lease_for > kLongestLease) {
    refuse("/lease_for", "领取时长应为1秒至1小时。", "A lease lasts 1 second to 1 hour.");
  }
  if (wrong.empty()) return {};
  return base::Error::fields_wrong(std::move(wrong));
}

// The first `limit` due jobs of one class over all kinds, the longest due first.
std::vector<Candidate> due_of_class(store::ReadTx& tx, const std::vector<std::string>& kinds, int priority,
                                    std::int64_t now, std::size_t limit) {
  std::vector<Candidate> found;
  for (const std::string& kind : kinds) {
    auto rows = tx.query(queries::kDueOfClass);
    rows.bind(kind, priority, now, static_cast<std::int64_t>(limit));
    while (rows.step()) found.push_back({rows.integer(1), rows.integer(0)});
  }
  if (kinds.size() > 1) {
    std::sort(found.begin(), found.end());
    const auto same = [](const Candidate& a, const Candidate& b) { return a.id == b.id; };
    found.erase(std::unique(found.begin(), found.end(), same), found.end());
  }
  if (found.size() > limit) found.resize(limit);
  return found;
}

}  // namespace

base::Result<std::vector<LeasedJob>> Scheduler::lease(store::WriteTx& tx, const LeaseRequest& request) {
  HOTLINE_CHECK(check_request(request));
  recover(tx, kRecoverBatch);
  const std::int64_t now = base::to_millis(tx.now());
  const base::Time until = tx.now() + request.lease_for;
  std::vector<LeasedJob> leased;
  std::string token;
  for (int priority = 0; priority <= static_cast<int>(Priority::low); ++priority) {
    const std::size_t room = static_cast<std::size_t>(request.limit) - leased.size();
    if (room == 0) break;
    for (const Candidate& due : due_of_class(tx, request.kinds, priority, now, room)) {
      if (token.empty()) token = random_.token(kTokenBytes);
      LeasedJob job;
      std::int64_t number = 0;
      {
        auto row = tx.query(queries::kLeaseJob);
        row.bind(due.id, request.lease_for.count(), base::to_millis(until));
        if (!row.step()) continue;
        number = row.integer(0);
        job.tries = row.integer(1);
        job.max_tries = row.integer(2);
        job.kind = row.text(3);
        if (!row.is_null(4)) job.key = row.text(4);
        job.stream = row.text(5);
        job.subject = row.integer(6);
        job.payload = read_payload(row.view(7));
        row.run();
      }
      tx.execute(queries::kInsertAttempt, due.id, number, request.worker, token, due.due, now);
      job.job = due.id;
      job.attempt = attempt_id(due.id, number);
      job.token = token;
      job.due = base::from_millis(due.due);
      job.started = tx.now();
      job.lease_until = until;
      leased.push_back(std::move(job));
    }
  }
  return leased;
}

int Scheduler::recover(store::WriteTx& tx, int limit) {
  cut_leases_from_the_future(tx);
  std::vector<Job> expired;
  {
    auto rows = tx.query(queries::kExpiredLeases);
    rows.bind(base::to_millis(tx.now()), limit);
    while (rows.step()) expired.push_back(job_of(rows));
  }
  for (const Job& job : expired) take_back(tx, job);
  return static_cast<int>(expired.size());
}

int Scheduler::recover_worker(store::WriteTx& tx, std::string_view worker, int limit) {
  std::vector<Job> left;
  {
    auto rows = tx.query(queries::kLeasesOfWorker);
    rows.bind(worker, limit);
    while (rows.step()) left.push_back(job_of(rows));
  }
  for (const Job& job : left) take_back(tx, job);
  return static_cast<int>(left.size());
}

void Scheduler::take_back(store::WriteTx& tx, const Job& job) {
  const auto row = find_attempt_row(tx, {job.id, job.attempts});
  if (row && row->attempt.call_began) {
    tx.execute(queries::kMakeUnknown, job.id);
    tell_stuck(tx, job.id);
    return;
  }
  tx.execute(queries::kEndAttempt, job.id, job.attempts, base::to_millis(tx.now()), name_of(Outcome::lost),
             nullptr);
  retry_or_bury(tx, job, false, {});
}

// A lease that ends later than any lease can was given before the clock was set back. It gets its full length
// once more, counted from now.
void Scheduler::cut_leases_from_the_future(store::WriteTx& tx) {
  tx.execute(queries::kCutLeases, base::to_millis(tx.now()), kLongestLease.count());
}

State Scheduler::retry_or_bury(store::WriteTx& tx, const Job& job, bool for_good,
                               std::optional<base::Duration> retry_after) {
  if (for_good || job.tries >= job.max_tries) {
    tx.execute(queries::kEnd, job.id, name_of(State::dead), base::to_millis(tx.now()));
    tell_stuck(tx, job.id);
    return State::dead;
  }
  const base::Duration wait = retry_after.value_or(decide_retry_delay(job.backoff, job.tries, fraction()));
  const base::Time due = tx.now() + wait;
  tx.execute(queries::kMakeReady, job.id, base::to_millis(due), job.tries);
  tell_soon(tx, due);
  return State::ready;
}

double Scheduler::fraction() {
  std::array<std::uint8_t, 4> bytes{};
  random_.fill(bytes);
  std::uint32_t number = 0;
  for (const std::uint8_t byte : bytes) number = number << 8 | byte;
  return static_cast<double>(number) / 4294967295.0;
}

}  // namespace hotline::jobs
