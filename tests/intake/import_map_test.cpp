#include "hotline/intake/import_map.hpp"

#include <gtest/gtest.h>

#include "hotline/intake/import_time.hpp"

namespace hotline::intake {
namespace {

std::vector<base::FieldError> faults(const std::string& toml) {
  const auto map = parse_import_map("old.toml", toml);
  return map.ok() ? std::vector<base::FieldError>{} : map.error().fields;
}

TEST(ImportMap, ReadsColumnsValuesDefaultsAndTimes) {
  const auto map = parse_import_map("old.toml", R"(
source = "old"
hold = true
[columns]
words = ["内容", "正文"]
received = "时间"
[defaults]
channel = "phone"
[values.kind]
"投诉类" = "complaint"
[times]
formats = ["%d.%m.%Y"]
)");
  ASSERT_TRUE(map.ok()) << map.error().text.en;
  EXPECT_EQ(map->source, "old");
  EXPECT_TRUE(map->hold);
  EXPECT_EQ(map->headers(ImportField::words), (std::vector<std::string>{"内容", "正文"}));
  EXPECT_EQ(map->headers(ImportField::received), std::vector<std::string>{"时间"});
  EXPECT_FALSE(map->headers(ImportField::title).empty()) << "the usual headers stand in";
  EXPECT_EQ(map->defaults[static_cast<std::size_t>(ImportField::channel)], "phone");
  EXPECT_EQ(map->values[static_cast<std::size_t>(ImportField::kind)].at("投诉类"), "complaint");
  EXPECT_EQ(map->time_formats, std::vector<std::string>{"%d.%m.%Y"});
}

TEST(ImportMap, EveryMistakeIsReportedWithItsLine) {
  const auto wrong = faults(R"(source = 5
sorce = "typing error"
[columns]
wrods = "内容"
title = 7
[times]
formats = ["%Y-%q", "%H:%M"]
zone = 3
[more]
)");
  std::vector<std::string> found;
  for (const auto& one : wrong) found.push_back(one.pointer + " " + one.rule);
  std::sort(found.begin(), found.end());
  EXPECT_EQ(found, (std::vector<std::string>{
                       "old.toml:0 required", "old.toml:1 type", "old.toml:2 unknown_key",
                       "old.toml:4 unknown_key", "old.toml:5 type", "old.toml:7 time_format",
                       "old.toml:7 time_format", "old.toml:8 unknown_key", "old.toml:9 unknown_key"}));
}

TEST(ImportMap, WhatIsNoTomlIsRefusedWithItsLine) {
  const auto map = parse_import_map("old.toml", "source = \"a\"\n[columns\n");
  ASSERT_FALSE(map.ok());
  EXPECT_EQ(map.error().code, base::ErrorCode::malformed);
  EXPECT_NE(map.error().text.en.find("old.toml:2"), std::string::npos) << map.error().text.en;
}

TEST(ImportMap, AMissingFileIsNamed) {
  const auto map = load_import_map("/nowhere/old.toml");
  ASSERT_FALSE(map.ok());
  EXPECT_EQ(map.error().code, base::ErrorCode::not_found);
}

TEST(ImportMap, TheMapsThatShipAreSound) {
  for (const char* name : {"fuzhou_river.toml", "hot_messages.toml"}) {
    const auto map = load_import_map(std::string(HOTLINE_SOURCE_DIR) + "/config/maps/" + name);
    EXPECT_TRUE(map.ok()) << name;
  }
}

// -- times ----------------------------------------------------------------------------------------------
constexpr std::chrono::minutes beijing{480};

std::string read(const std::string& text, const std::vector<std::string>& formats = usual_time_formats()) {
  const auto time = read_time(text, formats, beijing);
  return time ? base::format_rfc3339(*time, beijing) : "none";
}

TEST(ImportTimes, AreReadAsOfficesWriteThem) {
  const std::string noon = "2019-02-28T11:25:05+08:00", day = "2019-02-28T00:00:00+08:00";
  for (const char* text :
       {"2019-02-28 11:25:05", "2019/2/28 11:25:05", "2019-02-28T11:25:05", "2019-02-28T03:25:05Z",
        "2019-02-28T11:25:05+08:00", "2019年2月28日 11:25:05", "2019.2.28 11:25:05", " 2019-2-28   11:25:05 ",
        "2019-02-28 11:25:05.123", "43524.4757523148"}) {
    EXPECT_EQ(read(text), noon) << text;
  }
  for (const char* text : {"2019-02-28", "2019/2/28", "2019年2月28日", "2019.2.28", "43524"}) {
    EXPECT_EQ(read(text), day) << text;
  }
}

TEST(ImportTimes, TheOrderOfFormatsDecidesWhatCouldBeBoth) {
  EXPECT_EQ(read("02/03/2016", {"%m/%d/%Y"}), "2016-02-03T00:00:00+08:00");
  EXPECT_EQ(read("02/03/2016", {"%d/%m/%Y", "%m/%d/%Y"}), "2016-03-02T00:00:00+08:00");
  EXPECT_EQ(read("12/31/2016", {"%d/%m/%Y", "%m/%d/%Y"}), "2016-12-31T00:00:00+08:00");
  EXPECT_EQ(read("12/31/2016"), "none") << "it is never guessed";
}

TEST(ImportTimes, WhatIsNoDateIsNone) {
  for (const char* text : {"", "yesterday", "2019-02-29 10:00:00", "2019-13-01", "2019-00-10", "2019-01-32",
                           "2019-01-01 24:00:00", "2019-01-01 10:60:00", "2019-01-01 10:00:00 x", "19-01-01",
                           "12", "20190101", "-5", "1e999", "2019-01-01 1"}) {
    EXPECT_EQ(read(text), "none") << text;
  }
}

TEST(ImportTimes, ALeapDayIsADay) {
  EXPECT_EQ(read("2020-02-29"), "2020-02-29T00:00:00+08:00");
}

}  // namespace
}  // namespace hotline::intake
