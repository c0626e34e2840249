// Settings: one table, read strictly.
#include "hotline/app/settings.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "app/obsolete_settings.hpp"
#include "app/settings_table.hpp"

namespace hotline::app {
namespace {

TEST(Settings, TheSampleHoldsEverySettingAndReadsBackAsTheDefaults) {
  const auto read = parse_settings(sample_settings(), "sample.toml");
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read->store.path, Settings().store.path);
  EXPECT_EQ(read->access.lock_out.time, Settings().access.lock_out.time);
  EXPECT_EQ(read->server.per_key.per_second, Settings().server.per_key.per_second);
}

TEST(Settings, TheFileInTheRepositoryNamesEverySetting) {
  const std::string path = std::string(HOTLINE_SOURCE_DIR) + "/config/hotline.toml";
  EXPECT_TRUE(load_settings(path).ok());
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  Settings settings;
  for (const Row& row : settings_table(settings)) {
    const std::string key(row.key.substr(row.key.find('.') + 1));
    EXPECT_NE(text.str().find("\n" + key + " = "), std::string::npos) << row.key;
  }
}

// Each key with its default and both descriptions, as the sample file gives them.
TEST(Settings, TheManualListsEverySettingWithItsDefaultAndMeaning) {
  std::ifstream file(std::string(HOTLINE_SOURCE_DIR) + "/docs/operations.md");
  std::stringstream manual;
  manual << file.rdbuf();
  std::stringstream sample(sample_settings());
  std::vector<std::string> about;
  std::string section;
  int settings = 0;
  for (std::string line; std::getline(sample, line);) {
    if (line.starts_with("# ")) about.push_back(line.substr(2));
    if (line.starts_with("[")) section = line.substr(1, line.size() - 2);
    const std::size_t equals = line.find(" = ");
    if (section.empty() || line.starts_with("#") || equals == std::string::npos) continue;
    ASSERT_GE(about.size(), 2U) << line;
    const std::string row = "| `" + section + "." + line.substr(0, equals) + "` | `" +
                            line.substr(equals + 3) + "` | " + about[about.size() - 2] + " / " +
                            about.back() + " |\n";
    EXPECT_NE(manual.str().find(row), std::string::npos) << row;
    ++settings;
  }
  Settings all;
  EXPECT_EQ(settings, static_cast<int>(settings_table(all).size()));
}

TEST(Settings, WhatIsNamedChangesAndTheRestKeepsItsDefault) {
  const auto read = parse_settings(
      "[store]\npath = \"a.db\"\nreaders = 3\n[server]\nport = 0\ntrusted_proxies = [\"10.0.0.1\"]\n", "x");
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read->store.path, "a.db");
  EXPECT_EQ(read->store.readers, 3);
  EXPECT_EQ(read->server.port, 0);
  EXPECT_EQ(read->server.trusted_proxies.size(), 1u);
  EXPECT_EQ(read->store.group, Settings().store.group);
}

TEST(Settings, KindsOfJobsForWorkersOutsideAreAListThatIsEmptyByDefault) {
  EXPECT_TRUE(Settings().worker_kinds.empty());
  const auto read = parse_settings("[jobs]\nworker_kinds = [\"letter.print\", \"voice.call\"]\n", "x");
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read->worker_kinds, (std::vector<std::string>{"letter.print", "voice.call"}));
  EXPECT_FALSE(parse_settings("[jobs]\nworker_kinds = \"letter.print\"\n", "x").ok());
}

TEST(Settings, EveryFaultIsReportedWithItsLineAndNothingIsTaken) {
  const auto read = parse_settings(
      "[store]\npaht = \"a\"\nreaders = 0\n[server]\nport = \"x\"\nsecure_cookies = 1\n", "bad.toml");
  ASSERT_FALSE(read.ok());
  std::vector<std::string> found;
  for (const auto& one : read.error().fields) found.push_back(one.pointer + " " + one.rule);
  EXPECT_EQ(found, (std::vector<std::string>{"bad.toml:5 type", "bad.toml:6 type", "bad.toml:2 unknown_key",
                                             "bad.toml:3 range"}));
}

TEST(Settings, EveryObsoleteKeyLoadsWithAWarningThatNamesItsLineAndWhatToDo) {
  const auto read = parse_settings(
      "[server]\ncompress_replies = true\nport = 81\n[knowledge]\nsynonyms_file = \"s.csv\"\nprecision = "
      "0.9\n",
      "old.toml");
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read->server.port, 81);
  EXPECT_DOUBLE_EQ(read->knowledge.precision, 0.9);
  ASSERT_EQ(read->warnings.size(), obsolete_settings.size());
  for (const base::FieldError& one : read->warnings) {
    EXPECT_EQ(one.rule, "obsolete_key");
    const bool first = one.pointer == "old.toml:2";
    EXPECT_TRUE(first || one.pointer == "old.toml:5") << one.pointer;
    for (const std::string& text : {one.text.zh, one.text.en}) {
      EXPECT_NE(text.find(first ? "server.compress_replies" : "knowledge.synonyms_file"), std::string::npos);
      EXPECT_EQ(text.find("synonyms.csv") == std::string::npos, first) << text;
    }
  }
  EXPECT_TRUE(parse_settings(sample_settings(), "x")->warnings.empty());
}

TEST(Settings, AnObsoleteKeyIsNoSettingOfToday) {
  Settings settings;
  for (const ObsoleteSetting& old : obsolete_settings) {
    for (const Row& row : settings_table(settings)) EXPECT_NE(row.key, old.key);
  }
}

TEST(Settings, AKeyLikeAnObsoleteOneIsStillRefused) {
  for (const char* text : {"[server]\ncompress_reply = true\n", "compress_replies = true\n",
                           "[knowledge]\ncompress_replies = true\n"}) {
    const auto read = parse_settings(text, "x");
    ASSERT_FALSE(read.ok()) << text;
    EXPECT_EQ(read.error().fields.front().rule, "unknown_key");
  }
}

TEST(Settings, WhatIsNoTomlNamesTheLine) {
  const auto read = parse_settings("[store]\npath = \n", "bad.toml");
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.error().fields.front().pointer.substr(0, 9), "bad.toml:");
}

TEST(Settings, AMissingFileSaysWhatToDo) {
  EXPECT_EQ(load_settings("/nowhere/x.toml").error().code, base::ErrorCode::not_found);
}

}  // namespace
}  // namespace hotline::app
