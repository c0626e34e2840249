// Who is let in and who is sent away when there is too much work.
#include "api/gate.hpp"

#include <gtest/gtest.h>

#include <map>
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
  // A window of measured waits, with the gate as full as it is and what it did before settled.
  void pass_window(Gate::Duration wait) {
    now_ += wait;
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

TEST_F(GateTest, KeepsRoomForTheModestWhenItShrinksAndTheGreedyStillFillIt) {
  fill("key:greedy", Rank::intake, 10'000);
  shrink_to_least();
  ASSERT_GT(gate_.inside(), 10 * gate_.limit());
  EXPECT_FALSE(enter("key:greedy", Rank::intake));
  EXPECT_TRUE(enter("key:modest", Rank::intake));
  EXPECT_TRUE(enter("account:3", Rank::ordinary));
  EXPECT_FALSE(enter("account:4", Rank::bulk)) << "no room is kept for exports";
}

TEST_F(GateTest, KeepsRoomForNewRequestsWhenItShrinksAndListsStillFillIt) {
  fill("key:program", Rank::ordinary, 10'000);
  shrink_to_least();
  ASSERT_GT(gate_.inside(), 10 * gate_.limit());
  EXPECT_FALSE(enter("key:program", Rank::ordinary));
  EXPECT_EQ(fill("key:program", Rank::intake, 100), Gate::least_limit / 2);
  inside_.clear();
  EXPECT_GT(fill("key:program", Rank::intake, 100), Gate::least_limit / 2);
}

TEST_F(GateTest, IsBoundedHoweverManyTheModestAre) {
  fill("key:greedy", Rank::intake, 10'000);
  shrink_to_least();
  const auto before = gate_.inside();
  for (int i = 0; i < 1000; ++i) enter("account:" + std::to_string(i), Rank::intake);
  EXPECT_LE(gate_.inside() - before, 2 * Gate::least_limit);
}

TEST_F(GateTest, FallsOnceForTheSameWorks) {
  pass_window(1s);
  const auto limit = gate_.limit();
  ASSERT_LT(limit, 256);
  // Those who were inside before the fall go on telling of their long waits.
  for (int i = 0; i < 9; ++i) {
    gate_.note_wait(900ms, now_);
    now_ += Gate::window;
  }
  EXPECT_EQ(gate_.limit(), limit);
  pass_window(1s);
  EXPECT_LT(gate_.limit(), limit) << "waits that began later count";
}

TEST_F(GateTest, HearsLongWaitsWhileItOpens) {
  shrink_to_least();
  for (int i = 0; i < 10; ++i) {
    fill("key:1", Rank::ordinary, 1000);
    pass_window(1ms);
  }
  const auto limit = gate_.limit();
  ASSERT_GT(limit, Gate::least_limit);
  for (int i = 0; i < 10; ++i) {
    fill("key:1", Rank::ordinary, 1000);
    now_ += Gate::window;
    gate_.note_wait(400ms, now_);  // longer than the time between two openings
  }
  EXPECT_LT(gate_.limit(), limit);
}

TEST_F(GateTest, SpreadsTheReturnOfThoseSentAway) {
  const auto wait_of_next = [this] {
    const Gate::Pass pass = gate_.enter("key:1", Rank::ordinary, now_);
    EXPECT_FALSE(pass);
    EXPECT_TRUE(pass.was_refused());
    return pass.retry_after();
  };
  // 256 of 768 are let in: to let in the rest takes two seconds more.
  EXPECT_EQ(fill("key:1", Rank::ordinary, 768), 256);
  now_ += 1s;
  std::map<int, int> waits;
  for (int i = 0; i < 300; ++i) ++waits[wait_of_next()];
  EXPECT_EQ(waits, (std::map<int, int>{{1, 100}, {2, 100}, {3, 100}}));
  now_ += 1s;
  for (int i = 0; i < 300; ++i) {
    const int wait = wait_of_next();
    EXPECT_GE(wait, 1);
    EXPECT_LE(wait, Gate::longest_retry);
  }
}

TEST_F(GateTest, APassThatWasNotRefusedSaysSo) {
  EXPECT_FALSE(Gate::Pass().was_refused());
  EXPECT_FALSE(gate_.enter("key:1", Rank::ordinary, now_).was_refused());
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
