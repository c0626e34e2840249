#include "hotline/retrieve/guide.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hotline::retrieve {
namespace {

using testing::ElementsAre;

TEST(SplitMatters, CutsBetweenMattersAndKeepsASingleOneWhole) {
  EXPECT_THAT(split_matters("社保转移和公积金提取"), ElementsAre("社保转移", "公积金提取"));
  EXPECT_THAT(split_matters("落户以及居住证，怎么办"), ElementsAre("落户", "居住证"));
  EXPECT_THAT(split_matters("社保转移 + 公积金提取"), ElementsAre("社保转移", "公积金提取"));
  EXPECT_THAT(split_matters("居住证怎么办"), ElementsAre("居住证怎么办"));
  EXPECT_THAT(split_matters("和平路，怎么办"), ElementsAre("和平路，怎么办"))
      << "a name is not cut at its first char";
  EXPECT_THAT(split_matters("，"), ElementsAre("，"));
  EXPECT_THAT(split_matters(""), ElementsAre(""));
}

std::vector<std::int64_t> guide(std::string_view question) {
  const std::vector<GuidePart> parts =
      make_guide(question, [](const std::string& part) -> std::optional<Decision> {
        if (part.find("社保") != std::string::npos) return Decision{1, 0.9};
        if (part.find("公积金") != std::string::npos) return Decision{2, 0.8};
        return std::nullopt;
      });
  std::vector<std::int64_t> ids;
  for (const GuidePart& one : parts) ids.push_back(one.decision.id);
  return ids;
}

TEST(CombinedGuide, AnswersTwoMattersOneByOne) {
  EXPECT_THAT(guide("社保转移和公积金提取怎么办？"), ElementsAre(1, 2));
  EXPECT_THAT(guide("公积金怎么提取，社保怎么转"), ElementsAre(2, 1));
}

TEST(CombinedGuide, LeavesTheQuestionWholeWhereAPartIsNotAnswered) {
  EXPECT_TRUE(guide("公积金提取，顺便问天气").empty());
  EXPECT_TRUE(guide("公积金提取").empty());
  EXPECT_TRUE(guide("").empty());
}

TEST(CombinedGuide, NeverGivesTheSameDocumentTwice) {
  EXPECT_TRUE(guide("公积金提取和提取公积金").empty());
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

  const auto left = narrow(leaves, "投靠");
  ASSERT_EQ(left.size(), 2U);
  const auto second = next_choice(left);
  ASSERT_TRUE(second.has_value());
  EXPECT_EQ(second->level, 2U);
  EXPECT_FALSE(next_choice(narrow(left, "地点")).has_value());
}

TEST(Narrowing, AsksNothingWhereThereIsNothingToChoose) {
  EXPECT_FALSE(next_choice({}).has_value());
  const std::vector<Leaf> same{{1, 1, {"落户"}}, {2, 1, {"落户"}}};
  EXPECT_FALSE(next_choice(same).has_value());
  EXPECT_TRUE(narrow(same, "居住证").empty());
}

}  // namespace
}  // namespace hotline::retrieve
