#include "hotline/intake/neighbours.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace hotline::intake {
namespace {

constexpr const char* dance = "小区广场每天晚上跳广场舞，音响声音特别大，孩子没法写作业";
constexpr const char* dance_again = "小区广场每天晚上跳广场舞，音响声音特别大，老人没法休息";
constexpr const char* fund = "公积金提取需要准备哪些材料，可以在网上办理吗";

TEST(Neighbours, TheMostAlikeComesFirst) {
  NeighbourIndex index;
  index.add(1, fund, "0301.030101", "HZ-GJJ");
  index.add(2, "广场舞音响太大", "0402.040201", "HZ-GA");
  index.add(3, dance, "0402.040201", "HZ-GA");
  const auto found = index.find(dance_again, 10);
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(found.front().ticket, 3);
  EXPECT_GT(found.front().similarity, 0.5);
  EXPECT_EQ(found.front().matter, "0402.040201");
  EXPECT_EQ(found.front().lead, "HZ-GA");
  for (const auto& one : found) EXPECT_NE(one.ticket, 1) << "another matter is no neighbour";
}

TEST(Neighbours, TheSameTextIsEntirelyAlike) {
  NeighbourIndex index;
  index.add(1, dance, "", "");
  ASSERT_EQ(index.find(dance, 1).size(), 1U);
  EXPECT_DOUBLE_EQ(index.find(dance, 1).front().similarity, 1.0);
}

TEST(Neighbours, WidthCaseAndTraditionalCharactersMakeNoDifference) {
  NeighbourIndex index;
  index.add(1, "電梯ＫＴＶ噪音擾民", "", "");
  ASSERT_EQ(index.find("电梯ktv噪音扰民", 1).size(), 1U);
  EXPECT_DOUBLE_EQ(index.find("电梯ktv噪音扰民", 1).front().similarity, 1.0);
}

TEST(Neighbours, ATicketOfSeveralRequestsIsFoundOnce) {
  NeighbourIndex index;
  index.add(1, dance, "", "");
  index.add(1, dance_again, "", "");
  EXPECT_EQ(index.find(dance, 10).size(), 1U);
  EXPECT_EQ(index.size(), 1U);
}

TEST(Neighbours, NoMoreAreGivenThanAskedForAndNoneBelowTheLeast) {
  NeighbourIndex index;
  for (int i = 1; i <= 20; ++i) index.add(i, dance, "", "");
  EXPECT_EQ(index.find(dance, 5).size(), 5U);
  EXPECT_TRUE(index.find("广场舞在哪里可以学，收费多少", 5, 0.5).empty());
}

TEST(Neighbours, ACorrectionIsSeenAndAnErasedTextIsForgotten) {
  NeighbourIndex index;
  index.add(1, dance, "0402.040201", "HZ-SH");
  index.update(1, "0402.040201", "HZ-GA");
  EXPECT_EQ(index.find(dance, 1).front().lead, "HZ-GA");
  index.forget(1);
  EXPECT_TRUE(index.find(dance, 1).empty());
  EXPECT_EQ(index.size(), 0U);
  index.update(1, "0101.010101", "HZ-JY");
  index.forget(99);
  EXPECT_TRUE(index.find(dance, 1).empty());
}

TEST(Neighbours, TheOldestMakeRoomAndTheNewestStay) {
  NeighbourIndex index(3);
  index.add(1, dance, "", "");
  for (int i = 2; i <= 4; ++i) index.add(i, fund, "", "");
  EXPECT_TRUE(index.find(dance, 1).empty());
  EXPECT_EQ(index.find(fund, 10).size(), 3U);
  EXPECT_EQ(index.size(), 3U);
}

TEST(Neighbours, EmptyAndStrangeTextsHaveNone) {
  NeighbourIndex index;
  index.add(1, "", "", "");
  index.add(2, "😀😀", "", "");
  index.add(3, dance, "", "");
  EXPECT_TRUE(index.find("", 5).empty());
  EXPECT_TRUE(index.find("啊", 5).empty());
  EXPECT_TRUE(index.find("\xff\xfe", 5).empty());
}

TEST(Neighbours, AWordThatEveryoneUsesCostsNoMoreThanARareOne) {
  NeighbourIndex index;
  for (int i = 1; i <= 2000; ++i) index.add(i, "噪音扰民", "", "");
  const auto found = index.find("噪音扰民", 100);
  EXPECT_LE(found.size(), NeighbourIndex::postings);
  EXPECT_EQ(found.front().ticket, 2000) << "of equals the newest";
}

TEST(Neighbours, ManyThreadsMayAddAndFindAtOnce) {
  NeighbourIndex index(500);
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&index, t] {
      for (int i = 0; i < 300; ++i) {
        index.add(t * 1000 + i + 1, dance, "", "");
        index.find(dance_again, 5);
        if (i % 7 == 0) index.forget(t * 1000 + i);
      }
    });
  }
  for (std::thread& one : threads) one.join();
  EXPECT_LE(index.size(), 500U);
  EXPECT_FALSE(index.find(dance, 1).empty());
}

}  // namespace
}  // namespace hotline::intake
