// One open job for a kind and key.
#include "jobs/job_desk.hpp"

namespace hotline::jobs {
namespace {

class UniqueKey : public JobDesk {};

TEST_F(UniqueKey, StandsOnceWhileTheJobIsOpen) {
  planned(callback(now(), "phone:1"));
  auto second = [&](store::WriteTx& tx) { return scheduler.schedule(tx, callback(now(), "phone:1")); };
  EXPECT_EQ(tried(second), "conflict");
  const auto held = leased_one();
  EXPECT_EQ(tried(second), "conflict") << "leased is open";
  ASSERT_EQ(call_begun(held), "ok");
  store.clock.advance(hours(1));
  EXPECT_TRUE(leased().empty());
  EXPECT_EQ(job(held.job).state, State::unknown);
  EXPECT_EQ(tried(second), "conflict") << "unknown is open";
  EXPECT_EQ(resolved(held.attempt, Answer::happened), "ok");
  EXPECT_EQ(tried(second), "ok") << "after the end the key is free";
}

TEST_F(UniqueKey, BelongsToOneKind) {
  planned(callback(now(), "ticket:17"));
  auto deadline = callback(now(), "ticket:17");
  deadline.kind = "deadline";
  EXPECT_GT(planned(deadline), 0);
  planned(callback(now(), ""));
  planned(callback(now(), ""));
  EXPECT_EQ(count(State::ready), 4) << "jobs without a key stand beside each other";
}

TEST_F(UniqueKey, PutMovesTheOpenJob) {
  const auto first = planned(callback(now() + hours(1), "sign:5"));
  auto moved = callback(now() + hours(3), "sign:5");
  moved.payload = {{"rule", std::string("newer")}};
  moved.priority = Priority::high;
  EXPECT_EQ(store.write([&](store::WriteTx& tx) { return scheduler.put(tx, moved); }), first);
  EXPECT_EQ(job(first).due, now() + hours(3));
  EXPECT_EQ(job(first).payload.text_or_empty("rule"), "newer");
  EXPECT_EQ(job(first).priority, Priority::high);
  EXPECT_EQ(count(State::ready), 1);
}

TEST_F(UniqueKey, PutPlansWhenNoneIsOpen) {
  const auto first =
      store.write([&](store::WriteTx& tx) { return scheduler.put(tx, callback(now(), "sign:5")); });
  completed(leased_one());
  const auto second =
      store.write([&](store::WriteTx& tx) { return scheduler.put(tx, callback(now(), "sign:5")); });
  EXPECT_NE(first, second);
  EXPECT_EQ(tried([&](store::WriteTx& tx) { return scheduler.put(tx, callback(now(), "")); }),
            "invalid_input");
}

TEST_F(UniqueKey, FindsAndCancelsByKey) {
  const auto id = planned(callback(now(), "sign:5"));
  EXPECT_EQ(store.read([](store::ReadTx& tx) { return find_open(tx, "callback", "sign:5"); })->id, id);
  EXPECT_TRUE(store.write([&](store::WriteTx& tx) { return scheduler.cancel(tx, "callback", "sign:5"); }));
  EXPECT_FALSE(store.write([&](store::WriteTx& tx) { return scheduler.cancel(tx, "callback", "sign:5"); }));
  EXPECT_FALSE(
      store.write([&](store::WriteTx& tx) { return scheduler.reschedule(tx, "callback", "sign:5", now()); }));
  EXPECT_FALSE(store.read([](store::ReadTx& tx) { return find_open(tx, "callback", "sign:5"); }));
}

}  // namespace
}  // namespace hotline::jobs
