// The first look: six ways, proposed and never carried out by the machine.
#include "hotline/intake/triage.hpp"
#include "dispatch/hangzhou.hpp"

namespace hotline::intake {
namespace {

using dispatch::test::hangzhou;
using dispatch::test::said;

Triage look(const dispatch::Facts& facts, const CallerRecord& caller = {}) {
  return triage(facts, dispatch::test::decide(facts), caller, *hangzhou());
}
Triage look(const std::string& words, const std::string& place = "") {
  return look(said(words, place));
}

TEST(Triage, AnOrdinaryRequestIsInScope) {
  EXPECT_EQ(look("公积金提取要哪些材料").way, Way::in_scope);
}

TEST(Triage, DangerGoesToItsEmergencyLine) {
  const Triage seen = look("家里着火了，快来人");
  EXPECT_EQ(seen.way, Way::urgent);
  EXPECT_EQ(seen.name, "119");
}

TEST(Triage, WhatIsUrgentWithoutAnEmergencyLineIsUrgentToo) {
  const Triage seen = look("路口的井盖不见了", "上城区采荷街道");
  EXPECT_EQ(seen.way, Way::urgent);
  EXPECT_EQ(seen.name, "");
}

TEST(Triage, ALawfulChannelIsNamedWithTheWordsThatDecided) {
  const Triage seen = look("法院判决以后对方一直不给钱");
  EXPECT_EQ(seen.way, Way::lawful_channel);
  EXPECT_EQ(seen.name, "court");
  EXPECT_EQ(seen.phrase, "法院判决");
}

TEST(Triage, ANegatedWordNamesNoChannel) {
  EXPECT_NE(look("没有行政复议这回事，只想问问停车费怎么收").way, Way::lawful_channel);
}

TEST(Triage, AWordThatIsDeniedFirstAndSaidThenNamesItsChannel) {
  EXPECT_EQ(look("没有行政复议的回音，我申请的行政复议已经半年了").way, Way::lawful_channel);
}

TEST(Triage, DangerGoesBeforeALawfulChannel) {
  EXPECT_EQ(look("法院判决下来他要跳楼").way, Way::urgent);
}

TEST(Triage, ASilentCallAndOneWithoutContentHaveNothingToTake) {
  for (const char* words : {"", " ", "。", "啊", "\n", "！！"}) {
    const Triage seen = look(words);
    EXPECT_EQ(seen.way, Way::nothing_to_take) << "'" << words << "'";
    EXPECT_EQ(seen.name, "empty");
  }
}

TEST(Triage, ACallerWhoseCallsComeToNothingAllDayIsLookedAtAsAbuse) {
  CallerRecord caller;
  caller.invalid_today = hangzhou()->settings.triage.malicious_calls_per_day;
  EXPECT_EQ(look(said("就是想聊聊天"), caller).way, Way::in_scope) << "the limit itself is allowed";
  ++caller.invalid_today;
  const Triage seen = look(said("就是想聊聊天"), caller);
  EXPECT_EQ(seen.way, Way::nothing_to_take);
  EXPECT_EQ(seen.name, "abuse");
}

TEST(Triage, DangerIsHeardFromACallerWhoCallsAllDayToo) {
  CallerRecord caller;
  caller.invalid_today = 1000;
  EXPECT_EQ(look(said("家里着火了"), caller).way, Way::urgent);
}

TEST(Triage, TheCallersOwnOpenTicketOfLikeWordsIsInProgress) {
  CallerRecord caller;
  caller.open_alike = {{4711, 0.8, "0402.040201", "HZ-GA"}};
  const Triage seen = look(said("广场舞还是很吵"), caller);
  EXPECT_EQ(seen.way, Way::in_progress);
  EXPECT_EQ(seen.ticket, 4711);
  caller.open_alike.front().similarity = 0.3;
  EXPECT_NE(look(said("广场舞还是很吵"), caller).way, Way::in_progress);
}

TEST(Triage, AnAnnouncedOutageIsToldWhereAndWhileItLasts) {
  const Triage seen = look("停水了怎么回事", "朝晖路");
  EXPECT_EQ(seen.way, Way::announced);
  EXPECT_EQ(seen.name, "GG-2026-001");
  EXPECT_NE(look("停水了怎么回事", "文三路").way, Way::announced) << "another road";
  EXPECT_NE(look("朝晖路垃圾没人清", "朝晖路").way, Way::announced) << "another matter";
  dispatch::Facts later = said("停水了怎么回事", "朝晖路");
  later.received_at += std::chrono::hours{24 * 700};
  EXPECT_NE(look(later).way, Way::announced) << "after its end";
}

}  // namespace
}  // namespace hotline::intake
