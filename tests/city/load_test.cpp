#include "hotline/city/load.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "city/small_city.hpp"

namespace hotline::city {
namespace {

namespace fs = std::filesystem;

std::string all_of(const CityLoad& load) {
  std::string text;
  for (const Diagnostic& d : load.diagnostics)
    text += d.file + ":" + std::to_string(d.line) + ": " + d.code + ": " + d.text.en + "\n";
  return text;
}

bool reports(const CityLoad& load, const std::string& file, int line, const std::string& code) {
  return std::any_of(load.diagnostics.begin(), load.diagnostics.end(), [&](const Diagnostic& d) {
    return d.file == file && d.line == line && d.code == code && !d.text.zh.empty() && !d.text.en.empty();
  });
}

// Replaces one line, counted from 1.
void set_line(std::string& content, int line, const std::string& text) {
  std::size_t begin = 0;
  for (int i = 1; i < line; ++i) begin = content.find('\n', begin) + 1;
  content.replace(begin, content.find('\n', begin) - begin, text);
}

// Loads the small city with one line changed.
CityLoad with(const std::string& file, int line, const std::string& text) {
  CityFiles files = test::small_city();
  set_line(files[file], line, text);
  return load_city_files(files);
}

TEST(LoadCity, AGoodCityHasNoErrors) {
  const CityLoad load = load_city_files(test::small_city(), 7);
  ASSERT_NE(load.city, nullptr) << all_of(load);
  EXPECT_EQ(load.errors(), 0U);
  EXPECT_EQ(load.city->version, 7);
  EXPECT_EQ(load.city->settings.dispatch.auto_confidence, 0.9);
  EXPECT_EQ(load.city->settings.dispatch.max_returns_per_unit, 2) << "what a file leaves out has its default";
  EXPECT_EQ(load.city->settings.notify.quiet_hours, (DayHours{{0, 480}, {1260, 1440}}));
  EXPECT_EQ(load.city->rules.front().name, "高") << "the higher priority goes first";
  EXPECT_EQ(load.city->rules.front().when.any.front(), "ab救命") << "words are normalised";
  EXPECT_EQ(load.city->handover.find("110")->words, (std::vector<std::string>{"持刀", "抢劫"}));
  EXPECT_EQ(load.city->templates.find("receipt")->en, "Ticket {number}");
}

TEST(LoadCity, HolesAreWarnedOfAndDoNotFail) {
  CityFiles files = test::small_city();
  files["duties.csv"] = "matter,division,unit,role,words,basis\n04,,@street,lead,,\n";
  files["limits.csv"] = "kind,urgency,matter,clock,amount,unit,pausable,note\n*,*,,sign,2,hours,false,\n";
  std::erase_if(files, [](const auto& file) { return file.first == "direct.csv"; });
  files["divisions.csv"] += "330108,滨江区,district,330100,,\n";
  const CityLoad load = load_city_files(files);
  ASSERT_NE(load.city, nullptr) << all_of(load);
  EXPECT_TRUE(reports(load, "matters.csv", 3, "unowned_matter")) << all_of(load);
  EXPECT_TRUE(reports(load, "calendars.toml", 2, "provisional_year"));
  EXPECT_TRUE(reports(load, "divisions.csv", 8, "division_without_unit"));
  EXPECT_TRUE(reports(load, "divisions.csv", 4, "division_without_unit")) << "a street without an office";
  EXPECT_TRUE(reports(load, "units.csv", 3, "unused_unit"));
  EXPECT_TRUE(reports(load, "limits.csv", 0, "no_general_limit"));
  EXPECT_FALSE(reports(load, "units.csv", 4, "unused_unit")) << "named by a settled dispute";
  EXPECT_FALSE(reports(load, "divisions.csv", 5, "division_without_unit")) << "abolished in 2021";
}

TEST(LoadCity, AnUrgentLimitLongerThanTheOrdinaryOneIsWarnedOf) {
  const CityLoad load = with("limits.csv", 9, "*,*,0904.090403,resolve,2,hours,true,");
  ASSERT_NE(load.city, nullptr);
  EXPECT_TRUE(reports(load, "limits.csv", 9, "urgent_longer")) << all_of(load);
  EXPECT_FALSE(reports(load, "limits.csv", 8, "urgent_longer"));
}

// city.toml as a city of the release before may still have it: every key that was dropped since.
std::string with_obsolete_keys(std::string file) {
  file.insert(file.find("auto_confidence"),
              "sample_confidence = 0.6\nneighbours = 20\nneighbour_days = 30\n");
  return file +
         "max_per_number_per_day = 5\n[triage]\nsilent_prompts = 3\nsilent_wait_seconds = 5\n"
         "[warning]\nyellow_working_minutes = 60\nyellow_share = 0.2\n";
}

TEST(LoadCity, EveryKeyThatAnEarlierReleaseReadIsWarnedOfAtItsLineAndStillLoads) {
  CityFiles files = test::small_city();
  files["city.toml"] = with_obsolete_keys(files["city.toml"]);
  const CityLoad load = load_city_files(files);
  ASSERT_NE(load.city, nullptr) << all_of(load);
  for (const int line : {9, 10, 11, 16, 18, 19, 20})
    EXPECT_TRUE(reports(load, "city.toml", line, "obsolete_key")) << line << '\n' << all_of(load);
  EXPECT_EQ(std::count_if(load.diagnostics.begin(), load.diagnostics.end(),
                          [](const Diagnostic& d) { return d.code == "obsolete_key"; }),
            7);
  const auto warned = std::find_if(load.diagnostics.begin(), load.diagnostics.end(),
                                   [](const Diagnostic& d) { return d.line == 10; });
  EXPECT_NE(warned->text.zh.find("“dispatch.neighbours”"), std::string::npos) << warned->text.zh;
  EXPECT_NE(warned->text.en.find("of hotline.toml: remove it"), std::string::npos) << warned->text.en;
}

TEST(LoadCity, AnObsoleteKeyInAnotherTableIsAMisspeltOne) {
  CityFiles files = test::small_city();
  files["city.toml"] += "neighbours = 20\nsilent_prompt = 3\n";
  const CityLoad load = load_city_files(files);
  EXPECT_EQ(load.city, nullptr);
  EXPECT_TRUE(reports(load, "city.toml", 13, "unknown_key")) << all_of(load);
  EXPECT_TRUE(reports(load, "city.toml", 14, "unknown_key"));
}

TEST(LoadCity, AUnitMayHaveADutyMailboxWhichMustBeOneAddress) {
  CityFiles files = test::small_city();
  files["units.csv"] =
      "code,name,level,parent,kind,division,hours,phone,aliases,email\n"
      "HOTLINE,热线中心,city,,hotline,,round_the_clock,12345,,zhiban@example.gov.cn\n" +
      files["units.csv"].substr(files["units.csv"].find("WATER"));
  std::string& units = files["units.csv"];
  for (std::size_t at = units.find('\n', units.find("HOTLINE")) + 1;
       (at = units.find('\n', at)) != units.npos; at += 2)
    units.insert(at, ",");
  const CityLoad load = load_city_files(files);
  ASSERT_NE(load.city, nullptr) << all_of(load);
  EXPECT_EQ(load.city->units.find("HOTLINE")->email, "zhiban@example.gov.cn");
  EXPECT_EQ(load.city->units.find("WATER")->email, "");
  EXPECT_EQ(test::small_city()["units.csv"].find("email"), std::string::npos)
      << "files without the column load";

  set_line(units, 3, "WATER,水务集团,city,,utility,,round_the_clock,,自来水,请打电话");
  EXPECT_TRUE(reports(load_city_files(files), "units.csv", 3, "format"));
}

struct Mistake {
  const char* name;
  const char* file;
  int line;
  const char* text;
  const char* code;
};

class AMistake : public testing::TestWithParam<Mistake> {};

TEST_P(AMistake, IsReportedAtItsLineAndNothingIsLoaded) {
  const Mistake& mistake = GetParam();
  const CityLoad load = with(mistake.file, mistake.line, mistake.text);
  EXPECT_EQ(load.city, nullptr);
  EXPECT_TRUE(reports(load, mistake.file, mistake.line, mistake.code)) << all_of(load);
}

const Mistake mistakes[] = {
    {"UnknownColumn", "units.csv", 1, "code,name,level,parent,kind,division,ours,phone,aliases",
     "unknown_column"},
    {"MissingColumn", "units.csv", 1, "code,name,level,parent,kind,division,ours,phone,aliases",
     "missing_column"},
    {"TooFewCells", "units.csv", 3, "WATER,水务集团,city", "width"},
    {"EmptyName", "units.csv", 3, "WATER,,city,,utility,,round_the_clock,,", "required"},
    {"CodeTwice", "units.csv", 4, "WATER,环境局,city,,bureau,,office,,", "duplicate"},
    {"UnknownTimetable", "units.csv", 4, "ENV,环境局,city,,bureau,,ofice,,", "unknown_reference"},
    {"UnknownLevel", "units.csv", 4, "ENV,环境局,province,,bureau,,office,,", "choice"},
    {"UnitAboveItself", "units.csv", 5, "XH,西湖区政府,district,XH-CG,government,330106,office,,", "cycle"},
    {"NoSuchDate", "divisions.csv", 4, "330105,拱墅区,district,330100,2021-02-30,", "date"},
    {"EndsBeforeItBegins", "divisions.csv", 4, "330105,拱墅区,district,330100,2021-04-09,2020-01-01",
     "range"},
    {"UnknownParent", "divisions.csv", 4, "330105,拱墅区,district,330109,,", "unknown_reference"},
    {"DivisionOfAPlace", "places.csv", 2, "文三路,road,330199,", "unknown_reference"},
    {"CodesThatDoNotFit", "matters.csv", 2, "0402.040201,040201,05,环境,0402,污染防治,噪声污染,", "range"},
    {"UnknownMatterOfADuty", "duties.csv", 3, "0777,,ENV,lead,,", "unknown_reference"},
    {"UnknownUnitOfADuty", "duties.csv", 3, "04,,ENVV,lead,,", "unknown_reference"},
    {"UnknownRole", "duties.csv", 3, "04,,ENV,leader,,", "choice"},
    {"CrossingToNowhere", "crosswalk.csv", 2, "other,环保,噪声,,0402.999999,exact", "unknown_reference"},
    {"CopyToNobody", "direct.csv", 2, "09,,@street,@county,", "unknown_reference"},
    {"RulingWithoutDate", "disputed.csv", 2, "公园里唱歌,040201,XH-CG,ENV,由区城管主办,", "required"},
    {"NumberThatIsNone", "limits.csv", 2, "*,*,,sign,two,hours,false,", "type"},
    {"AmountOfNothing", "limits.csv", 2, "*,*,,sign,0,hours,false,", "range"},
    {"FlagThatIsNone", "limits.csv", 2, "*,*,,sign,2,hours,maybe,", "choice"},
    {"LimitTwice", "limits.csv", 6, "*,*,,resolve,7,working_days,true,", "duplicate"},
    {"DeskOfUnknownChannel", "desks.csv", 2, "all,综合专席,phone|fax,,round_the_clock", "unknown_reference"},
    {"HolidayOnNoDay", "calendars/2026.csv", 3, "2026-02-30,holiday,春节", "date"},
    {"HolidayOfAnotherYear", "calendars/2026.csv", 3, "2025-02-17,holiday,春节", "range"},
    {"MakeUpDayOnATuesday", "calendars/2026.csv", 2, "2026-02-10,workday,春节", "range"},
    {"UnknownDayKind", "calendars/2026.csv", 2, "2026-02-14,workingday,春节", "choice"},
    {"TimetableHours", "calendars.toml", 7, "hours = [\"08:30-25:00\"]", "range"},
    {"TimetableOverlap", "calendars.toml", 7, "hours = [\"08:30-12:00\", \"11:00-17:00\"]", "range"},
    {"TimetableNeverOpen", "calendars.toml", 7, "hours = []", "required"},
    {"TimetableDays", "calendars.toml", 6, "days = \"mon-fry\"", "range"},
    {"ProvisionalWithoutFile", "calendars.toml", 2, "provisional = [2031]", "unknown_reference"},
    {"UnknownSetting", "city.toml", 9, "auto_confidense = 0.9", "unknown_key"},
    {"SettingOutOfRange", "city.toml", 9, "auto_confidence = 1.9", "range"},
    {"SettingOfWrongType", "city.toml", 9, "auto_confidence = \"high\"", "type"},
    {"UnknownFallback", "city.toml", 5, "fallback_unit = \"NOBODY\"", "unknown_reference"},
    {"BrokenToml", "city.toml", 9, "auto_confidence = = 0.9", "malformed"},
    {"RuleWithUnknownKind", "rules.toml", 14, "kind = [\"helping\"]", "choice"},
    {"RuleWithUnknownKey", "rules.toml", 5, "anny = [\"井盖\"]", "unknown_key"},
    {"RuleToUnknownLine", "rules.toml", 9,
     "[[rule]]\npriority = 3\n[rule.then]\nhandover = \"911\"\n[[rule]]", "unknown_reference"},
    {"OpenBrace", "templates.toml", 2, "zh = \"工单{number\"", "range"},
    {"InstantThatIsNone", "announcements.csv", 2,
     "A1,water,330106005,,明天,2026-03-01T18:00:00+08:00,计划停水,停水", "date"},
    {"SynonymAlone", "synonyms.csv", 2, "医保,", "range"},
    {"SynonymOfItself", "synonyms.csv", 2, "医保|醫保,", "range"},
    {"SynonymInTwoGroups", "synonyms.csv", 3, "医保|社会保障,", "duplicate"},
    {"OpenQuote", "risk_words.csv", 2, "red,\"跳楼,自伤,排除", "malformed"},
};

INSTANTIATE_TEST_SUITE_P(Planted, AMistake, testing::ValuesIn(mistakes),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(LoadCity, AllMistakesAreReportedAtOnce) {
  CityFiles files = test::small_city();
  std::vector<std::pair<std::string, int>> planted;
  const auto plant = [&](const char* file, int line, const char* text) {
    set_line(files[file], line, text);
    planted.emplace_back(file, line);
  };
  plant("city.toml", 9, "auto_confidence = 7");
  plant("divisions.csv", 4, "330105,拱墅区,county,330100,,");
  plant("places.csv", 2, "文三路,road,330199,");
  plant("units.csv", 4, "ENV,环境局,city,,bureau,,oficce,,");
  plant("duties.csv", 3, "0402,,ENWV,lead,,");
  plant("duties.csv", 5, "040201,,ENV,asist,,");
  plant("limits.csv", 2, "*,*,,sign,many,hours,false,");
  plant("calendars/2026.csv", 3, "2026-02-31,holiday,春节");
  plant("calendars.toml", 6, "days = \"never\"");
  plant("rules.toml", 7, "unitt = \"@street\"");
  plant("templates.toml", 3, "english = \"Ticket\"");
  plant("handover.csv", 2, "110,公安,0,持刀");
  const CityLoad load = load_city_files(files);
  EXPECT_EQ(load.city, nullptr);
  for (const auto& [file, line] : planted) {
    const bool found =
        std::any_of(load.diagnostics.begin(), load.diagnostics.end(), [&](const Diagnostic& d) {
          return d.severity == Severity::error && d.file == file && d.line == line;
        });
    EXPECT_TRUE(found) << file << ":" << line << "\n" << all_of(load);
  }
}

TEST(LoadCity, TheNearestKnownNameIsSuggested) {
  const CityLoad load = with("duties.csv", 3, "040201,,ENVV,lead,,");
  EXPECT_NE(all_of(load).find("did you mean 'ENV'?"), std::string::npos) << all_of(load);
}

TEST(LoadCity, MissingAndUnknownFilesAreErrors) {
  CityFiles files = test::small_city();
  files.erase("units.csv");
  files["dutys.csv"] = "a,b\n";
  files["calendars/next.csv"] = "date,kind,name\n";
  const CityLoad load = load_city_files(files);
  EXPECT_TRUE(reports(load, "units.csv", 0, "missing_file")) << all_of(load);
  EXPECT_TRUE(reports(load, "dutys.csv", 0, "unknown_file"));
  EXPECT_TRUE(reports(load, "calendars/next.csv", 0, "unknown_file"));
  EXPECT_NE(all_of(load).find("did you mean 'duties.csv'?"), std::string::npos);
  EXPECT_FALSE(reports(load, "duties.csv", 2, "unknown_reference")) << "one missing table is one error";
}

TEST(LoadCity, AGapBetweenYearsIsAnError) {
  CityFiles files = test::small_city();
  files["calendars/2029.csv"] = "date,kind,name\n";
  EXPECT_TRUE(reports(load_city_files(files), "calendars/2028.csv", 0, "gap"));
}

TEST(LoadCity, TextThatIsNotUtf8IsAnErrorOfItsLine) {
  EXPECT_TRUE(reports(with("channels.csv", 3, "wechat,\xCE\xA2\xD0\xC5,machine_first,wechat"), "channels.csv",
                      3, "malformed"));
}

TEST(LoadCity, AMissingFolderIsADiagnostic) {
  const CityLoad load = load_city("/no/such/folder");
  EXPECT_EQ(load.city, nullptr);
  ASSERT_EQ(load.diagnostics.size(), 1U);
  EXPECT_EQ(load.diagnostics[0].code, "unreadable");
}

TEST(SampleCity, LoadsWithoutErrorsAndHasEveryThingItPromises) {
  const CityLoad load = load_city(std::string(HOTLINE_SOURCE_DIR) + "/config/hangzhou");
  ASSERT_NE(load.city, nullptr) << all_of(load);
  const City& city = *load.city;
  EXPECT_EQ(city.matters.rows().size(), 515U);
  EXPECT_EQ(city.matters.below("090499").size(), 2U) << "one code stands for two rows";
  EXPECT_GE(city.units.rows().size(), 80U);
  EXPECT_EQ(city.channels.size(), 17U);
  EXPECT_EQ(city.desks.size(), 7U);
  EXPECT_EQ(city.crosswalk.rows().size(), 517U);
  EXPECT_EQ(city.divisions.children("330100").size(), 15U) << "13 districts and two that were abolished";
  EXPECT_EQ(city.calendar.covered_years(), std::pair(2024, 2027));
  EXPECT_TRUE(city.calendar.provisional(2027));
  EXPECT_TRUE(reports(load, "calendars.toml", 4, "provisional_year")) << all_of(load);
  for (const Diagnostic& d : load.diagnostics)
    EXPECT_NE(d.code, "unowned_matter") << d.file << d.line << d.text.en;
}

TEST(SampleCity, TenPlantedMistakesInACopyOnDiskAreAllFound) {
  const fs::path folder = fs::path(testing::TempDir()) / "hotline_city_with_mistakes";
  fs::remove_all(folder);
  fs::copy(std::string(HOTLINE_SOURCE_DIR) + "/config/hangzhou", folder, fs::copy_options::recursive);
  const auto append = [&](const char* file, const char* line) {
    std::ofstream(folder / file, std::ios::app) << line << "\n";
  };
  append("units.csv", "HZ-12345,又一个热线,city,,hotline,,round_the_clock,,");
  append("divisions.csv", "330199,,district,330100,,");
  append("places.csv", "某路,road,990000,");
  append("duties.csv", "0101,,NOBODY,lead,,");
  append("limits.csv", "*,*,0101,resolve,-3,working_days,true,");
  append("channels.csv", "telex,电传,by_hand,phone");
  append("handover.csv", "119x,消防,three,火");
  append("calendars/2026.csv", "2026-13-01,holiday,无");
  append("risk_words.csv", "purple,词,类,");
  append("refusals.csv", "x,y");
  const CityLoad load = load_city(folder.string());
  fs::remove_all(folder);
  EXPECT_EQ(load.city, nullptr);
  EXPECT_EQ(load.errors(), 10U) << all_of(load);
}

const char* const rule_a =
    "[[rule]]\nname = \"甲\"\npriority = 5\n[rule.when]\nany = [\"工地噪声\", \"夜里施工\"]\n"
    "[rule.then]\nunit = \"ENV\"\n";

// The small city with rule_a and one more, whose [[rule]] stands in line 8.
CityLoad with_second_rule(const std::string& second) {
  CityFiles files = test::small_city();
  files["rules.toml"] = rule_a + second;
  return load_city_files(files);
}

TEST(RuleConflicts, TwoRulesOfOnePriorityForOnePhraseMustNotDisagree) {
  const CityLoad load = with_second_rule(
      "[[rule]]\nname = \"乙\"\npriority = 5\n[rule.when]\nany = [\"夜里施工\"]\n[rule.then]\nunit = "
      "\"XH-CG\"\n");
  EXPECT_EQ(load.city, nullptr);
  EXPECT_TRUE(reports(load, "rules.toml", 8, "conflict")) << all_of(load);
  EXPECT_NE(all_of(load).find("rules.toml:1"), std::string::npos) << "names the other rule's line";
}

TEST(RuleConflicts, PriorityDisjointConditionsAndEqualConclusionsAreNoConflict) {
  for (const char* second :
       {"priority = 6\n[rule.when]\nany = [\"夜里施工\"]\n[rule.then]\nunit = \"XH-CG\"\n",
        "priority = 5\n[rule.when]\nany = [\"井盖\"]\n[rule.then]\nunit = \"XH-CG\"\n",
        "priority = 5\n[rule.when]\nany = [\"夜里施工\"]\n[rule.then]\nunit = \"ENV\"\n",
        "priority = 5\n[rule.when]\nany = [\"夜里施工\"]\n[rule.then]\nurgency = \"urgent\"\n"}) {
    const CityLoad load = with_second_rule(std::string("[[rule]]\nname = \"乙\"\n") + second);
    EXPECT_NE(load.city, nullptr) << all_of(load);
  }
}

TEST(RuleConflicts, ANameMeansOneRule) {
  EXPECT_TRUE(
      reports(with_second_rule("[[rule]]\nname = \"甲\"\npriority = 1\n[rule.then]\nsecrecy = true\n"),
              "rules.toml", 8, "duplicate"));
}

TEST(Rules, CallerTimeAndJointUnitsAreRead) {
  const CityLoad load = with_second_rule(
      "[[rule]]\nname = \"乙\"\n[rule.when]\ncaller = [\"elderly\"]\nhours = [\"22:00-06:00\"]\nworkday = "
      "false\n[rule.then]\nassist = [\"@street\", \"ENV\"]\n");
  ASSERT_NE(load.city, nullptr) << all_of(load);
  const Rule& rule = load.city->rules.back();
  EXPECT_EQ(rule.when.caller, std::vector<std::string>{"elderly"});
  EXPECT_EQ(rule.when.hours, (DayHours{{0, 360}, {1320, 1440}}));
  EXPECT_EQ(rule.when.workday, false);
  EXPECT_EQ(rule.then.assists, (std::vector<std::string>{"@street", "ENV"}));
}

TEST(Rules, AJointUnitThatDoesNotExistIsRefusedWithItsLine) {
  EXPECT_TRUE(reports(with_second_rule("[[rule]]\nname = \"乙\"\n[rule.then]\nassist = [\"NOBODY\"]\n"),
                      "rules.toml", 8, "unknown_reference"));
}

}  // namespace
}  // namespace hotline::city
