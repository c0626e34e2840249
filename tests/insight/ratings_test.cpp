// Ratings that look like malice, ratings after a redoing, and callbacks in time.
#include "insight/insight_fixture.hpp"

namespace hotline::insight::test {
namespace {

class Ratings : public InsightTest {
 protected:
  // A ticket of this number that was handled and accepted; its request has the same key.
  std::int64_t given_resolved(const std::string& phone) {
    const std::int64_t id = given_a_ticket({.phone = phone}).id;
    dispatch(id, "XH-CG");
    sign(id);
    contact(id);
    reply(id);
    accept(id);
    return id;
  }
  std::vector<Exclusion> waiting() {
    return store.read([](store::ReadTx& tx) { return find_exclusions(tx, ExclusionState::asked, 0, 100); });
  }
  void note(std::int64_t request, std::string_view kind, const store::Payload& payload = {}) {
    store.write([&](store::WriteTx& tx) {
      tx.journal().append(tx, {"request", request, kind, agent.actor, "", payload});
    });
  }
};

TEST_F(Ratings, OnlyEverTheWorstScoreGoesToReviewWithTheRecordBesideIt) {
  for (int n = 1; n <= 2; ++n) rate(given_resolved("+8613800000021"), "no", 1);
  count();
  EXPECT_TRUE(waiting().empty()) << "two are no pattern";
  const std::int64_t third = given_resolved("+8613800000021");
  rate(third, "no", 1);
  count();
  ASSERT_EQ(waiting().size(), 1U);
  EXPECT_EQ(waiting()[0].kind, ExclusionKind::malicious);
  EXPECT_EQ(waiting()[0].request, third);
  EXPECT_EQ(waiting()[0].asked_by, "system");
  EXPECT_NE(waiting()[0].record.find("最低分 3 次"), std::string::npos) << waiting()[0].record;
  EXPECT_EQ(figure(Figure::satisfied), (Count{3, 0, 0})) << "never dropped silently";

  const std::int64_t review = waiting()[0].id;
  store.write([&](store::WriteTx& tx) {
    return decide_exclusion(tx, review, true, "三次均为同一人恶意评价。", {"account:2", ""});
  });
  count();
  EXPECT_EQ(figure(Figure::satisfied), (Count{2, 0, 1})) << "only the rating that was reviewed";
}

TEST_F(Ratings, WhoOnceWasContentIsNotSuspected) {
  rate(given_resolved("+8613800000022"), "yes", 4);
  for (int n = 1; n <= 3; ++n) rate(given_resolved("+8613800000022"), "no", 1);
  count();
  EXPECT_TRUE(waiting().empty());
}

TEST_F(Ratings, TheNewestCountsAndAnOlderOneUntilThen) {
  const std::int64_t id = given_resolved("+8613800000023");
  rate(id, "no", 2);
  after(hours{1});
  reply(id);
  accept(id);
  count();
  EXPECT_EQ(figure(Figure::solved), (Count{1, 0, 0})) << "not asked again yet";
  rate(id, "yes", 5);
  count();
  EXPECT_EQ(figure(Figure::solved), (Count{1, 1, 0}));
  EXPECT_EQ(figure(Figure::redone), (Count{1, 1, 0}));
}

TEST_F(Ratings, CallbacksCountByTheirFirstAttempt) {
  const auto last = [&] { return base::to_millis(store.clock.now() + hours{2}); };
  for (int n = 1; n <= 4; ++n) {
    given_resolved("+861380000003" + std::to_string(n));
    note(n, "callback_planned", {{"last", last()}});
  }
  after(hours{1});
  note(1, "callback_begun");
  rate(4, "yes", 5);  // by himself, before anybody called
  after(hours{2});
  note(2, "called_back");
  note(3, "callback_late");
  count();
  EXPECT_EQ(figure(Figure::called_in_time), (Count{3, 1, 0}));
  EXPECT_EQ(behind(Figure::called_in_time, Side::missed), (std::vector<std::int64_t>{3, 2}));
}

}  // namespace
}  // namespace hotline::insight::test
