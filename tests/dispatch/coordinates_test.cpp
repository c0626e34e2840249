// Coordinates against the city's boundaries, and divisions that were changed.
#include "dispatch/hangzhou.hpp"

namespace hotline::dispatch::test {
namespace {

// Two squares side by side, as if they were the districts, and a smaller one inside the first, as a street.
const Dispatcher& drawn() {
  static const auto made = [] {
    auto files = city::read_city_files(std::string(HOTLINE_SOURCE_DIR) + "/config/hangzhou").value();
    const auto square = [](const char* code, const char* west, const char* south, const char* east,
                           const char* north) {
      const auto at = [](const char* x, const char* y) { return std::string("[") + x + "," + y + "]"; };
      return std::string("{\"type\":\"Feature\",\"properties\":{\"code\":\"") + code +
             "\"},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[" + at(west, south) + "," +
             at(east, south) + "," + at(east, north) + "," + at(west, north) + "]]}}";
    };
    files["boundaries.geojson"] = "{\"type\":\"FeatureCollection\",\"features\":[" +
                                  square("330102", "120.10", "30.20", "120.20", "30.30") + "," +
                                  square("330105", "120.20", "30.20", "120.30", "30.30") + "," +
                                  square("330102012", "120.12", "30.22", "120.14", "30.24") + "]}";
    const city::CityLoad load = city::load_city_files(files);
    if (load.city == nullptr) throw std::runtime_error(load.diagnostics.front().text.en);
    return std::make_shared<const Dispatcher>(load.city, nullptr);
  }();
  return *made;
}
Decision at(const std::string& words, const std::string& place) {
  classify::Scratch scratch;
  return drawn().decide(said(words, place), {}, scratch);
}
const std::string stalls = "有流动摊贩占道经营";

TEST(Coordinates, SettleAPlaceThatWasNotSaid) {
  const Decision district = at(stalls, "120.1550, 30.2550"), street = at(stalls, "(120.130001, 30.230001)");
  EXPECT_EQ(district.division, "330102") << why(district);
  EXPECT_EQ(street.division, "330102012") << why(street);
  EXPECT_FALSE(has(street.questions, "place"));
  EXPECT_EQ(find_reason(street, "place")->detail, "boundaries.geojson");
  EXPECT_EQ(at(stalls, "30.2550,120.2550").division, "330105") << "latitude first";
  EXPECT_EQ(at(stalls + "，坐标东经120.2550度，北纬30.2550度", "").division, "330105");
}

TEST(Coordinates, OutsideTheDistrictNamedAreAskedAbout) {
  const Decision wrong = at(stalls, "拱墅区 (120.1550, 30.2550)");
  EXPECT_TRUE(has(wrong.questions, "place_conflict")) << why(wrong);
  EXPECT_EQ(wrong.division, "330105") << "what was said stands until the caller has been asked";
  EXPECT_FALSE(wrong.automatic);
  const Decision right = at(stalls, "上城区 (120.1550, 30.2550)");
  EXPECT_TRUE(right.questions.empty() || right.questions == std::vector<std::string>{"place"}) << why(right);
  EXPECT_EQ(right.division, "330102");
}

TEST(Coordinates, OutsideTheCityAreAskedAboutOrSayNothing) {
  EXPECT_TRUE(has(at(stalls, "拱墅区大关街道 (121.1550, 31.2550)").questions, "place_conflict"));
  const Decision nowhere = at(stalls, "(121.1550, 31.2550)");
  EXPECT_EQ(nowhere.division, "");
  EXPECT_TRUE(has(nowhere.questions, "place"));
}

TEST(Coordinates, MakeADistrictNarrowerAndNeverAStreetWider) {
  EXPECT_EQ(at(stalls, "上城区 (120.1300, 30.2300)").division, "330102012");
  EXPECT_EQ(at(stalls, "上城区采荷街道 (120.1800, 30.2800)").division, "330102012");
}

TEST(Coordinates, TellTwoPlacesOfOneNameApart) {
  const Decision told = at(stalls + "，采荷街道和大关街道都有", "(120.2550, 30.2550)");
  EXPECT_EQ(told.division, "330105007") << why(told);
  EXPECT_FALSE(has(told.questions, "which_place"));
}

TEST(Coordinates, OnABorderAreAskedAbout) {
  const Decision border = at(stalls, "(120.2000, 30.2500)");
  EXPECT_EQ(border.division, "");
  EXPECT_TRUE(has(border.questions, "which_place")) << why(border);
  EXPECT_EQ(at(stalls, "拱墅区 (120.2000, 30.2500)").division, "330105");
}

TEST(Coordinates, PricesAndVersionsAreNone) {
  for (const char* words : {"收了120.5元，又收30.25元", "版本120.1550.1和30.2550.2", "电表120.1550度"})
    EXPECT_EQ(at(words, "").division, "") << words;
}

TEST(ChangedDivisions, WhatWentWhollyToOneDistrictIsThatDistrict) {
  const Decision now = decide(said("流动摊贩占道经营", "下城区"));
  EXPECT_EQ(now.division, "330105") << why(now);
  EXPECT_FALSE(has(now.questions, "old_place"));
  EXPECT_NE(find_reason(now, "place")->detail.find("拱墅区"), std::string::npos);
  EXPECT_FALSE(has(decide(said("流动摊贩占道经营", "下城区大关街道")).questions, "place_conflict"));
  EXPECT_TRUE(has(decide(said("流动摊贩占道经营", "下城区采荷街道")).questions, "place_conflict"));
}

TEST(ChangedDivisions, WhatWasDividedIsAskedAboutUnlessItsStreetIsNamed) {
  const Decision divided = decide(said("流动摊贩占道经营", "江干区"));
  EXPECT_EQ(divided.division, "");
  EXPECT_TRUE(has(divided.questions, "old_place")) << why(divided);
  EXPECT_FALSE(has(divided.questions, "place"));
  EXPECT_EQ(decide(said("流动摊贩占道经营", "江干区九堡街道")).division, "330102018");
  EXPECT_EQ(decide(said("流动摊贩占道经营", "江干区下沙街道")).division, "330114001");
}

TEST(ChangedDivisions, CountedAsTheyWereOnTheDay) {
  Facts facts = said("流动摊贩占道经营", "下城区");
  facts.received_at = base::from_millis(1609459200000);  // 2021-01-01, three months before its end
  EXPECT_EQ(decide(facts).division, "330103");
}

TEST(UnknownPlace, CallsNoUnitOfAPlaceThatNobodyNamed) {
  const Decision unknown = decide(said("路边流动摊贩"));
  ASSERT_EQ(unknown.division, "");
  for (const std::string& one : unknown.assistants)
    EXPECT_EQ(hangzhou()->units.find(one)->level, "city") << one << "\n" << why(unknown);
  const Decision district = decide(said("路边流动摊贩", "拱墅区"));
  for (const std::string& one : district.assistants) {
    const city::Unit* unit = hangzhou()->units.find(one);
    EXPECT_TRUE(unit->level == "city" || unit->division == "330105") << one << "\n" << why(district);
  }
}

}  // namespace
}  // namespace hotline::dispatch::test
