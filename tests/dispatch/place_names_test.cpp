// Places told by the form of their names.
#include <gtest/gtest.h>

#include <string>

#include "hotline/dispatch/place_names.hpp"

namespace hotline::dispatch {
namespace {

std::string names(std::string_view text) {
  std::string out;
  for (const PlaceName& one : find_place_names(text)) {
    if (!out.empty()) out += ' ';
    out += std::string(name_of(one.kind)) + ":" + std::string(text.substr(one.begin, one.end - one.begin));
  }
  return out;
}

TEST(PlaceNames, ARiverIsFoundBehindItsDistrict) {
  EXPECT_EQ(names("拱墅区红旗河发黑发臭"), "district:拱墅区 water:红旗河");
}

TEST(PlaceNames, WhatHasBeenSaidBeforeIsNoPartOfTheName) {
  EXPECT_EQ(names("关于红旗河整治"), "water:红旗河");
  EXPECT_EQ(names("污水直排红旗河"), "water:红旗河");
  EXPECT_EQ(names("小区门口的红旗河"), "water:红旗河");
}

TEST(PlaceNames, ACommonWordThatEndsAlikeIsNoName) {
  EXPECT_EQ(names("道路积水，内河发臭，城市管理，超市门口，全村的人，中小学校"), "");
  EXPECT_EQ(names("市民和村民向区域中心反映路灯不亮"), "");
}

TEST(PlaceNames, ATributaryBelongsToItsRiver) {
  EXPECT_EQ(names("请治理新塘港二支河"), "water:新塘港二支河");
}

TEST(PlaceNames, TheBankIsNotASecondRiver) {
  EXPECT_EQ(names("红旗河河道和红旗河河边"), "water:红旗河 water:红旗河");
}

TEST(PlaceNames, AParkNamedAfterARiverSpeaksOfBothAndADistrictDoesNot) {
  EXPECT_EQ(names("红旗河公园"), "landmark:红旗河公园 water:红旗河");
  EXPECT_EQ(names("清河区的道路"), "district:清河区");
}

TEST(PlaceNames, AnUnsureBeginningIsSettledByAnotherMention) {
  EXPECT_EQ(names("白云亭河很臭。昨晚有人看见施工队堆土占据白云亭河"), "water:白云亭河 water:白云亭河");
}

TEST(PlaceNames, AHouseNumberIsReachedAndNotPartOfTheName) {
  const std::string text = "学院路258号3幢2单元501室漏水";
  const auto found = find_place_names(text);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(text.substr(found[0].begin, found[0].end - found[0].begin), "学院路");
  EXPECT_EQ(text.substr(found[0].begin, found[0].reach - found[0].begin), "学院路258号3幢2单元501室");
}

TEST(PlaceNames, ALetterStandsForANameTakenOut) {
  EXPECT_EQ(names("A3区中山路"), "district:A3区 road:中山路");
}

TEST(PlaceNames, TraditionalCharactersAndFullWidthAreRead) {
  EXPECT_EQ(names("紅旗溪發臭"), "water:紅旗溪");
  const std::string text = "学院路１２号";
  EXPECT_EQ(find_place_names(text).at(0).reach, text.size());
}

TEST(PlaceNames, StrangeTextsGiveNothingAndNeverFail) {
  EXPECT_EQ(names(""), "");
  EXPECT_EQ(names("路"), "");
  EXPECT_EQ(names("😀😀😀"), "");
  EXPECT_EQ(names(std::string("\xff\xfe\x80路")), "");
  std::string longest;
  for (int i = 0; i < 100'000; ++i) longest += "河";
  EXPECT_TRUE(find_place_names(longest).empty());
  std::string repeated;
  for (int i = 0; i < 20'000; ++i) repeated += "红旗河桥路";
  EXPECT_FALSE(find_place_names(repeated).empty());
}

}  // namespace
}  // namespace hotline::dispatch
