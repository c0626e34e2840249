// Where an entry stands in the tree that questions are narrowed by.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "hotline/knowledge/library.hpp"

namespace hotline::knowledge {
namespace {

using testing::ElementsAre;

std::vector<std::string> path(const char* title) {
  Content content;
  content.questions = {title};
  return path_of(content);
}

TEST(PathOfAnEntry, IsItsMatterAndTheSituationInBracketsBehindIt) {
  EXPECT_THAT(path("取水许可（新办）"), ElementsAre("取水许可", "新办"));
  EXPECT_THAT(path("取水许可(延续)"), ElementsAre("取水许可", "延续"));
}

TEST(PathOfAnEntry, TakesTheLastPairWhole) {
  EXPECT_THAT(path("规划许可证核发（建筑类）(加装电梯)"),
              ElementsAre("规划许可证核发（建筑类）", "加装电梯"));
  EXPECT_THAT(path("驾驶证申领(持境外（小型汽车）驾驶证)"),
              ElementsAre("驾驶证申领", "持境外（小型汽车）驾驶证"));
}

TEST(PathOfAnEntry, IsTheTitleWhereNoSituationStandsAtItsEnd) {
  EXPECT_THAT(path("取水许可"), ElementsAre("取水许可"));
  EXPECT_THAT(path("出口退（免）税备案"), ElementsAre("出口退（免）税备案"));
  EXPECT_THAT(path("（暂停办理）"), ElementsAre("（暂停办理）"));
  EXPECT_THAT(path("取水许可新办）"), ElementsAre("取水许可新办）"));
  EXPECT_THAT(path(""), ElementsAre(""));
}

}  // namespace
}  // namespace hotline::knowledge
