// Workers that vanish, before and after the citizen's telephone rang.
#include "jobs/job_desk.hpp"

namespace hotline::jobs {
namespace {

class LostLease : public JobDesk {};

TEST_F(LostLease, BeforeTheCallIsOfferedAgain) {
  const auto id = planned(callback(now()));
  const auto lost = leased_one();
  store.clock.advance(minutes(5));
  EXPECT_TRUE(leased().empty())
      << "taken back, but after a wait: a job that kills its workers must not storm";
  EXPECT_EQ(attempts(id)[0].outcome, "lost");
  store.clock.advance(minutes(1));
  const auto again = leased_one();
  EXPECT_EQ(again.attempt, attempt_id(id, 2));
  EXPECT_EQ(completed(lost), "conflict") << "the vanished worker comes too late";
  EXPECT_EQ(call_begun(lost), "conflict");
  EXPECT_EQ(completed(again), "ok");
}

TEST_F(LostLease, IsKeptByHeartbeats) {
  planned(callback(now()));
  const auto held = leased_one();
  for (int n = 0; n < 10; ++n) {
    store.clock.advance(minutes(4));
    EXPECT_EQ(tried([&](store::WriteTx& tx) {
                return scheduler.heartbeat(tx, held.attempt, held.token, minutes(5));
              }),
              "ok");
    EXPECT_TRUE(leased().empty());
  }
  EXPECT_EQ(
      tried([&](store::WriteTx& tx) { return scheduler.heartbeat(tx, held.attempt, held.token, hours(2)); }),
      "invalid_input");
  EXPECT_EQ(completed(held), "ok");
}

TEST_F(LostLease, RunOutButNotTakenBackStillCounts) {
  planned(callback(now()));
  const auto held = leased_one();
  store.clock.advance(hours(1));
  EXPECT_EQ(completed(held), "ok") << "nobody else has got it, so the work is not thrown away";
}

TEST_F(LostLease, AfterTheCallBeganIsNotOfferedUnasked) {
  const auto id = planned(callback(now()));
  const auto lost = leased_one();
  ASSERT_EQ(call_begun(lost), "ok");
  store.clock.advance(hours(48));
  EXPECT_TRUE(leased().empty());
  EXPECT_EQ(job(id).state, State::unknown);
  const auto open = store.read([](store::ReadTx& tx) { return unknown_jobs(tx, "", 0, 10); });
  ASSERT_EQ(open.size(), 1u);
  EXPECT_EQ(open[0].id, id);
  store.clock.advance(hours(48));
  EXPECT_TRUE(leased().empty());
  EXPECT_EQ(tried([&](store::WriteTx& tx) { return scheduler.cancel(tx, id); }), "conflict");
  EXPECT_EQ(tried([&](store::WriteTx& tx) {
              return scheduler.heartbeat(tx, lost.attempt, lost.token, minutes(5));
            }),
            "conflict");
}

TEST_F(LostLease, AskedAndNotHappenedIsOfferedAgain) {
  const auto id = planned(callback(now()));
  const auto lost = leased_one();
  ASSERT_EQ(call_begun(lost), "ok");
  store.clock.advance(hours(1));
  leased();
  EXPECT_EQ(resolved(lost.attempt, Answer::not_happened), "ok");
  EXPECT_EQ(attempts(id)[0].outcome, "refuted");
  store.clock.advance(minutes(1));
  const auto again = leased_one();
  EXPECT_EQ(again.attempt, attempt_id(id, 2));
  EXPECT_EQ(resolved(lost.attempt, Answer::happened), "conflict") << "answered already";
  EXPECT_EQ(completed(again), "ok");
}

TEST_F(LostLease, AskedAndHappenedIsDone) {
  const auto id = planned(callback(now()));
  const auto lost = leased_one();
  ASSERT_EQ(call_begun(lost), "ok");
  EXPECT_EQ(resolved(lost.attempt, Answer::happened), "conflict") << "not while it is held";
  store.clock.advance(hours(1));
  leased();
  EXPECT_EQ(resolved(lost.attempt, Answer::happened), "ok");
  EXPECT_EQ(job(id).state, State::done);
  EXPECT_EQ(resolved(lost.attempt, Answer::not_happened), "conflict");
}

TEST_F(LostLease, LateResultAnswersTheQuestion) {
  const auto id = planned(callback(now()));
  const auto lost = leased_one();
  ASSERT_EQ(call_begun(lost), "ok");
  store.clock.advance(hours(1));
  leased();
  ASSERT_EQ(job(id).state, State::unknown);
  EXPECT_EQ(completed(lost, {{"rating", std::int64_t{4}}}), "ok");
  EXPECT_EQ(job(id).state, State::done);
  EXPECT_EQ(completed(lost), "conflict");
}

TEST_F(LostLease, LateFailureMakesItReadyAgain) {
  const auto id = planned(callback(now()));
  const auto lost = leased_one();
  ASSERT_EQ(call_begun(lost), "ok");
  store.clock.advance(hours(1));
  leased();
  EXPECT_EQ(failed(lost), "ok");
  EXPECT_EQ(job(id).state, State::ready);
}

TEST_F(LostLease, WorkerMayGiveUpAndLeaveTheQuestion) {
  const auto id = planned(callback(now()));
  const auto held = leased_one();
  auto give_up = [&](store::WriteTx& tx) { return scheduler.report_unknown(tx, held.attempt, held.token); };
  EXPECT_EQ(tried(give_up), "conflict") << "nothing has begun";
  ASSERT_EQ(call_begun(held), "ok");
  EXPECT_EQ(tried(give_up), "ok");
  EXPECT_EQ(job(id).state, State::unknown);
}

TEST_F(LostLease, OfAWorkerKnownToBeGoneIsTakenBackAtOnce) {
  const auto mine = planned(callback(now()));
  leased(1, "runner");
  const auto other = planned(callback(now()));
  leased(1, "platform");
  EXPECT_EQ(store.write([&](store::WriteTx& tx) { return scheduler.recover_worker(tx, "runner", 100); }), 1);
  EXPECT_EQ(job(mine).state, State::ready);
  EXPECT_EQ(job(other).state, State::leased);
}

TEST_F(LostLease, JobThatKillsItsWorkersIsGivenUp) {
  const auto id = planned(callback(now()));
  for (int n = 0; n < 3; ++n) {
    ASSERT_EQ(leased().size(), 1u);
    store.clock.advance(minutes(5));
    leased();
    store.clock.advance(minutes(10));
  }
  EXPECT_EQ(job(id).state, State::dead);
}

}  // namespace
}  // namespace hotline::jobs
