// Failures: tried again after a growing wait, then given up where a person sees it.
#include "jobs/job_desk.hpp"

namespace hotline::jobs {
namespace {

class Retry : public JobDesk {};

TEST_F(Retry, WaitsLongerEachTimeAndThenGivesUp) {
  const auto id = planned(callback(now()));
  for (int n = 1; n <= 3; ++n) {
    const auto held = leased_one();
    EXPECT_EQ(held.tries, n);
    ASSERT_EQ(failed(held), "ok");
    if (n == 3) break;
    const auto wait = job(id).due - now();
    EXPECT_GE(wait, seconds(30) * (1 << (n - 1)));
    EXPECT_LE(wait, seconds(60) * (1 << (n - 1)));
    EXPECT_TRUE(leased().empty()) << "not before the wait is over";
    store.clock.advance(wait);
  }
  EXPECT_EQ(job(id).state, State::dead);
  store.clock.advance(hours(100));
  EXPECT_TRUE(leased().empty());
  const auto dead = store.read([](store::ReadTx& tx) { return dead_letters(tx, "callback", 0, 10); });
  ASSERT_EQ(dead.size(), 1u);
  EXPECT_EQ(dead[0].id, id);
  EXPECT_EQ(attempts(id).back().error->text.en, "Nobody answered.");
  EXPECT_EQ(attempts(id).back().error->code, base::ErrorCode::unavailable);
}

TEST_F(Retry, IsOverAtOnceWhenTryingAgainCannotHelp) {
  const auto id = planned(callback(now()));
  ASSERT_EQ(failed(leased_one(), base::ErrorCode::invalid_input), "ok");
  EXPECT_EQ(job(id).state, State::dead);
}

TEST_F(Retry, ObeysTheWorkersWordOnEndAndWait) {
  const auto id = planned(callback(now()));
  auto held = leased_one();
  auto error = base::Error::of(base::ErrorCode::unavailable, "忙线。", "Busy.");
  store.write([&](store::WriteTx& tx) {
    return scheduler.fail(tx, held.attempt, held.token, {error, {}, hours(2)});
  });
  EXPECT_EQ(job(id).due, now() + hours(2));
  store.clock.advance(hours(2));
  held = leased_one();
  EXPECT_EQ(tried([&](store::WriteTx& tx) {
              return scheduler.fail(tx, held.attempt, held.token, {error, {}, milliseconds(-1)});
            }),
            "invalid_input");
  store.write(
      [&](store::WriteTx& tx) { return scheduler.fail(tx, held.attempt, held.token, {error, true, {}}); });
  EXPECT_EQ(job(id).state, State::dead);
}

TEST_F(Retry, ReplayedJobHasAllItsTriesAgain) {
  const auto id = planned(callback(now(), "phone:1"));
  ASSERT_EQ(failed(leased_one(), base::ErrorCode::not_found), "ok");
  EXPECT_EQ(tried([&](store::WriteTx& tx) { return scheduler.replay(tx, id); }), "ok");
  EXPECT_EQ(tried([&](store::WriteTx& tx) { return scheduler.replay(tx, id); }), "conflict");
  const auto held = leased_one();
  EXPECT_EQ(held.attempt, attempt_id(id, 2));
  EXPECT_EQ(held.tries, 1);
  EXPECT_EQ(completed(held), "ok");
}

TEST_F(Retry, ReplayYieldsToAnOpenJobOfTheSameKey) {
  const auto id = planned(callback(now(), "phone:1"));
  ASSERT_EQ(failed(leased_one(), base::ErrorCode::not_found), "ok");
  planned(callback(now(), "phone:1"));
  EXPECT_EQ(tried([&](store::WriteTx& tx) { return scheduler.replay(tx, id); }), "conflict");
  EXPECT_EQ(job(id).state, State::dead);
}

TEST_F(Retry, TellsTheOwnerOfTheKindInTheSameTransaction) {
  std::vector<std::string> told;
  scheduler.on_stuck("callback", [&](store::WriteTx&, const Job& job) {
    told.push_back(std::to_string(job.id) + " " + std::string(name_of(job.state)));
  });
  EXPECT_THROW(scheduler.on_stuck("callback", {}), std::logic_error);
  const auto id = planned(callback(now()));
  failed(leased_one(), base::ErrorCode::not_found);
  EXPECT_EQ(told, std::vector<std::string>{std::to_string(id) + " dead"});
}

TEST_F(Retry, CountsStandWithEveryChange) {
  for (int n = 0; n < 5; ++n) planned(callback(now() + minutes(n)));
  EXPECT_EQ(count(State::ready), 5);
  store.clock.advance(minutes(3));
  const auto held = leased(3);
  EXPECT_EQ(count(State::ready), 2);
  EXPECT_EQ(count(State::leased), 3);
  completed(held[0]);
  failed(held[1]);
  failed(held[2], base::ErrorCode::forbidden);
  EXPECT_EQ(count(State::ready), 3);
  EXPECT_EQ(count(State::leased), 0);
  EXPECT_EQ(count(State::done), 1);
  EXPECT_EQ(count(State::dead), 1);
  const auto lag = store.read([&](store::ReadTx& tx) { return backlog(tx, "callback", now()); });
  EXPECT_EQ(lag.due, 1);
  EXPECT_EQ(lag.lateness, milliseconds(0));
  store.clock.advance(seconds(7));
  EXPECT_EQ(store.read([&](store::ReadTx& tx) { return backlog(tx, "callback", now()); }).lateness,
            seconds(7));
}

}  // namespace
}  // namespace hotline::jobs
