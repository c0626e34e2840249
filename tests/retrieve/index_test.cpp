#include "hotline/retrieve/index.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

namespace hotline::retrieve {
namespace {

using testing::ElementsAre;

std::vector<std::int64_t> ids_of(const Found& found) {
  std::vector<std::int64_t> ids;
  for (const Hit& hit : found.hits) ids.push_back(hit.id);
  return ids;
}

std::vector<std::int64_t> ids_of(const std::vector<Completion>& completions) {
  std::vector<std::int64_t> ids;
  for (const Completion& completion : completions) ids.push_back(completion.id);
  return ids;
}

class RetrieveIndex : public testing::Test {
 protected:
  RetrieveIndex() {
    index.put({1, {"住房公积金提取"}, "租房职工可以提取住房公积金，凭租赁合同到窗口办理。", {"公积金"}, {0}});
    index.put({2, {"社会保险关系转移"}, "跨省转移社会保险关系，需要提供参保凭证。", {"社保"}, {0}});
    index.put({3, {"居住证办理"}, "办理居住证需要身份证和居住证明，窗口电话是12345678。", {"户籍"}, {1}});
    index.put({4, {"银行账户变更"}, "变更收款账户，应当提交书面申请。", {}, {0}});
  }
  Index index;
};

TEST_F(RetrieveIndex, RanksTheDocumentThatAnswersFirst) {
  EXPECT_EQ(index.search("租房怎么提取公积金？").hits.at(0).id, 1);
  EXPECT_EQ(index.search("社保关系怎么转移").hits.at(0).id, 2);
  EXPECT_EQ(index.search("居住證辦理").hits.at(0).id, 3);
}

TEST_F(RetrieveIndex, NeverShowsWhatTheFilterHides) {
  const Filter open = [](std::int64_t, std::span<const std::int64_t> attributes) {
    return attributes[0] == 0;
  };
  EXPECT_THAT(ids_of(index.search("居住证", {open, 10})), testing::Not(testing::Contains(3)));
  EXPECT_THAT(ids_of(index.suggest("居住证", {open, 10})), ElementsAre());
  EXPECT_THAT(ids_of(index.suggest("居住证")), ElementsAre(3));
}

TEST_F(RetrieveIndex, ReplacesAndRemoves) {
  index.put({1, {"高龄补贴"}, "八十岁以上老人每月领取补贴。", {}, {0}});
  EXPECT_EQ(index.size(), 4U);
  EXPECT_THAT(ids_of(index.search("租房")), testing::Not(testing::Contains(1)));
  EXPECT_EQ(index.search("高龄补贴").hits.at(0).id, 1);
  EXPECT_TRUE(index.remove(1));
  EXPECT_FALSE(index.remove(1));
  EXPECT_THAT(ids_of(index.search("高龄")), ElementsAre());
  EXPECT_THAT(ids_of(index.suggest("高龄")), ElementsAre());
}

TEST_F(RetrieveIndex, CompletesByCharactersPinyinInitialsAndMixtures) {
  EXPECT_THAT(ids_of(index.suggest("社会")), ElementsAre(2));
  EXPECT_THAT(ids_of(index.suggest("shehuibaox")), ElementsAre(2));
  EXPECT_THAT(ids_of(index.suggest("shbx")), ElementsAre(2));
  EXPECT_THAT(ids_of(index.suggest("社会bx")), ElementsAre(2));
  EXPECT_THAT(ids_of(index.suggest("gjj")), ElementsAre(1));
  EXPECT_THAT(ids_of(index.suggest("yinhang")), ElementsAre(4));
  EXPECT_THAT(ids_of(index.suggest("社全")), ElementsAre());
  EXPECT_THAT(ids_of(index.suggest("")), ElementsAre());
}

TEST_F(RetrieveIndex, TakesAnyBytesForAQuestion) {
  std::string long_query;
  for (int i = 0; i < 10'000; ++i) long_query += i % 2 == 0 ? "公" : "积";
  for (const std::string& query :
       {std::string("公"), long_query, std::string("，。？！"), std::string("\"a* OR (NEAR/2 -b:^"),
        std::string(), std::string("\xFF\xFE\0x", 4), std::string(100'000, '"')}) {
    const Found found = index.search(query);
    EXPECT_LE(found.hits.size(), 10U);
    EXPECT_GE(found.confidence, 0);
    EXPECT_LE(found.confidence, 1);
    index.suggest(query);
    index.best_passage("公积金。", query);
    index.highlight("公积金。", query);
  }
  EXPECT_THAT(ids_of(index.search("公")), ElementsAre(1));
  EXPECT_THAT(ids_of(index.search("，。？！")), ElementsAre());
}

TEST_F(RetrieveIndex, HighlightsTheWordsOfTheQuestion) {
  const std::string text = "提取住房公積金的办法";
  const auto ranges = index.highlight(text, "公积金");
  ASSERT_EQ(ranges.size(), 1U);
  EXPECT_EQ(text.substr(ranges[0].begin, ranges[0].end - ranges[0].begin), "公積金");
}

TEST_F(RetrieveIndex, FindsThePassageAndItsSentence) {
  const std::string text = "为方便职工，制定本办法。租房职工每年提取一次公积金。本办法自发布之日起施行。";
  const Passage passage = index.best_passage(text, "租房提取公积金", 20);
  const std::string sentence =
      text.substr(passage.sentence.begin, passage.sentence.end - passage.sentence.begin);
  EXPECT_EQ(sentence, "租房职工每年提取一次公积金。");
  EXPECT_GT(passage.score, 0);
  EXPECT_EQ(index.best_passage(text, "火星").score, 0);
}

TEST(RetrieveIndexUnderChange, AnswersWhileDocumentsComeAndGo) {
  Index index;
  std::jthread writer([&](const std::stop_token& stop) {
    for (std::int64_t i = 0; !stop.stop_requested(); ++i) {
      index.put({i % 50, {"公积金提取"}, "第" + std::to_string(i) + "次修订", {}, {}});
      if (i % 3 == 0) index.remove((i + 7) % 50);
    }
  });
  for (int i = 0; i < 300; ++i) {
    for (const Hit& hit : index.search("公积金").hits) EXPECT_LT(hit.id, 50);
    EXPECT_LE(index.suggest("gjj").size(), 10U);
  }
}

TEST(RetrieveIndexUnderChange, KeepsWhatIsAliveWhenItCompacts) {
  Index index;
  index.put({7, {"居住证"}, "办理居住证。", {}, {}});
  for (int i = 0; i < 3'000; ++i) index.put({1, {"公积金"}, "修订" + std::to_string(i), {}, {}});
  EXPECT_EQ(index.size(), 2U);
  EXPECT_EQ(index.search("居住证").hits.at(0).id, 7);
  EXPECT_EQ(index.search("修订2999").hits.at(0).id, 1);
  EXPECT_LT(index.bytes(), 2'000'000U);
}

}  // namespace
}  // namespace hotline::retrieve
