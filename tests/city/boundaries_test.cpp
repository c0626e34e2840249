// Areas of hand: a square with a hole, a neighbour that shares an edge, an island of a second part.
#include "hotline/city/boundaries.hpp"

#include <gtest/gtest.h>

#include "city/small_city.hpp"

namespace hotline::city::test {
namespace {

using Codes = std::vector<std::string>;

// West: 0..10 with a hole 4..6 and an island at 20..21; east: 10..20 beside it; a triangle above both.
Boundaries areas() {
  const auto square = [](double west, double south, double east, double north) {
    return std::vector<Point>{{west, south}, {east, south}, {east, north}, {west, north}};
  };
  const Area west{{square(0, 0, 10, 10), square(4, 4, 6, 6)}}, island{{square(20, 20, 21, 21)}};
  const Area east{{square(10, 0, 20, 10)}};
  const Area roof{{{{0, 10}, {20, 10}, {10, 15}}}};
  return Boundaries({{"west", {west, island}, 1}, {"east", {east}, 2}, {"roof", {roof}, 3}});
}

TEST(Boundaries, HoldWhatLiesInsideAndNothingElse) {
  const Boundaries all = areas();
  EXPECT_EQ(all.holding({2, 2}), Codes{"west"});
  EXPECT_EQ(all.holding({15, 5}), Codes{"east"});
  EXPECT_EQ(all.holding({-1, 5}), Codes{});
  EXPECT_EQ(all.holding({25, 5}), Codes{});
  EXPECT_EQ(all.holding({2, 14}), Codes{}) << "inside the triangle's box, beside the triangle";
  EXPECT_EQ(all.holding({10, 14}), Codes{"roof"});
}

TEST(Boundaries, AHoleIsOutsideAndItsEdgeIsNot) {
  const Boundaries all = areas();
  EXPECT_EQ(all.holding({5, 5}), Codes{});
  EXPECT_EQ(all.holding({4, 5}), Codes{"west"});
  EXPECT_EQ(all.holding({6, 6}), Codes{"west"});
  EXPECT_EQ(all.holding({3.999, 5}), Codes{"west"});
}

TEST(Boundaries, ASecondPartBelongsToTheSameDivision) {
  EXPECT_EQ(areas().holding({20.5, 20.5}), Codes{"west"});
}

TEST(Boundaries, ACommonEdgeOrCornerIsHeldByAllThatTouchIt) {
  const Boundaries all = areas();
  EXPECT_EQ(all.holding({10, 5}), (Codes{"west", "east"}));
  EXPECT_EQ(all.holding({10, 10}), (Codes{"west", "east", "roof"}));
  EXPECT_EQ(all.holding({5, 10}), (Codes{"west", "roof"}));
  EXPECT_EQ(all.holding({0, 0}), Codes{"west"});
  EXPECT_EQ(all.holding({5, 12.5}), Codes{"roof"}) << "on the slope of the triangle";
}

TEST(Boundaries, ARayThroughACornerCountsItOnce) {
  // At the height of the corner (10, 15) and of the squares' upper edges.
  EXPECT_EQ(areas().holding({-5, 15}), Codes{});
  EXPECT_EQ(areas().holding({-5, 10}), Codes{});
  EXPECT_EQ(areas().holding({-5, 0}), Codes{});
}

CityLoad with_boundaries(const std::string& content) {
  CityFiles files = small_city();
  files["boundaries.geojson"] = content;
  return load_city_files(files);
}
std::string feature(const std::string& code, const std::string& geometry) {
  return "{\"type\":\"FeatureCollection\",\"features\":[\n{\"type\":\"Feature\",\"properties\":{\"adcode\":" +
         code + "},\"geometry\":" + geometry + "}]}";
}

TEST(BoundariesFile, IsReadWithCodesAsTextOrNumber) {
  const std::string square =
      "{\"type\":\"Polygon\",\"coordinates\":[[[120,30],[121,30],[121,31],[120,31],[120,30]]]}";
  for (const char* code : {"330106", "\"330106\""}) {
    const CityLoad load = with_boundaries(feature(code, square));
    ASSERT_NE(load.city, nullptr) << load.diagnostics.front().text.en;
    EXPECT_EQ(load.city->boundaries.holding({120.5, 30.5}), Codes{"330106"});
  }
  EXPECT_TRUE(with_boundaries("{\"features\":[]}").city->boundaries.empty());
}

TEST(BoundariesFile, IsRefusedWithFileAndLine) {
  const std::string square = "{\"type\":\"Polygon\",\"coordinates\":[[[120,30],[121,30],[121,31]]]}";
  const std::pair<std::string, int> wrong[] = {
      {"{\"features\":\n[,]}", 2},
      {"{\"features\":[1e999]}", 1},
      {"[]", 1},
      {feature("330106", "{\"type\":\"Point\",\"coordinates\":[120,30]}"), 2},
      {feature("330106", "{\"type\":\"Polygon\",\"coordinates\":[[[120,30],[121,30]]]}"), 2},
      {feature("330106", "{\"type\":\"Polygon\",\"coordinates\":[[[30,120],[30,121],[31,121]]]}"), 2},
      {feature("330106", "{\"type\":\"MultiPolygon\",\"coordinates\":[]}"), 2},
      {feature("null", square), 2},
      {feature("999999", square), 2},
  };
  for (const auto& [content, line] : wrong) {
    const CityLoad load = with_boundaries(content);
    EXPECT_EQ(load.city, nullptr) << content;
    ASSERT_FALSE(load.diagnostics.empty()) << content;
    EXPECT_EQ(load.diagnostics.front().file, "boundaries.geojson") << content;
    EXPECT_EQ(load.diagnostics.front().line, line) << content;
  }
}

Date day(int year, unsigned month, unsigned of) {
  return std::chrono::year{year} / std::chrono::month{month} / std::chrono::day{of};
}
Codes standing(const City& city, const char* code, Date date) {
  Codes codes;
  for (const Division* one : city.divisions.standing(code, date)) codes.push_back(one->code);
  return codes;
}

TEST(Successors, AnAbolishedDivisionIsWhatItBecame) {
  CityFiles files = small_city();
  files["successors.csv"] = "division,successor,note\n330103,330105,全部\n";
  const auto city = load_city_files(files).city;
  ASSERT_NE(city, nullptr);
  EXPECT_EQ(standing(*city, "330103", day(2021, 4, 8)), Codes{"330103"}) << "its last day";
  EXPECT_EQ(standing(*city, "330103", day(2021, 4, 9)), Codes{"330105"});
  EXPECT_EQ(standing(*city, "330105", day(2020, 1, 1)), Codes{}) << "not set up yet, and nobody's heir";
  EXPECT_EQ(standing(*city, "330106", day(2026, 1, 1)), Codes{"330106"});
  EXPECT_EQ(standing(*city, "999999", day(2026, 1, 1)), Codes{});
}

TEST(Successors, WithoutTheTableNobodyKnowsWhatBecameOfIt) {
  EXPECT_EQ(standing(*load_city_files(small_city()).city, "330103", day(2026, 1, 1)), Codes{});
}

TEST(Successors, ARowThatCannotBeIsRefused) {
  for (const char* row :
       {"330106,330105,lives on", "330103,999999,nowhere", "999999,330105,nothing", "330103,330103,itself"}) {
    CityFiles files = small_city();
    files["successors.csv"] = std::string("division,successor,note\n") + row + "\n";
    const CityLoad load = load_city_files(files);
    EXPECT_EQ(load.city, nullptr) << row;
    EXPECT_EQ(load.diagnostics.front().file, "successors.csv") << row;
    EXPECT_EQ(load.diagnostics.front().line, 2) << row;
  }
}

}  // namespace
}  // namespace hotline::city::test
