#include "hotline/text/ngrams.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "hotline/text/normalize.hpp"

namespace hotline::text {
namespace {

// "漏@0 漏水@0 水@1"
std::string tokens(std::string_view text, TokenMode mode) {
  std::string out;
  for_each_token(text, mode, [&](const Token& token) {
    if (!out.empty()) out += ' ';
    out += std::string(token.text) + "@" + std::to_string(token.position);
  });
  return out;
}

// What a full-text index does with a phrase: the tokens stand at successive positions.
bool phrase_is_found(std::string_view document, std::string_view query) {
  std::map<std::uint32_t, std::vector<std::string>> index;
  const std::string stored = normalize(document);
  for_each_token(stored, TokenMode::index,
                 [&](const Token& token) { index[token.position].emplace_back(token.text); });
  std::vector<std::string> phrase;
  const std::string asked = normalize(query);
  for_each_token(asked, TokenMode::query, [&](const Token& token) {
    EXPECT_EQ(token.position, phrase.size());
    EXPECT_FALSE(token.colocated);
    phrase.emplace_back(token.text);
  });
  for (const auto& [start, unused] : index) {
    std::size_t met = 0;
    while (met < phrase.size()) {
      const auto here = index.find(start + static_cast<std::uint32_t>(met));
      if (here == index.end() || std::count(here->second.begin(), here->second.end(), phrase[met]) == 0)
        break;
      ++met;
    }
    if (met == phrase.size() && met > 0) return true;
  }
  return false;
}

TEST(Tokens, IndexGivesSingleCharsAndBigramsAtTheSamePosition) {
  EXPECT_EQ(tokens("漏水了", TokenMode::index), "漏@0 漏水@0 水@1 水了@1 了@2");
}

TEST(Tokens, NeverGlueDigitsToChineseChars) {
  EXPECT_EQ(tokens("258号楼", TokenMode::index), "258@0 号@1 号楼@1 楼@2");
  EXPECT_EQ(tokens("浙a12345", TokenMode::index), "浙@0 a12345@1");
}

TEST(Tokens, BigramsDoNotCrossPunctuation) {
  EXPECT_EQ(tokens("漏,水", TokenMode::index), "漏@0 水@1");
}

TEST(Tokens, WordsOfOtherScriptsStayWhole) {
  EXPECT_EQ(tokens("wifi 5g café", TokenMode::index), "wifi@0 5g@1 café@2");
}

TEST(Tokens, CarryTheirPlaceInTheText) {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> places;
  for_each_token("a,漏水", TokenMode::index,
                 [&](const Token& token) { places.emplace_back(token.begin, token.end); });
  EXPECT_EQ(places, (std::vector<std::pair<std::uint32_t, std::uint32_t>>{{0, 1}, {2, 5}, {2, 8}, {5, 8}}));
}

TEST(Tokens, OnlyBigramsAreMarkedColocated) {
  std::vector<bool> colocated;
  for_each_token("漏水", TokenMode::index, [&](const Token& token) { colocated.push_back(token.colocated); });
  EXPECT_EQ(colocated, (std::vector<bool>{false, true, false}));
}

TEST(Tokens, AQueryOfSeveralCharsAsksForBigramsOnly) {
  EXPECT_EQ(tokens("漏", TokenMode::query), "漏@0");
  EXPECT_EQ(tokens("漏水", TokenMode::query), "漏水@0");
  EXPECT_EQ(tokens("楼漏水", TokenMode::query), "楼漏@0 漏水@1");
}

TEST(Tokens, AQueryKeepsStepWhereARunEndsInTheMiddle) {
  EXPECT_EQ(tokens("3号楼12室", TokenMode::query), "3@0 号楼@1 楼@2 12@3 室@4");
  EXPECT_EQ(tokens("漏水。", TokenMode::query), "漏水@0");
}

TEST(Tokens, QueriesOfEveryLengthFindTheirPhrase) {
  const std::string_view document = "文三路258号3栋楼顶漏水，WiFi 也坏了";
  for (const char* query : {"漏", "漏水", "顶漏水", "楼顶漏水", "258", "258号", "路258号3栋", "文三路258号",
                            "wifi", "漏水，WiFi也", "号3栋楼", "坏了"}) {
    EXPECT_TRUE(phrase_is_found(document, query)) << query;
  }
}

TEST(Tokens, QueriesDoNotFindWhatIsNotThere) {
  const std::string_view document = "文三路258号3栋楼顶漏水，WiFi 也坏了";
  for (const char* query : {"58号", "25", "水漏", "漏顶", "三路25", "水WiFi坏", "楼漏", "wi"}) {
    EXPECT_FALSE(phrase_is_found(document, query)) << query;
  }
}

TEST(Tokens, NothingComesOfPunctuation) {
  EXPECT_EQ(tokens("，。!? ", TokenMode::index), "");
  EXPECT_EQ(tokens("", TokenMode::query), "");
}

}  // namespace
}  // namespace hotline::text
