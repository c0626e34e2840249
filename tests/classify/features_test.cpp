#include "hotline/classify/features.hpp"

#include <gtest/gtest.h>

#include <map>

namespace hotline::classify {
namespace {

// Alphabet 水=1 管=2 漏=3 a=4 with the n-grams 水管 (5), 管漏 (6) and 水管漏 (7).
class SmallDictionary : public ::testing::Test {
 protected:
  std::map<FeatureId, int> count(std::string_view text, std::uint32_t max_n) {
    const std::array<std::string_view, 1> fields{text};
    BlockOptions block;
    block.fields = {0};
    encode_block(alphabet_, block, fields, scratch_);
    count_ngrams(dictionary_, max_n, scratch_);
    std::map<FeatureId, int> counts;
    for (const FeatureId feature : scratch_.touched) {
      counts[feature] = scratch_.counts[feature];
      scratch_.counts[feature] = 0;
    }
    return counts;
  }

  Alphabet alphabet_{{u'水', u'管', u'漏', u'a'}};
  Dictionary dictionary_{5, {{1, 2}, {2, 3}, {5, 3}}};
  Scratch scratch_;
};

TEST(Fold, MakesOneOfWidthsCasesAndScripts) {
  EXPECT_EQ(fold(U'Ａ'), U'a');
  EXPECT_EQ(fold(U'A'), U'a');
  EXPECT_EQ(fold(U'９'), U'9');
  EXPECT_EQ(fold(U'氣'), U'气');
}

TEST(Fold, TakesWhiteSpaceAndWrongBytesAsBreaks) {
  for (const char32_t point : {U' ', U'\n', U'\t', U'　', char32_t{0xFFFD}}) EXPECT_EQ(fold(point), 0U);
}

TEST_F(SmallDictionary, CountsEveryKnownNgram) {
  EXPECT_EQ(count("水管漏，水管", 3),
            (std::map<FeatureId, int>{{1, 2}, {2, 2}, {3, 1}, {5, 2}, {6, 1}, {7, 1}}));
  EXPECT_EQ(count("水管漏", 2), (std::map<FeatureId, int>{{1, 1}, {2, 1}, {3, 1}, {5, 1}, {6, 1}}));
}

TEST_F(SmallDictionary, NoNgramReachesAcrossABreakOrAnUnknownCharacter) {
  EXPECT_EQ(count("水。管", 2), (std::map<FeatureId, int>{{1, 1}, {2, 1}}));
  EXPECT_EQ(count("水大管", 2), (std::map<FeatureId, int>{{1, 1}, {2, 1}}));
}

TEST_F(SmallDictionary, UnknownOrEmptyTextHasNoFeatures) {
  EXPECT_TRUE(count("", 3).empty());
  EXPECT_TRUE(count("xyz 😀", 3).empty());
}

TEST(Dictionary, FindsEachOfManyEdgesAndNoOthers) {
  constexpr FeatureId kCharacters = 400;
  std::vector<Dictionary::Edge> edges;
  for (FeatureId parent = 1; parent < kCharacters; ++parent)
    for (CharId last = 1; last < kCharacters; ++last)
      if ((parent * 7 + last) % 5 == 0) edges.push_back({parent, last});
  const Dictionary dictionary(kCharacters, edges);
  ASSERT_EQ(dictionary.size(), kCharacters + edges.size());
  std::size_t next = 0;
  for (FeatureId parent = 1; parent < kCharacters; ++parent)
    for (CharId last = 1; last < kCharacters; ++last) {
      const bool known = (parent * 7 + last) % 5 == 0;
      ASSERT_EQ(dictionary.find_child(parent, last), known ? kCharacters + next : 0);
      next += known ? 1 : 0;
    }
  EXPECT_EQ(dictionary.find_child(0, 1), 0U);
  EXPECT_EQ(dictionary.find_child(1, 0), 0U);
}

TEST(EncodeBlock, ReadsOnlyTheBeginningOfEachField) {
  const Alphabet alphabet({u'水', u'管'});
  BlockOptions block;
  block.fields = {0, 1};
  block.max_chars = 2;
  const std::array<std::string_view, 2> fields{"水水水水", "管"};
  Scratch scratch;
  encode_block(alphabet, block, fields, scratch);
  EXPECT_EQ(scratch.chars, (std::vector<CharId>{1, 1, 0, 2, 0}));
}

}  // namespace
}  // namespace hotline::classify
