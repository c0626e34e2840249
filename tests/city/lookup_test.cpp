// Who, where, what, how long: the lookups of a loaded city.
#include <gtest/gtest.h>

#include "city/calendar_fixture.hpp"
#include "city/small_city.hpp"

namespace hotline::city {
namespace {

using test::at;
using test::shown;

class ACity : public testing::Test {
 protected:
  std::shared_ptr<const City> city = load_city_files(test::small_city()).city;
  const Matter& noise = *city->matters.find("0402.040201");
  const Matter& water = *city->matters.find("0904.090403");
  const Matter& religion = *city->matters.find("0905.090499");

  std::string lead(const Matter& matter, std::string_view division, std::string_view text = "") {
    const auto owner = city->owners(matter, division, text).lead;
    return owner ? owner->unit->code : "nobody";
  }
  const Limit& limit(Kind kind, Urgency urgency, const Matter* matter, Limited clock) {
    return *city->limits.find(kind, urgency, matter, clock);
  }
};

TEST_F(ACity, DivisionsKnowTheirPlaceAndTheirDays) {
  const Divisions& divisions = city->divisions;
  EXPECT_EQ(divisions.upwards("330106005").size(), 3U);
  EXPECT_TRUE(divisions.within("330106005", "330106"));
  EXPECT_FALSE(divisions.within("330106", "330106005"));
  EXPECT_FALSE(divisions.within("330105016", "330106"));
  EXPECT_EQ(divisions.holder("330106005", DivisionLevel::district)->code, "330106");
  EXPECT_EQ(divisions.holder("330106", DivisionLevel::street), nullptr);
  EXPECT_TRUE(divisions.find("330103")->valid_at(test::date("2021-04-08")));
  EXPECT_FALSE(divisions.find("330103")->valid_at(test::date("2021-04-09")));
  EXPECT_EQ(divisions.named("下城区", test::date("2026-01-01")).size(), 0U);
  EXPECT_EQ(divisions.named("下城区", test::date("2020-01-01")).size(), 1U);
  EXPECT_TRUE(divisions.upwards("999999").empty());
}

TEST_F(ACity, LocalWordsMeanTheUnitOfThePlace) {
  const auto resolve = [&](const char* unit, const char* division) {
    const Unit* found = city->units.resolve(unit, division, city->divisions);
    return found == nullptr ? std::string("nobody") : found->code;
  };
  EXPECT_EQ(resolve("@street", "330106005"), "XH-CY");
  EXPECT_EQ(resolve("@street", "330105016"), "GS") << "a street without an office falls to its district";
  EXPECT_EQ(resolve("@street", "330106"), "XH");
  EXPECT_EQ(resolve("@district", "330106005"), "XH");
  EXPECT_EQ(resolve("@district", "330100"), "nobody") << "the whole city is too vague";
  EXPECT_EQ(resolve("@district", ""), "nobody");
  EXPECT_EQ(resolve("WATER", ""), "WATER");
  EXPECT_TRUE(city->units.within("XH-CY", "XH"));
}

TEST_F(ACity, TheNarrowerMatterOwnsFirst) {
  EXPECT_EQ(lead(water, "330106005"), "WATER");
  EXPECT_EQ(lead(*city->matters.find("0904.090499"), "330106005"), "XH-CY");
}

TEST_F(ACity, RowsOfTheSameCodeHaveOwnersOfTheirOwn) {
  EXPECT_EQ(city->matters.below("090499").size(), 2U);
  EXPECT_EQ(city->matters.below("0905").size(), 1U);
  EXPECT_EQ(religion.name(), "其他民族宗教") << "without a level 3 it goes by its level 2";
  EXPECT_TRUE(Matters::covers("0905", religion));
  EXPECT_FALSE(Matters::covers("0904", religion));
}

TEST_F(ACity, WordsDecideBetweenUnitsOfTheSameMatter) {
  EXPECT_EQ(lead(noise, "330105016", "隔壁工厂半夜很吵"), "ENV");
  EXPECT_EQ(lead(noise, "330105016", "工地半夜施工"), "GS");
}

TEST_F(ACity, ADistrictsOwnRowStandsInForTheGeneralOne) {
  EXPECT_EQ(lead(noise, "330106005", "工地半夜施工"), "XH-CG");
  EXPECT_EQ(lead(noise, "330106005", "很吵"), "XH-CG");
  EXPECT_EQ(lead(noise, "330106005", "工厂厂区很吵"), "ENV") << "words of another unit win over the place";
}

TEST_F(ACity, OwnersNameTheRowThatSaidSo) {
  const Ownership owners = city->owners(noise, "330106005", "工地");
  EXPECT_EQ(owners.lead->duty->line, 6);
  ASSERT_EQ(owners.assists.size(), 1U);
  EXPECT_EQ(owners.assists[0].unit->code, "ENV");
  EXPECT_EQ(owners.assists[0].duty->line, 5);
  EXPECT_TRUE(city->owners(noise, "330106005", "工厂").assists.empty()) << "the lead does not assist itself";
}

TEST_F(ACity, AnUnknownPlaceFallsBackToWhoNeedsNone) {
  EXPECT_EQ(lead(noise, ""), "ENV");
  EXPECT_EQ(lead(*city->matters.find("0904.090499"), ""), "nobody");
}

TEST_F(ACity, DirectRulesFollowTheNarrowerMatter) {
  EXPECT_EQ(find_direct(city->direct, water, "330106005", city->divisions)->unit, "WATER");
  EXPECT_EQ(find_direct(city->direct, religion, "330106005", city->divisions)->copy_to, "@district");
  EXPECT_EQ(find_direct(city->direct, noise, "330106005", city->divisions), nullptr);
}

TEST_F(ACity, CrosswalksFindOurRow) {
  EXPECT_EQ(city->crosswalk.find("other", "环保", "噪声", "")->matter_row, "0402.040201");
  EXPECT_EQ(city->crosswalk.find("other", "党务", "其他", "")->matter_row, "");
  EXPECT_EQ(city->crosswalk.find("other", "环保", "", "噪声"), nullptr);
}

TEST_F(ACity, TheMostSpecificLimitWins) {
  EXPECT_EQ(limit(Kind::help, Urgency::normal, nullptr, Limited::resolve).line, 5);
  EXPECT_EQ(limit(Kind::complaint, Urgency::normal, nullptr, Limited::resolve).line, 6);
  EXPECT_EQ(limit(Kind::complaint, Urgency::urgent, nullptr, Limited::resolve).line, 7);
  EXPECT_EQ(limit(Kind::complaint, Urgency::normal, &water, Limited::resolve).line, 9);
  EXPECT_EQ(limit(Kind::complaint, Urgency::normal, &religion, Limited::resolve).line, 6);
  EXPECT_EQ(limit(Kind::complaint, Urgency::urgent, &water, Limited::resolve).line, 7)
      << "urgency goes first";
}

TEST_F(ACity, DeadlinesFollowTheUnitsHours) {
  const Limit& sign = limit(Kind::help, Urgency::normal, nullptr, Limited::sign);
  const Limit& ordinary = limit(Kind::help, Urgency::normal, nullptr, Limited::resolve);
  const Limit& urgent = limit(Kind::help, Urgency::urgent, nullptr, Limited::resolve);
  const auto friday = at("2026-03-06 17:00");
  EXPECT_EQ(shown(deadline(city->calendar, "office", sign, friday)), "2026-03-09 10:00");
  EXPECT_EQ(shown(deadline(city->calendar, "round_the_clock", sign, friday)), "2026-03-06 19:00");
  EXPECT_EQ(shown(deadline(city->calendar, "office", ordinary, friday)), "2026-03-13 17:30");
  EXPECT_EQ(shown(deadline(city->calendar, "office", urgent, friday)), "2026-03-07 17:00");
  EXPECT_FALSE(deadline(city->calendar, "office", ordinary, at("2027-12-30 17:00")).ok());
}

TEST_F(ACity, APauseGivesBackWhatWasLeft) {
  const Limit& ordinary = limit(Kind::help, Urgency::normal, nullptr, Limited::resolve);
  const Limit& urgent = limit(Kind::help, Urgency::urgent, nullptr, Limited::resolve);
  const auto resumed = [&](const Limit& which, const char* due, const char* paused, const char* on) {
    return shown(resumed_deadline(city->calendar, "office", which, at(due), at(paused), at(on)));
  };
  EXPECT_EQ(resumed(ordinary, "2026-03-13 17:30", "2026-03-12 17:30", "2026-03-16 08:30"),
            "2026-03-16 17:30");
  EXPECT_EQ(resumed(urgent, "2026-03-07 17:00", "2026-03-07 16:00", "2026-03-08 09:00"), "2026-03-08 10:00");
  EXPECT_EQ(resumed(urgent, "2026-03-07 17:00", "2026-03-07 18:00", "2026-03-08 09:00"), "2026-03-08 09:00")
      << "nothing was left";
}

}  // namespace
}  // namespace hotline::city
