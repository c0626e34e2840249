// The ladder: cards, triggers, climbing, answers; each step once, whatever happens between.
#include "supervise/supervise_fixture.hpp"

namespace hotline::supervise::test {
namespace {

using ::testing::Test;
using Told = std::vector<std::string>;

class LadderTest : public SuperviseTest {};

TEST_F(LadderTest, AYellowCardComesOnceWhenOneWorkingDayIsLeft) {
  const Ticket t = dispatch({});
  sign(t.id);
  go_to("2026-03-06T17:29");
  EXPECT_TRUE(told(t.id).empty());
  go_to("2026-03-06T17:30");
  EXPECT_EQ(told(t.id), Told{"黄牌/due/open"});
  go_to("2026-03-09T10:00");
  EXPECT_EQ(told(t.id).size(), 1U);
  EXPECT_EQ(messages("ticket", t.id), 1U);
}

TEST_F(LadderTest, AShortLimitIsShortOfTimeAtItsLastFifth) {
  const Ticket t = dispatch({.urgency = city::Urgency::urgent});  // 24 hours, day and night
  sign(t.id);
  pass(hours{19});
  EXPECT_TRUE(told(t.id).empty());
  pass(minutes{12});
  EXPECT_EQ(told(t.id), Told{"黄牌/due/open"});
}

TEST_F(LadderTest, AnUnsignedTicketIsUrgedAndItsTimeRunsOn) {
  const Ticket t = dispatch({});
  const base::Time due = *load(t.id).next_due();
  pass(hours{4});  // two working hours to sign: 12:00 is in the break, so 15:30
  EXPECT_EQ(told(t.id), Told{"催办/late/open"});
  EXPECT_EQ(load(t.id).urged, 1);
  sign(t.id);
  EXPECT_GT(*load(t.id).next_due(), due);
  EXPECT_EQ(load(t.id).clocks.back().started, t.assignments[0].assigned_at)
      << "signing late gives no time back";
}

TEST_F(LadderTest, ALateTicketIsCardedSupervisedAndClimbsUntilSomebodyAnswers) {
  const Ticket t = dispatch({});
  sign(t.id);
  go_to("2026-03-09T17:31");
  EXPECT_EQ(told(t.id), (Told{"黄牌/due/open", "红牌/due/open", "一级督办/late/open"}));
  EXPECT_EQ(load(t.id).supervision_level, 1);
  EXPECT_EQ(steps(t.id)[2].leader, "西湖区区长") << "the nearest leader above the unit";
  go_to("2026-03-10T17:30");  // 450 working minutes later
  EXPECT_EQ(told(t.id).back(), "二级督办/unanswered/open");
  EXPECT_EQ(told(t.id)[2], "一级督办/late/climbed");
  go_to("2026-03-11T17:30");
  EXPECT_EQ(told(t.id).back(), "挂牌督办/unanswered/open");
  go_to("2026-03-31T17:30");
  EXPECT_EQ(steps(t.id).size(), 5U) << "nothing stands above the board";
  for (const Step& one : steps(t.id)) {
    if (one.step >= city::Step::urge) {
      EXPECT_EQ(messages("supervision", one.id), 2U) << one.name;
    }
  }
}

TEST_F(LadderTest, WhatIsAnsweredClimbsNoMoreAndTheSameTroubleGoesHigherTheNextTime) {
  const Ticket t = dispatch({});
  sign(t.id);
  go_to("2026-03-09T17:31");
  const std::int64_t step = steps(t.id)[2].id;
  const auto foreign = store.get().write(
      [&](store::WriteTx& tx) { return office->ladder.answer(tx, step, "ENV", "x", agent.actor); });
  EXPECT_EQ(foreign.error().code, base::ErrorCode::not_found);
  store.write(
      [&](store::WriteTx& tx) { return office->ladder.answer(tx, step, "XH-CG", "明日完工", agent.actor); });
  const auto twice = store.get().write(
      [&](store::WriteTx& tx) { return office->ladder.answer(tx, step, "XH-CG", "x", agent.actor); });
  EXPECT_EQ(twice.error().code, base::ErrorCode::conflict);
  go_to("2026-03-20T17:30");
  EXPECT_EQ(told(t.id).back(), "一级督办/late/answered");
  resolve(t.id);
  rate(t.id, "no");
  // Unsatisfied and reopened are two causes of one step.
  EXPECT_EQ(told(t.id).back(), "二级督办/unsatisfied/open");
  EXPECT_EQ(steps(t.id).size(), 4U);
}

TEST_F(LadderTest, TheUnitsReplySettlesCardsAndAFinishedTicketClimbsNoMore) {
  const Ticket t = dispatch({});
  sign(t.id);
  go_to("2026-03-09T17:31");
  resolve(t.id);
  go_to("2026-03-20T17:30");
  EXPECT_EQ(told(t.id), (Told{"黄牌/due/settled", "红牌/due/settled", "一级督办/late/open"}))
      << "supervision stays listed until it is answered";
}

TEST_F(LadderTest, TheSecondReturnIsSupervisedTheFirstIsNot) {
  const Ticket t = dispatch({});
  const auto give_back = [&] {
    act(t.id, [&](const Ticket& now_) {
      return ticket::decide_return(now_, now_.lead()->id, {"not_duty", "ENV", {}}, {}, 2, now());
    });
    settle_down();
  };
  give_back();
  EXPECT_TRUE(told(t.id).empty());
  act(t.id, [&](const Ticket& now_) {
    return ticket::decide_rule(now_, 1, {ticket::RulingKind::redispatched, "ENV"}, deadlines(), now());
  });
  give_back();
  EXPECT_EQ(told(t.id), Told{"一级督办/returned/open"});
}

TEST_F(LadderTest, TheThirdRequestOfACallerAboutOneMatterIsARepeat) {
  open({.place = "文三路 1 号"});
  open({.place = "文三路 2 号"});
  const Ticket other = open({.place = "文三路 3 号", .phone = "+8613800000002"});
  const Ticket third = open({.place = "文三路 4 号"});
  EXPECT_TRUE(told(other.id).empty());
  EXPECT_EQ(told(third.id), Told{"二级督办/repeats/open"});
}

TEST_F(LadderTest, ThreeRequestsJoinedUnderOneTicketAreARepeat) {
  const Ticket t = dispatch({});
  for (const char* phone : {"+8613800000002", "+8613800000003"}) {
    const Ticket more = dispatch({.place = "别处", .phone = phone});
    store.write([&](store::WriteTx& tx) { return book->merge(tx, more.id, t.id, std::nullopt, agent); });
    settle_down();
  }
  EXPECT_EQ(told(t.id), Told{"二级督办/repeats/open"});
}

TEST_F(LadderTest, TheSameAgainWithinThreeDaysOfTheEndIsNoEnd) {
  const Ticket first = dispatch({.place = "翠苑一区 3 幢 2 单元"});
  sign(first.id);
  resolve(first.id);
  pass(hours{71});
  const Ticket again = open({.place = "翠苑一区12幢501室", .phone = "+8613800000002"});
  EXPECT_EQ(told(again.id), Told{"二级督办/recurrence/open"});
  const Ticket elsewhere = open({.place = "翠苑二区 3 幢", .phone = "+8613800000003"});
  EXPECT_TRUE(told(elsewhere.id).empty());
  pass(hours{2});
  const Ticket later = open({.place = "翠苑一区", .phone = "+8613800000004"});
  EXPECT_TRUE(told(later.id).empty());
}

TEST_F(LadderTest, RiskGoesStraightToTheTop) {
  const Ticket t = open({.text = "再不解决就堵门", .flags = {"群体"}});
  EXPECT_EQ(told(t.id), Told{"挂牌督办/risk/open"});
  EXPECT_EQ(load(t.id).supervision_level, 3);
}

TEST_F(LadderTest, AnEmergencyThatNobodyAcknowledgesIsSeenAndOneThatIsAcknowledgedIsNot) {
  const auto hand_over = [&](const Ticket& t) {
    act(t.id, [&](const Ticket& at) {
      return ticket::decide_handover(at, "110", "POLICE", now() + minutes{3}, false);
    });
    settle_down();
  };
  const Ticket missed = open({.place = "甲"}), taken = open({.place = "乙", .phone = "+8613800000002"});
  hand_over(missed);
  hand_over(taken);
  act(taken.id, [](const Ticket& t) { return ticket::decide_acknowledge(t, {1, "J1", "7"}, {}); });
  pass(minutes{2});
  EXPECT_TRUE(told(missed.id).empty());
  pass(minutes{1});
  EXPECT_EQ(told(missed.id), Told{"二级督办/unacknowledged/open"});
  EXPECT_TRUE(told(taken.id).empty());
}

TEST_F(LadderTest, KnowledgeThatIsNotUpdatedInTimeIsUrged) {
  store.write([](store::WriteTx& tx) {
    tx.journal().append(
        tx, {"knowledge_task", 7, "late", store::Actor{"system", ""}, "", {{"unit", std::string("ENV")}}});
  });
  settle_down();
  const auto found = store.read([](store::ReadTx& tx) { return steps_of(tx, "knowledge_task", 7); });
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].unit, "ENV");
  EXPECT_EQ(found[0].cause, "stale_knowledge");
}

TEST_F(LadderTest, AMovedLimitMovesItsYellowCard) {
  const Ticket t = dispatch({});
  sign(t.id);
  act(t.id,
      [&](const Ticket& at) { return ticket::decide_extension_request(at, 1, 900, {}, deadlines(), now()); });
  act(t.id, [&](const Ticket& at) { return ticket::decide_extension(at, 1, true, deadlines()); });
  go_to("2026-03-10T17:29");
  EXPECT_TRUE(told(t.id).empty());
  go_to("2026-03-10T17:30");
  EXPECT_EQ(told(t.id), Told{"黄牌/due/open"});
}

TEST_F(LadderTest, APausedClockShowsNoCardUntilItGoesOnAndRunsOut) {
  const Ticket t = dispatch({});
  sign(t.id);
  go_to("2026-03-04T09:00");
  act(t.id, [&](const Ticket& at) { return ticket::decide_pause(at, 1, deadlines(), now()); });
  go_to("2026-03-16T09:00");
  EXPECT_TRUE(told(t.id).empty());
  act(t.id, [&](const Ticket& at) { return ticket::decide_resume(at, 1, {}, deadlines(), now()); });
  // Left on 4 March at 9:00: 420 minutes of that day and three whole days; so it ends on 19 March.
  EXPECT_EQ(base::format_rfc3339(*load(t.id).next_due(), hours{8}), "2026-03-19T17:30:00+08:00");
  go_to("2026-03-18T17:30");
  EXPECT_EQ(told(t.id), Told{"黄牌/due/open"});
}

// The same steps, whether the program ran through or was started anew before each entry of the journal.
TEST_F(LadderTest, ProgramsThatDieBetweenEntriesLoseNoStepAndDoubleNone) {
  const Ticket t = dispatch({});
  sign(t.id);
  store.clock.set(value_of(base::parse_rfc3339("2026-03-12T18:00:00+08:00")));
  for (int round = 0; round < 200; ++round) {
    build();
    // Followed and undone: as if killed before the commit.
    const auto undone = store.get().write([&](store::WriteTx& tx) -> base::Status {
      jobs::LeasedJob job;
      job.subject = t.id;
      job.payload.set("assignment", 1);
      HOTLINE_CHECK(office->ladder.show_yellow(tx, job));
      return base::Error::of(base::ErrorCode::unavailable, "", "");
    });
    EXPECT_FALSE(undone.ok());
    const std::size_t followed = value_of(office->ladder.catch_up(store.get(), 1));
    if (runner->run_due() + followed == 0) break;
  }
  EXPECT_EQ(told(t.id), (Told{"红牌/due/open", "一级督办/late/open"}))
      << "the yellow card's time was over before anybody ran";
  store.reopen();
  build();
  settle_down();
  EXPECT_EQ(steps(t.id).size(), 2U);
  EXPECT_EQ(messages("supervision", steps(t.id)[1].id), 2U);
}

}  // namespace
}  // namespace hotline::supervise::test
