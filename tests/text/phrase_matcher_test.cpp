#include "hotline/text/phrase_matcher.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace hotline::text {
namespace {

std::vector<std::string> found(const PhraseMatcher& matcher, std::string_view text) {
  std::vector<std::string> out;
  for (const PhraseMatch& match : matcher.find_all(text)) {
    out.push_back(std::to_string(match.id) + ":" +
                  std::string(text.substr(match.begin, match.end - match.begin)));
  }
  return out;
}

using Strings = std::vector<std::string>;

const std::vector<Phrase> phrases{{"漏水", 1}, {"水管", 2}, {"水管爆裂", 3}, {"燃气泄漏", 4},
                                  {"管", 5},   {"WiFi", 6}, {"110", 7},      {"煤气味", 4}};

TEST(PhraseMatcher, FindsOverlappingPhrasesLongestFirst) {
  EXPECT_EQ(found(PhraseMatcher(phrases), "漏水管爆裂"), (Strings{"1:漏水", "3:水管爆裂", "2:水管", "5:管"}));
}

TEST(PhraseMatcher, GivesPlacesInTheOriginalWhateverItsWidthOrScript) {
  EXPECT_EQ(found(PhraseMatcher(phrases), "家裡　燃氣洩漏，ｗｉｆｉ沒了"),
            (Strings{"4:燃氣洩漏", "6:ｗｉｆｉ"}));
}

TEST(PhraseMatcher, SeveralPhrasesMayShareAnId) {
  EXPECT_EQ(found(PhraseMatcher(phrases), "有煤气味"), (Strings{"4:煤气味"}));
}

TEST(PhraseMatcher, DoesNotCutWordsAndNumbers) {
  const PhraseMatcher matcher(phrases);
  EXPECT_EQ(found(matcher, "打110报警"), (Strings{"7:110"}));
  EXPECT_TRUE(found(matcher, "电话13811012345").empty());
  EXPECT_TRUE(found(matcher, "1101 2110 wifix").empty());
}

TEST(PhraseMatcher, FindsNothingInEmptyTextOrWithoutPhrases) {
  EXPECT_TRUE(found(PhraseMatcher(phrases), "").empty());
  EXPECT_TRUE(found(PhraseMatcher(), "漏水").empty());
  const std::vector<Phrase> empty_phrase{{" 　", 1}};
  EXPECT_TRUE(found(PhraseMatcher(empty_phrase), "漏水 了").empty());
}

TEST(PhraseMatcher, AnswersWhetherAnythingMatches) {
  const PhraseMatcher matcher(phrases);
  EXPECT_TRUE(matcher.matches_any("楼上漏水"));
  EXPECT_FALSE(matcher.matches_any("水漏了"));
}

TEST(PhraseMatcher, LeavesTheLongestMatchesWhenAsked) {
  const PhraseMatcher matcher(phrases);
  const auto matches = longest_matches(matcher.find_all("水管爆裂，水管漏水"));
  ASSERT_EQ(matches.size(), 3u);
  EXPECT_EQ(matches[0].id, 3u);
  EXPECT_EQ(matches[1].id, 2u);
  EXPECT_EQ(matches[2].id, 1u);
}

TEST(PhraseMatcher, KeepsAllIdsOfTheSamePlaceAmongTheLongest) {
  const std::vector<Phrase> twice{{"漏水", 1}, {"漏水", 2}, {"漏", 3}};
  const PhraseMatcher matcher(twice);
  const auto matches = longest_matches(matcher.find_all("漏水"));
  ASSERT_EQ(matches.size(), 2u);
  EXPECT_EQ(matches[1].id, 2u);
}

TEST(PhraseMatcher, AgreesWithSearchingForEachPhraseAlone) {
  std::mt19937 random(12345);
  const std::string letters[] = {"甲", "乙", "丙", "𠮷"};
  const auto word = [&](std::size_t length) {
    std::string out;
    for (std::size_t i = 0; i < length; ++i) out += letters[random() % 4];
    return out;
  };
  std::vector<Phrase> many;
  for (std::uint32_t id = 0; id < 200; ++id) many.push_back({word(1 + random() % 6), id});
  const PhraseMatcher matcher(many);
  for (int round = 0; round < 50; ++round) {
    const std::string text = word(80);
    std::vector<PhraseMatch> expected;
    for (const Phrase& phrase : many) {
      for (std::size_t at = text.find(phrase.text); at != std::string::npos;
           at = text.find(phrase.text, at + 1)) {
        expected.push_back(
            {phrase.id, static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + phrase.text.size())});
      }
    }
    const auto order = [](const PhraseMatch& a, const PhraseMatch& b) {
      return std::tuple(a.begin, ~a.end, a.id) < std::tuple(b.begin, ~b.end, b.id);
    };
    std::sort(expected.begin(), expected.end(), order);
    ASSERT_EQ(matcher.find_all(text), expected);
  }
}

}  // namespace
}  // namespace hotline::text
