// What decides, in which order of force, and what does not.
#include "dispatch/hangzhou.hpp"

namespace hotline::dispatch::test {
namespace {

TEST(Weighing, ARuleOfTheCitySettlesMatterUnitAndUrgency) {
  const Decision decision = decide(said("路口的井盖不见了，晚上很危险", "上城区采荷街道"));
  EXPECT_TRUE(decision.matter.starts_with("0305.")) << why(decision);
  EXPECT_EQ(decision.urgency, city::Urgency::urgent);
  const Reason* rule = find_reason(decision, "rule");
  ASSERT_NE(rule, nullptr) << why(decision);
  EXPECT_EQ(rule->name, "井盖缺失与路面塌陷");
}

TEST(Weighing, ANegatedPhraseSettlesNothing) {
  const Decision decision = decide(said("师傅来看过，没有燃气泄漏，想问安检多久一次", "上城区采荷街道"));
  EXPECT_EQ(decision.handover, "") << why(decision);
  EXPECT_EQ(decision.urgency, city::Urgency::normal) << why(decision);
}

TEST(Weighing, DangerIsHandedToTheEmergencyLineAndNeverSentOutAlone) {
  const Decision decision = decide(said("楼下燃气泄漏，味道很重", "上城区采荷街道"));
  EXPECT_EQ(decision.handover, "119") << why(decision);
  EXPECT_EQ(decision.urgency, city::Urgency::critical);
  EXPECT_FALSE(decision.automatic);
}

TEST(Weighing, ARulesExceptionsHold) {
  EXPECT_EQ(decide(said("这楼盘最近是跳楼价，我想问限购政策")).handover, "");
}

TEST(Weighing, ASettledDisputeGoesBeforeTheDutyTable) {
  const Decision decision = decide(said("公园里唱歌扰民，从早唱到晚", "上城区采荷街道"));
  EXPECT_EQ(decision.lead, "HZ-GA") << why(decision);
  EXPECT_TRUE(has(decision.assistants, "HZ-YL")) << why(decision);
  EXPECT_TRUE(has(decision.assistants, "SC-CH")) << "the street assists: " << why(decision);
  ASSERT_NE(find_reason(decision, "settlement"), nullptr);
}

TEST(Weighing, DirectDispatchGoesDownWithACopyToTheOneAbove) {
  const Decision decision = decide(said("公交车班次太少，等了四十分钟公交", "上城区采荷街道"));
  EXPECT_EQ(decision.lead, "U-GJ") << why(decision);
  EXPECT_TRUE(has(decision.assistants, "HZ-JT")) << why(decision);
  EXPECT_NE(find_reason(decision, "direct"), nullptr) << why(decision);
}

TEST(Weighing, WhatPeopleGaveIsTaken) {
  Facts facts = said("路灯不亮", "上城区采荷街道");
  facts.matter = "0402.040201";
  facts.kind = city::Kind::praise;
  const Decision decision = decide(facts);
  EXPECT_EQ(decision.matter, "0402.040201");
  EXPECT_EQ(decision.kind, city::Kind::praise);
  EXPECT_NE(find_reason(decision, "given"), nullptr);
}

TEST(Weighing, UrgencyThatPeopleGaveIsRaisedByDangerButNeverLowered) {
  Facts facts = said("路灯不亮", "上城区采荷街道");
  facts.urgency = city::Urgency::urgent;
  EXPECT_EQ(decide(facts).urgency, city::Urgency::urgent);
  facts.words = "有人要跳楼";
  EXPECT_EQ(decide(facts).urgency, city::Urgency::critical);
}

TEST(Weighing, ALikeTicketSpeaksForWhatBecameOfIt) {
  const Facts facts = said("上次那个事情又来了，还是老样子", "上城区采荷街道");
  EXPECT_EQ(decide(facts).matter, "");
  const Decision decision = decide(facts, {{4711, 0.9, "0402.040201", "HZ-GA"}});
  EXPECT_EQ(decision.matter, "0402.040201") << why(decision);
  EXPECT_EQ(decision.neighbours, std::vector<std::int64_t>{4711});
  ASSERT_NE(find_reason(decision, "neighbour"), nullptr);
  EXPECT_EQ(find_reason(decision, "neighbour")->name, "4711");
}

TEST(Weighing, ANeighbourOfAMatterThatIsGoneSaysNothing) {
  const Decision decision = decide(said("还是老样子"), {{4711, 0.9, "9999.no_such", "HZ-GA"}});
  EXPECT_EQ(decision.matter, "");
}

TEST(Weighing, ALikeTicketThatARulingTookFromItsMattersUnitsSaysNothing) {
  const Decision decision = decide(said("还是老样子"), {{4711, 0.9, "0402.040201", "HZ-GJJ"}});
  EXPECT_EQ(decision.matter, "") << why(decision);
}

TEST(Weighing, OneShortPhraseAloneIsNotEnoughToGoOutAlone) {
  const Decision decision = decide(said("工地的事情你们管不管", "上城区采荷街道"));
  EXPECT_FALSE(decision.automatic) << why(decision);
}

TEST(Weighing, AWhistleblowerWhoAsksForSecrecyGetsIt) {
  const Decision decision = decide(said("我要举报黑作坊，请保密，不要透露我的信息", "上城区采荷街道"));
  EXPECT_TRUE(decision.secret) << why(decision);
  EXPECT_FALSE(decision.automatic);
}

TEST(Weighing, TheLimitOfTheCityIsProposedWithItsLine) {
  const Decision decision = decide(said("公交车班次太少，等了四十分钟公交", "上城区采荷街道"));
  ASSERT_TRUE(decision.limit.has_value());
  EXPECT_EQ(decision.limit->amount, 3);
  EXPECT_EQ(decision.limit->unit, city::LimitUnit::working_days);
  const Reason* reason = find_reason(decision, "limit");
  ASSERT_NE(reason, nullptr);
  EXPECT_EQ(reason->name, "3 working_days");
}

}  // namespace
}  // namespace hotline::dispatch::test
