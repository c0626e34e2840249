#include "hotline/jobs/feed.hpp"

#include "jobs/job_desk.hpp"

namespace hotline::jobs {
namespace {

class Feed : public JobDesk {
 protected:
  void happened(std::int64_t ticket, std::string kind) {
    store.write([&](store::WriteTx& tx) {
      const store::Actor actor{"system", ""};
      return tx.journal().append(tx, {"ticket", ticket, kind, actor, "", store::Payload{}});
    });
  }
  FeedBatch polled(std::size_t limit = 100) {
    return store.read([&](store::ReadTx& tx) { return reader.poll(tx, limit); });
  }
  std::string applied(const FeedBatch& batch) {
    return tried([&](store::WriteTx& tx) -> base::Status {
      HOTLINE_CHECK(reader.advance(tx, batch));
      for (const auto& entry : batch.entries) {
        HOTLINE_TRY(auto id, scheduler.schedule(tx, callback(tx.now(), entry.kind)));
        (void)id;
      }
      return {};
    });
  }

  FeedReader reader{"statistics"};
};

TEST_F(Feed, ShowsEachEntryUntilItIsApplied) {
  happened(1, "created");
  happened(1, "signed");
  EXPECT_EQ(polled().entries.size(), 2u);
  const auto batch = polled();
  ASSERT_EQ(batch.entries.size(), 2u) << "polling moves nothing";
  EXPECT_EQ(applied(batch), "ok");
  EXPECT_TRUE(polled().entries.empty());
  happened(1, "returned");
  ASSERT_EQ(polled().entries.size(), 1u);
  EXPECT_EQ(polled().entries[0].kind, "returned");
}

TEST_F(Feed, AppliesABatchOnce) {
  happened(1, "created");
  const auto batch = polled();
  const auto same = polled();
  EXPECT_EQ(applied(batch), "ok");
  EXPECT_EQ(applied(same), "conflict");
  EXPECT_EQ(count(State::ready), 1);
}

TEST_F(Feed, KeepsTheCursorWhenTheEffectFails) {
  happened(1, "created");
  happened(1, "created");
  EXPECT_EQ(applied(polled()), "conflict") << "the second effect clashes with the first";
  EXPECT_EQ(polled().entries.size(), 2u);
  EXPECT_EQ(count(State::ready), 0);
}

TEST_F(Feed, GivesEachConsumerACursorOfItsOwnThatSurvivesARestart) {
  for (int n = 0; n < 5; ++n) happened(1, "event" + std::to_string(n));
  EXPECT_EQ(applied(polled(3)), "ok");
  store.reopen();
  EXPECT_EQ(polled().entries.size(), 2u);
  const FeedReader other{"webhooks"};
  EXPECT_EQ(store.read([&](store::ReadTx& tx) { return other.poll(tx, 100); }).entries.size(), 5u);
  EXPECT_EQ(store.read([&](store::ReadTx& tx) { return reader.lag(tx); }), 2);
  EXPECT_EQ(store.read([&](store::ReadTx& tx) { return other.lag(tx); }), 5);
}

TEST_F(Feed, SkipsWhatIsOlderOnlyForANewConsumer) {
  for (int n = 0; n < 5; ++n) happened(1, "event" + std::to_string(n));
  EXPECT_TRUE(store.write([&](store::WriteTx& tx) { return reader.start_after(tx, 4); }));
  EXPECT_FALSE(store.write([&](store::WriteTx& tx) { return reader.start_after(tx, 0); }));
  EXPECT_EQ(polled().entries.size(), 1u);
}

// Remembers what it was told; fails when it meets a kind it cannot bear.
class Listener : public FeedConsumer {
 public:
  Listener(std::string name, std::string cannot_bear = "")
      : FeedConsumer(std::move(name)), cannot_bear_(std::move(cannot_bear)) {}
  std::vector<std::string> heard;

 private:
  base::Status follow(store::WriteTx&, const store::Entry& entry) override {
    if (entry.kind == cannot_bear_)
      return base::Error::of(base::ErrorCode::internal, "测试用的失败。", "A failure for the test.");
    heard.push_back(entry.kind);
    return {};
  }
  std::string cannot_bear_;
};

using Heard = std::vector<std::string>;

TEST_F(Feed, TellsSeveralConsumersEachEntryOnceWhereverTheyStand) {
  Listener herald("herald"), ladder("ladder");
  happened(1, "created");
  EXPECT_EQ(test::value_of(herald.catch_up(store.get(), 10)), 1u);
  happened(1, "signed");
  FeedConsumer* const both[] = {&herald, &ladder};
  EXPECT_EQ(test::value_of(catch_up(store.get(), both, 10)), 2u);
  EXPECT_EQ(herald.heard, (Heard{"created", "signed"}));
  EXPECT_EQ(ladder.heard, (Heard{"created", "signed"}));
  EXPECT_EQ(test::value_of(catch_up(store.get(), both, 10)), 0u);
  for (int n = 0; n < 5; ++n) happened(1, std::to_string(n));
  EXPECT_EQ(test::value_of(catch_up(store.get(), both, 3)), 3u) << "no more than are asked for";
  EXPECT_EQ(test::value_of(catch_up(store.get(), both, 3)), 2u);
  EXPECT_EQ(ladder.heard, (Heard{"created", "signed", "0", "1", "2", "3", "4"}));
}

TEST_F(Feed, LetsAConsumerGoOnAloneWhenAnotherFails) {
  Listener herald("herald", "signed"), ladder("ladder");
  happened(1, "created");
  happened(1, "signed");
  FeedConsumer* const both[] = {&herald, &ladder};
  EXPECT_FALSE(catch_up(store.get(), both, 10).ok());
  EXPECT_EQ(store.read([&](store::ReadTx& tx) { return herald.feed().lag(tx); }), 2);
  EXPECT_EQ(store.read([&](store::ReadTx& tx) { return ladder.feed().lag(tx); }), 2) << "nothing for any";
  ladder.heard.clear();
  EXPECT_EQ(test::value_of(ladder.catch_up(store.get(), 10)), 2u);
  EXPECT_EQ(ladder.heard, (Heard{"created", "signed"}));
  EXPECT_FALSE(herald.catch_up(store.get(), 10).ok());
}

TEST_F(Feed, LeavesAloneWhatHappenedBeforeAConsumerCame) {
  happened(1, "created");
  Listener late("late");
  must(late.start_with_the_next(store.get()));
  happened(1, "signed");
  must(late.start_with_the_next(store.get()));
  EXPECT_EQ(test::value_of(late.catch_up(store.get(), 10)), 1u);
  EXPECT_EQ(late.heard, (Heard{"signed"}));
}

}  // namespace
}  // namespace hotline::jobs
