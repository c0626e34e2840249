// Searching as people type, over real FTS5 tables.
#include "hotline/store/fulltext.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/store_fixture.hpp"

namespace hotline::store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// A full-text table of a few texts, found by their number from 1 on.
class Searching : public testing::Test {
 protected:
  Searching()
      : store_({{"search", 1, "01_search",
                 "CREATE VIRTUAL TABLE words USING fts5 (text, content='', tokenize='hotline_cjk')"}}) {}

  void given(std::vector<std::string> texts) {
    store_.write([&](WriteTx& tx) {
      for (const auto& text : texts)
        tx.execute("INSERT INTO words (rowid, text) VALUES (?, ?)", ++count_, text);
    });
  }

  std::vector<std::int64_t> found(std::string_view typed) {
    const auto query = fulltext_query(typed);
    if (!query) return {};
    return store_.read([&](ReadTx& tx) {
      std::vector<std::int64_t> ids;
      Statement rows = tx.query("SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid");
      rows.bind(*query);
      while (rows.step()) ids.push_back(rows.integer(0));
      return ids;
    });
  }

 private:
  test::TestStore store_;
  std::int64_t count_ = 0;
};

TEST_F(Searching, FindsOneCharAnywhere) {
  given({"路灯不亮", "夜里太亮了", "没有水"});
  EXPECT_THAT(found("亮"), ElementsAre(1, 2));
  EXPECT_THAT(found("路"), ElementsAre(1));
  EXPECT_THAT(found("电"), IsEmpty());
}

TEST_F(Searching, FindsTwoAndThreeCharsOnlyTogetherAndInOrder) {
  given({"小区停水两天", "停了很久才来水", "水停了", "停水通知"});
  EXPECT_THAT(found("停水"), ElementsAre(1, 4));
  EXPECT_THAT(found("停水两"), ElementsAre(1));
  EXPECT_THAT(found("水停"), ElementsAre(3));
}

TEST_F(Searching, FindsSevenCharsAsOnePhrase) {
  given({"地下车库积水严重无法通行", "地下车库，积水严重无法通行", "积水严重的地下车库"});
  EXPECT_THAT(found("车库积水严重无"), ElementsAre(1));
  EXPECT_THAT(found("积水严重无法通行"), ElementsAre(1, 2));
}

TEST_F(Searching, CutsNumbersAndLettersFromChinese) {
  given({"文三路258号漏水", "文三路2580号漏水", "坐B1路公交", "坐B12路公交"});
  EXPECT_THAT(found("258号"), ElementsAre(1));
  EXPECT_THAT(found("258"), ElementsAre(1));
  EXPECT_THAT(found("路258号漏"), ElementsAre(1));
  EXPECT_THAT(found("B1路"), ElementsAre(3));
  EXPECT_THAT(found("25"), IsEmpty());
}

TEST_F(Searching, TakesTraditionalForSimplifiedAndBack) {
  given({"煤气漏气", "瓦斯漏氣"});
  EXPECT_THAT(found("漏氣"), ElementsAre(1, 2));
  EXPECT_THAT(found("漏气"), ElementsAre(1, 2));
}

TEST_F(Searching, TakesWidthAndCaseForTheSame) {
  given({"ＷｉＦｉ连不上１２３", "wifi连不上123"});
  EXPECT_THAT(found("WIFI"), ElementsAre(1, 2));
  EXPECT_THAT(found("１２３"), ElementsAre(1, 2));
}

TEST_F(Searching, WantsEveryWordInAnyOrder) {
  given({"电梯坏了，二号楼", "二号楼停电", "电梯停电"});
  EXPECT_THAT(found("二号楼 电梯"), ElementsAre(1));
  EXPECT_THAT(found("电梯　停电"), ElementsAre(3));
  EXPECT_THAT(found("  电梯 ！ "), ElementsAre(1, 3));
}

TEST_F(Searching, GivesSyntaxNoPower) {
  given({"电梯坏了", "near the lift and not or"});
  for (const char* typed : {"\"", "电梯\" OR \"坏", "电梯*", "text:电梯", "(", "NEAR(", "-电梯", "^电梯",
                            "a\"\"b", "'; --", "电梯 AND", "{text} : x", "\xff\xfe", "+ +", "NOT"}) {
    EXPECT_NO_THROW(found(typed)) << typed;
  }
  EXPECT_THAT(found("电梯*"), ElementsAre(1));
  EXPECT_THAT(found("NOT"), ElementsAre(2));
  EXPECT_THAT(found("电梯 OR near"), IsEmpty());
}

TEST(FulltextQuery, GivesNothingForWhatCannotBeSearched) {
  for (const char* typed : {"", " ", "　", "。，！", "\"\"", "*", "- -", "\t\n"}) {
    EXPECT_FALSE(fulltext_query(typed)) << typed;
  }
}

TEST(FulltextQuery, LeavesOutWordsBeyondTheLimit) {
  std::string typed;
  for (std::size_t i = 0; i < 2 * max_query_words; ++i) typed += "w" + std::to_string(i) + " ";
  const auto query = fulltext_query(typed);
  ASSERT_TRUE(query);
  EXPECT_NE(query->find("\"w31\""), std::string::npos);
  EXPECT_EQ(query->find("\"w32\""), std::string::npos);
}

}  // namespace
}  // namespace hotline::store
