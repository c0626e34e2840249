// Where it happened, and what that does to the decision.
#include "dispatch/hangzhou.hpp"
#include "hotline/dispatch/places.hpp"

namespace hotline::dispatch::test {
namespace {

bool within(const std::string& inner, const char* outer) {
  return hangzhou()->divisions.within(inner, outer);
}

TEST(Place, ANamedEstateGivesItsStreet) {
  const Decision decision = decide(said("楼道灯坏了没人修", "在水一方3幢"));
  EXPECT_TRUE(within(decision.division, "330102010")) << why(decision);
  ASSERT_NE(find_reason(decision, "place"), nullptr);
  EXPECT_FALSE(has(decision.questions, "place"));
}

TEST(Place, AStreetIsKnownWithoutItsLastTwoCharacters) {
  EXPECT_TRUE(within(decide(said("垃圾堆了三天没人清", "拱宸桥那边")).division, "330105005"));
}

TEST(Place, AStreetsNameOfTwoCharactersStandsForTooMuchElse) {
  EXPECT_EQ(decide(said("小营是我外婆家的小名")).division, "");
}

TEST(Place, TheLakeIsNotTheDistrict) {
  EXPECT_FALSE(within(decide(said("昨天去西湖玩，船票退不了")).division, "330106"));
}

TEST(Place, ThePlaceFieldGoesBeforeTheWords) {
  const Decision decision = decide(said("我住在拱墅区大关街道，上班路上看到垃圾没人清", "上城区采荷街道"));
  EXPECT_EQ(decision.division, "330102012") << why(decision);
}

TEST(Place, ADistrictInTheWordsDecidesBetweenTwoPlacesOfTheField) {
  const Decision decision = decide(said("拱墅区这边垃圾没人清", "大关街道，靠近采荷街道"));
  EXPECT_TRUE(within(decision.division, "330105")) << why(decision);
}

TEST(Place, PlacesOfTwoDistrictsMakeAQuestionAndDoubt) {
  const Decision one = decide(said("有流动摊贩占道经营", "上城区采荷街道"));
  const Decision two = decide(said("有流动摊贩占道经营，采荷街道和大关街道都有"));
  EXPECT_TRUE(has(two.questions, "which_place")) << why(two);
  EXPECT_LT(two.confidence, one.confidence);
  EXPECT_FALSE(has(one.questions, "which_place"));
}

TEST(Place, ADivisionThatPeopleGaveIsNotSearchedFor) {
  Facts facts = said("大关街道有流动摊贩占道经营");
  facts.division = "330102012";
  const Decision decision = decide(facts);
  EXPECT_EQ(decision.division, "330102012");
  EXPECT_EQ(find_reason(decision, "place"), nullptr);
}

TEST(Place, WithoutAPlaceTheCallerIsAskedAndNoDistrictIsGuessed) {
  const Decision decision = decide(said("流动摊贩占道经营，三轮车卖水果"));
  EXPECT_EQ(decision.division, "");
  EXPECT_TRUE(has(decision.questions, "place"));
  EXPECT_FALSE(decision.automatic) << why(decision);
  const city::Unit* lead = hangzhou()->units.find(decision.lead);
  ASSERT_NE(lead, nullptr);
  EXPECT_EQ(lead->level, "city") << why(decision);
}

TEST(Place, UntilThePlaceIsKnownTheBodyThatGuidesTheMatterStandsIn) {
  // The union helps with wages only where its own words are said; else it is the district's inspection.
  const Decision decision = decide(said("老板拖欠工资半年了"));
  EXPECT_EQ(decision.matter, "0805.080508") << why(decision);
  EXPECT_EQ(decision.lead, "HZ-RS") << why(decision);
  EXPECT_TRUE(has(decision.questions, "place"));
  EXPECT_FALSE(decision.automatic);
  EXPECT_EQ(decide(said("老板拖欠工资半年了", "拱墅区")).lead, "GS-RS");
}

TEST(Place, AMatterOfTheWholeCityNeedsNoPlace) {
  const Decision decision = decide(said("公积金贷款审批要多久，公积金贷款额度怎么算"));
  EXPECT_EQ(decision.lead, "HZ-GJJ") << why(decision);
  EXPECT_TRUE(decision.automatic) << why(decision);
}

TEST(Place, WhereTheCallerLivesIsNotWhereItHappened) {
  const Decision decision = decide(said("我家住在上城区采荷街道，大关街道那边有流动摊贩占道经营"));
  EXPECT_EQ(decision.division, "330105007") << why(decision);
  EXPECT_FALSE(has(decision.questions, "which_place"));
}

TEST(Place, AResidentWhoNamesNothingElseCallsAboutHome) {
  const Decision decision = decide(said("我是采荷街道的居民，楼下有流动摊贩占道经营"));
  EXPECT_EQ(decision.division, "330102012") << why(decision);
}

TEST(Place, WhereTheCallerWorksIsOnlyMentioned) {
  const Decision decision = decide(said("我在采荷街道上班，昨晚大关街道有流动摊贩占道经营"));
  EXPECT_EQ(decision.division, "330105007") << why(decision);
}

TEST(Place, AStreetThatDoesNotLieInTheDistrictNamedIsAskedAbout) {
  const Decision wrong = decide(said("流动摊贩占道经营", "拱墅区采荷街道"));
  EXPECT_TRUE(has(wrong.questions, "place_conflict")) << why(wrong);
  EXPECT_FALSE(wrong.automatic);
  EXPECT_FALSE(has(decide(said("流动摊贩占道经营", "上城区采荷街道")).questions, "place_conflict"));
}

TEST(Place, ANicknameIsKnownForThePlace) {
  for (const city::Place& place : hangzhou()->places) {
    if (place.aliases.empty()) continue;
    const auto found = places().find("在" + place.aliases.front() + "那里", monday_noon());
    const bool known = std::any_of(found.begin(), found.end(), [](const PlaceMention& one) {
      return one.nickname && one.division != nullptr;
    });
    EXPECT_TRUE(known) << place.aliases.front();
  }
}

}  // namespace
}  // namespace hotline::dispatch::test
