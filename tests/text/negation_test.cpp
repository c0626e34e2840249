#include "hotline/text/negation.hpp"

#include <gtest/gtest.h>

#include <string>

namespace hotline::text {
namespace {

// The match is what stands in 【】.
bool negated(std::string text) {
  const std::string open = "【";
  const std::string close = "】";
  const std::size_t begin = text.find(open);
  text.erase(begin, open.size());
  text.erase(text.find(close), close.size());
  return is_negated(text, begin);
}

TEST(Negation, IsSeenDirectlyBeforeTheMatter) {
  for (const char* text : {"没有【漏水】", "家里没【漏水】", "无【漏水】现象", "未【漏水】", "不是【漏水】",
                           "并非【火灾】", "不存在【漏水】", "楼上不【漏水】了", "不会【爆炸】",
                           "沒有【漏水】", "目前没有【人员伤亡】", "并没有【漏水】"}) {
    EXPECT_TRUE(negated(text)) << text;
  }
}

TEST(Negation, ReachesOverWordsWithoutMatterOfTheirOwn) {
  for (const char* text : {"没有发生【火灾】", "没有发现任何【漏水】", "未发现【燃气泄漏】",
                           "没有闻到【煤气味】", "无任何【噪声】", "从未发生过【火灾】",
                           "没有出现明显的【漏水】", "没有再【漏水】", "不是因为【漏水】"}) {
    EXPECT_TRUE(negated(text)) << text;
  }
}

TEST(Negation, OfSomethingElseLeavesTheMatterStanding) {
  for (const char* text : {"没有人管【漏水】", "没有解决【漏水】问题", "没人处理【漏水】",
                           "物业未处理【漏水】", "无法制止【噪声】", "不停【漏水】",
                           "没有及时维修导致【漏水】", "不知道哪里【漏水】", "没有电梯还【漏水】"}) {
    EXPECT_FALSE(negated(text)) << text;
  }
}

TEST(Negation, AQuestionNegatesNothing) {
  for (const char* text :
       {"有没有【漏水】", "有没【漏水】", "有无【漏水】", "是不是【漏水】", "会不会【爆炸】", "是否【漏水】",
        "没有【漏水】吗", "这不是【漏水】？", "查一下有没有发生【火灾】"}) {
    EXPECT_FALSE(negated(text)) << text;
  }
}

TEST(Negation, AQuestionInTheNextClauseDoesNotDisturbIt) {
  EXPECT_TRUE(negated("现在没有【漏水】了，什么时候来验收？"));
}

TEST(Negation, NegatedTwiceOrOnlyInShapeIsNone) {
  for (const char* text : {"不是没有【漏水】", "不得不【报警】", "难道没有【漏水】", "难道不是【漏水】",
                           "洪水淹没【道路】", "除非【停电】", "再不解决要不【跳楼】", "没有不【漏水】的"}) {
    EXPECT_FALSE(negated(text)) << text;
  }
}

TEST(Negation, EndsWithItsClause) {
  for (const char* text :
       {"没有，【漏水】了", "家里没有。【漏水】严重", "没有\n【漏水】", "没有！【漏水】"}) {
    EXPECT_FALSE(negated(text)) << text;
  }
}

TEST(Negation, PlainStatementsAreNotNegated) {
  for (const char* text : {"【漏水】", "楼上【漏水】", "一直有【漏水】", "又发生【火灾】"})
    EXPECT_FALSE(negated(text)) << text;
  EXPECT_FALSE(is_negated("漏水", 99));
}

}  // namespace
}  // namespace hotline::text
