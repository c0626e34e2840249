// Conditions and conclusions of the city's rules, one at a time.
#include "city/small_city.hpp"
#include "dispatch/hangzhou.hpp"

namespace hotline::dispatch::test {
namespace {

// The small city with only this rule.
Decision decide_by(const std::string& rule, Facts facts) {
  city::CityFiles files = city::test::small_city();
  files["rules.toml"] = "[[rule]]\nname = \"规则\"\n" + rule;
  const city::CityLoad load = city::load_city_files(files);
  if (load.city == nullptr)
    throw std::runtime_error("the rule is wrong: " + load.diagnostics.front().text.en);
  classify::Scratch scratch;
  return Dispatcher(load.city, nullptr).decide(facts, {}, scratch);
}

bool fired(const Decision& decision) {
  return find_reason(decision, "rule") != nullptr;
}

TEST(Rule, HoldsAtNightAndNotByDay) {
  const std::string rule =
      "[rule.when]\nany = [\"施工\"]\nhours = [\"22:00-06:00\"]\n[rule.then]\nunit = \"ENV\"\n";
  Facts facts = said("楼下在施工", "翠苑一区");
  EXPECT_FALSE(fired(decide_by(rule, facts))) << "noon";
  for (const int hours_later : {11, 15}) {  // 23:00, 03:00
    facts.received_at = monday_noon() + std::chrono::hours{hours_later};
    const Decision decision = decide_by(rule, facts);
    EXPECT_TRUE(fired(decision)) << hours_later;
    EXPECT_EQ(decision.lead, "ENV");
  }
  facts.received_at = monday_noon() + std::chrono::hours{18};  // 06:00: the span is half open
  EXPECT_FALSE(fired(decide_by(rule, facts)));
}

TEST(Rule, TellsWorkingDaysFromOthersByTheCalendar) {
  const std::string rule = "[rule.when]\nworkday = false\n[rule.then]\nunit = \"ENV\"\n";
  Facts facts = said("有事情");
  EXPECT_FALSE(fired(decide_by(rule, facts))) << "a Monday";
  facts.received_at = base::from_millis(1771041600000);  // Saturday 2026-02-14, a make-up working day
  EXPECT_FALSE(fired(decide_by(rule, facts)));
  facts.received_at = base::from_millis(1771300800000);  // Tuesday 2026-02-17, a holiday
  EXPECT_TRUE(fired(decide_by(rule, facts)));
}

TEST(Rule, AsksAboutTheCaller) {
  const std::string rule =
      "[rule.when]\ncaller = [\"elderly\", \"disabled\"]\n[rule.then]\nurgency = \"urgent\"\n";
  Facts facts = said("楼道灯坏了");
  EXPECT_FALSE(fired(decide_by(rule, facts)));
  facts.caller = {"language:zh", "disabled"};
  const Decision decision = decide_by(rule, facts);
  EXPECT_TRUE(fired(decision));
  EXPECT_EQ(decision.urgency, city::Urgency::urgent);
}

TEST(Rule, AsksAboutTheChannelAndTheMatter) {
  const std::string rule =
      "[rule.when]\nchannel = [\"wechat\"]\nmatter = [\"04\"]\n[rule.then]\nsecrecy = true\n";
  Facts facts = said("反映一件事", "翠苑一区");
  facts.matter = "0402.040201";
  EXPECT_FALSE(decide_by(rule, facts).secret) << "it came by phone";
  facts.channel = "wechat";
  EXPECT_TRUE(decide_by(rule, facts).secret);
  facts.matter = "0904.090403";
  EXPECT_FALSE(decide_by(rule, facts).secret) << "another matter";
}

TEST(Rule, ANegatedPhraseDoesNotFulfilIt) {
  const std::string rule = "[rule.when]\nany = [\"漏水\"]\n[rule.then]\nunit = \"WATER\"\n";
  EXPECT_TRUE(fired(decide_by(rule, said("卫生间漏水"))));
  EXPECT_FALSE(fired(decide_by(rule, said("卫生间没有漏水"))));
}

TEST(Rule, CallsJointUnitsInAndNeverTwice) {
  const std::string rule =
      "[rule.when]\nany = [\"讨薪\"]\n[rule.then]\nmatter = \"0402.040201\"\nunit = \"ENV\"\nassist = "
      "[\"@street\", "
      "\"WATER\", \"ENV\"]\n";
  const Decision decision = decide_by(rule, said("工人讨薪", "翠苑一区"));
  EXPECT_EQ(decision.lead, "ENV");
  EXPECT_TRUE(has(decision.assistants, "XH-CY")) << why(decision);
  EXPECT_TRUE(has(decision.assistants, "WATER")) << why(decision);
  EXPECT_FALSE(has(decision.assistants, "ENV")) << "the lead does not assist itself";
}

}  // namespace
}  // namespace hotline::dispatch::test
