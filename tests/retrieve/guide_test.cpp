#include "hotline/retrieve/guide.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hotline::retrieve {
namespace {

using testing::ElementsAre;

TEST(SplitMatters, CutsBetweenMattersAndKeepsASingleOneWhole) {
  EXPECT_THAT(split_matters("社保转移和公积金提取"), ElementsAre("社保转移", "公积金提取"));
  EXPECT_THAT(split_matters("落户以及居住证，怎么办"), ElementsAre("落户", "居住证", "怎么办"));
  EXPECT_THAT(split_matters("居住证怎么办"), ElementsAre("居住证怎么办"));
  EXPECT_THAT(split_matters("，"), ElementsAre("，"));
  EXPECT_THAT(split_matters(""), ElementsAre(""));
}

class CombinedGuide : public testing::Test {
 protected:
  CombinedGuide() {
    const std::vector<std::string> titles{"社保关系转移", "公积金提取", "居住证办理", "护照补领",
                                          "驾驶证换证",   "婚姻登记",   "营业执照",   "食品经营许可",
                                          "老年优待证",   "生育津贴"};
    for (std::size_t i = 0; i < titles.size(); ++i) {
      index.put({static_cast<std::int64_t>(i + 1), {titles[i]}, titles[i] + "请到窗口提交申请。", {}, {}});
    }
  }
  Index index;
};

TEST_F(CombinedGuide, AnswersTwoMattersOneByOne) {
  const auto parts = search_guide(index, "社保关系转移和公积金提取");
  ASSERT_EQ(parts.size(), 2U);
  EXPECT_EQ(parts[0].found.hits.at(0).id, 1);
  EXPECT_EQ(parts[1].found.hits.at(0).id, 2);
}

TEST_F(CombinedGuide, StaysWholeWhereAPartIsNotAnswered) {
  EXPECT_EQ(search_guide(index, "公积金提取，谢谢你们").size(), 1U);
  EXPECT_EQ(search_guide(index, "公积金提取").size(), 1U);
  EXPECT_EQ(search_guide(index, "").size(), 1U);
}

TEST_F(CombinedGuide, NeverGivesTheSameDocumentTwice) {
  EXPECT_EQ(search_guide(index, "公积金提取和提取公积金").size(), 1U);
}

TEST(Narrowing, AsksAtTheFirstLevelWhereLeavesDiffer) {
  const std::vector<Leaf> leaves{{1, 3, {"落户", "投靠", "材料"}},
                                 {2, 5, {"落户", "人才", "材料"}},
                                 {3, 1, {"落户", "投靠", "地点"}},
                                 {4, 1, {"落户"}}};
  const auto first = next_choice(leaves);
  ASSERT_TRUE(first.has_value());
  EXPECT_EQ(first->level, 1U);
  ASSERT_EQ(first->choices.size(), 2U);
  EXPECT_EQ(first->choices[0].value, "人才");
  EXPECT_EQ(first->choices[1].value, "投靠");
  EXPECT_EQ(first->choices[1].leaves, 2U);

  const auto left = narrow(leaves, 1, "投靠");
  ASSERT_EQ(left.size(), 2U);
  const auto second = next_choice(left);
  ASSERT_TRUE(second.has_value());
  EXPECT_EQ(second->level, 2U);
  EXPECT_FALSE(next_choice(narrow(left, 2, "地点")).has_value());
}

TEST(Narrowing, AsksNothingWhereThereIsNothingToChoose) {
  EXPECT_FALSE(next_choice({}).has_value());
  const std::vector<Leaf> same{{1, 1, {"落户"}}, {2, 1, {"落户"}}};
  EXPECT_FALSE(next_choice(same).has_value());
  EXPECT_TRUE(narrow(same, 3, "落户").empty());
}

}  // namespace
}  // namespace hotline::retrieve
