// Who is let in and who is sent away when there is too much work.
#include "api/gate.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace hotline::api {
namespace {

using namespace std::chrono_literals;

class GateTest : public testing::Test {
 protected:
  Gate::Instant now_{1h};
  Gate gate_{50ms};
  std::vector<Gate::Pass> inside_;

  bool enter(const std::string& who, Rank rank = Rank::ordinary) {
    Gate::Pass pass = gate_.enter(who, rank, now_);
    if (!pass) return false;
    inside_.push_back(std::move(pass));
    return true;
  }
  // A window of measured waits, with the gate as full as it is.
  void pass_window(Gate::Duration wait) {
    for (int i = 0; i < 10; ++i) gate_.note_wait(wait, now_);
    now_ += Gate::window;
    gate_.note_wait(wait, now_);
  }
  void shrink_to_least() {
    for (int i = 0; i < 20; ++i) pass_window(1s);
  }
  int fill(const std::string& who, Rank rank, int tries) {
    int let_in = 0;
    for (int i = 0; i < tries; ++i) let_in += enter(who, rank) ? 1 : 0;
    return let_in;
  }
};

TEST_F(GateTest, LetsInWhatWaitsShortly) {
  pass_window(5ms);
  for (int i = 0; i < 200; ++i) EXPECT_TRUE(enter("key:" + std::to_string(i % 7)));
  EXPECT_EQ(gate_.inside(), 200);
  inside_.clear();
  EXPECT_EQ(gate_.inside(), 0);
}

TEST_F(GateTest, ShrinksWhenTheWaitIsLongButNeverShutsAltogether) {
  shrink_to_least();
  EXPECT_EQ(gate_.limit(), Gate::least_limit);
  EXPECT_GT(fill("key:1", Rank::ordinary, 100), 0);
  EXPECT_LE(gate_.inside(), Gate::least_limit * 2);
  EXPECT_GT(gate_.sent_away(Rank::ordinary), 0u);
}

TEST_F(GateTest, OpensAgainWithinSecondsOnceTheWaitIsShort) {
  shrink_to_least();
  const auto began = now_;
  while (gate_.limit() < 64) {
    fill("key:1", Rank::ordinary, 200);
    pass_window(1ms);
    inside_.clear();
    ASSERT_LT(now_ - began, 5s);
  }
}

TEST_F(GateTest, DoesNotOpenFurtherThanIsAskedFor) {
  const auto before = gate_.limit();
  for (int i = 0; i < 50; ++i) pass_window(1ms);
  EXPECT_EQ(gate_.limit(), before) << "nobody filled the gate";
}

TEST_F(GateTest, SendsTheGreedyAwayBeforeTheModest) {
  fill("key:greedy", Rank::ordinary, 10'000);
  EXPECT_FALSE(enter("key:greedy"));
  EXPECT_TRUE(enter("key:modest"));
  EXPECT_TRUE(enter("account:3"));
}

TEST_F(GateTest, SendsExportsAwayFirstAndIntakeLast) {
  fill("key:1", Rank::bulk, 10'000);
  EXPECT_FALSE(enter("key:1", Rank::bulk));
  EXPECT_TRUE(enter("key:1", Rank::ordinary));
  fill("key:1", Rank::ordinary, 10'000);
  EXPECT_FALSE(enter("key:1", Rank::ordinary));
  EXPECT_TRUE(enter("key:1", Rank::intake));
}

TEST_F(GateTest, IsBoundedForIntakeToo) {
  EXPECT_LT(fill("key:1", Rank::intake, 10'000), 1000);
}

TEST(RankOfARoute, IsHighForIntakeLowForExportsAndNoneForHealth) {
  EXPECT_EQ(rank_of("createRequest", "requests"), Rank::intake);
  EXPECT_EQ(rank_of("fileRequest", "citizen"), Rank::intake);
  EXPECT_EQ(rank_of("exportTickets", "tickets"), Rank::bulk);
  EXPECT_EQ(rank_of("getTicket", "tickets"), Rank::ordinary);
  EXPECT_EQ(rank_of("getReady", "system"), std::nullopt);
}

TEST(GateWithoutTarget, LetsEverythingIn) {
  Gate gate(Gate::Duration::zero());
  std::vector<Gate::Pass> inside;
  for (int i = 0; i < 10'000; ++i) {
    inside.push_back(gate.enter("key:1", Rank::bulk, {}));
    ASSERT_TRUE(inside.back());
  }
}

}  // namespace
}  // namespace hotline::api
