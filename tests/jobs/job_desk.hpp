// The words in which tests of the scheduler speak: a store, a scheduler and a clock that stands still.
#pragma once

#include <gtest/gtest.h>

#include "hotline/jobs/migrations.hpp"
#include "hotline/jobs/reading.hpp"
#include "hotline/jobs/scheduler.hpp"
#include "support/store_fixture.hpp"

namespace hotline::jobs {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using test::must;
using test::value_of;

class JobDesk : public ::testing::Test {
 protected:
  JobDesk() : store(migrations()), scheduler(store.random) {}

  base::Time now() const { return store.clock.now(); }

  NewJob callback(base::Time due, std::string key = "") const {
    NewJob job;
    job.kind = "callback";
    job.stream = "request";
    job.subject = 7;
    job.due = due;
    job.key = std::move(key);
    job.payload = {{"question", std::string("solved")}};
    job.max_tries = 3;
    job.backoff = {seconds(60), minutes(10)};
    return job;
  }

  std::int64_t planned(const NewJob& job) {
    return store.write([&](store::WriteTx& tx) { return scheduler.schedule(tx, job); });
  }
  std::vector<LeasedJob> leased(int limit = 10, std::string worker = "platform",
                                std::vector<std::string> kinds = {"callback"}) {
    return store.write(
        [&](store::WriteTx& tx) { return scheduler.lease(tx, {kinds, worker, limit, minutes(5)}); });
  }
  LeasedJob leased_one() {
    auto jobs = leased(1);
    if (jobs.size() != 1) throw std::runtime_error("nothing was due");
    return jobs.front();
  }
  Job job(std::int64_t id) {
    auto found = store.read([&](store::ReadTx& tx) { return find_job(tx, id); });
    if (!found) throw std::runtime_error("no such job");
    return *found;
  }
  std::vector<Attempt> attempts(std::int64_t id) {
    return store.read([&](store::ReadTx& tx) { return attempts_of(tx, id); });
  }
  std::int64_t count(State state) {
    std::int64_t jobs = 0;
    for (const Count& each : store.read([](store::ReadTx& tx) { return counts(tx); })) {
      if (each.state == state) jobs += each.jobs;
    }
    return jobs;
  }

  // Each reports the code of the error, or "ok".
  template <class Work>
  std::string tried(Work work) {
    auto result = store->write([&](store::WriteTx& tx) { return work(tx); });
    return result.ok() ? "ok" : std::string(base::name_of(result.error().code));
  }
  std::string completed(const LeasedJob& held, const store::Payload& result = {}) {
    return tried(
        [&](store::WriteTx& tx) { return scheduler.complete(tx, held.attempt, held.token, result); });
  }
  std::string failed(const LeasedJob& held, base::ErrorCode code = base::ErrorCode::unavailable) {
    return tried([&](store::WriteTx& tx) {
      return scheduler.fail(tx, held.attempt, held.token,
                            {base::Error::of(code, "无人接听。", "Nobody answered."), {}, {}});
    });
  }
  std::string call_begun(const LeasedJob& held) {
    return tried([&](store::WriteTx& tx) { return scheduler.begin_call(tx, held.attempt, held.token); });
  }
  std::string resolved(const std::string& attempt, Answer answer) {
    return tried([&](store::WriteTx& tx) { return scheduler.resolve_unknown(tx, attempt, answer, {}); });
  }

  test::TestStore store;
  Scheduler scheduler;
};

}  // namespace hotline::jobs
