// Words that mean the same: found by either, and no question loses by having others.
#include "hotline/retrieve/synonyms.hpp"

#include <gtest/gtest.h>

#include "hotline/retrieve/index.hpp"

namespace hotline::retrieve {
namespace {

TEST(Synonyms, GiveTheOtherWordsOfTheLongestThatStandsThere) {
  const Synonyms synonyms({{"医保", "基本医疗保险"}, {"医保卡", "社会保障卡"}, {"alone"}});
  EXPECT_EQ(synonyms.groups(), 2U) << "one word alone says nothing";
  const auto found = synonyms.find_all("醫保卡丢了");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].found, "医保卡");
  EXPECT_EQ(found[0].other, "社会保障卡");
  EXPECT_TRUE(synonyms.find_all("社保").empty());
}

class Synonymous : public testing::Test {
 protected:
  Synonymous() {
    const std::vector<std::string> titles{"机动车驾驶证期满换证", "护照期满换发", "居住证签注", "犬只登记",
                                          "高龄津贴申领",         "结婚登记"};
    for (std::size_t i = 0; i < titles.size(); ++i)
      index.put({static_cast<std::int64_t>(i + 1), {titles[i]}, titles[i] + "请到窗口办理。", {}, {}});
  }
  void use() {
    index.set_synonyms(std::make_shared<const Synonyms>(
        std::vector<std::vector<std::string>>{{"驾照", "驾驶证", "机动车驾驶证"}}));
  }
  Index index;
};

TEST_F(Synonymous, AWordThatNoDocumentWritesFindsTheOneThatSaysItOtherwise) {
  EXPECT_NE(index.search("驾照到期怎么换").hits.at(0).id, 0);
  const double before = index.search("驾照到期怎么换").confidence;
  use();
  const Found found = index.search("驾照到期怎么换");
  ASSERT_FALSE(found.hits.empty());
  EXPECT_EQ(found.hits[0].id, 1);
  EXPECT_GT(found.confidence, before);
}

TEST_F(Synonymous, AQuestionInTheDocumentsOwnWordsLosesNothing) {
  const double before = index.search("驾驶证期满换证").confidence;
  use();
  EXPECT_GE(index.search("驾驶证期满换证").confidence, before - 0.01);
  EXPECT_EQ(index.search("驾驶证期满换证").hits.at(0).id, 1);
}

}  // namespace
}  // namespace hotline::retrieve
