// From a citizen's words to a ticket, in one durable step.
#include "intake/intake_desk.hpp"

namespace hotline::intake::test {
namespace {

using ticket::TicketState;

TEST_F(IntakeDesk, ASureRequestGoesOutByItselfWithItsReasons) {
  const Receipt receipt = take(asks("公交车班次太少，公交班次不够", "上城区采荷街道"));
  EXPECT_EQ(receipt.ticket.state, TicketState::dispatched);
  ASSERT_EQ(receipt.ticket.assignments.size(), 2U) << "the lead and a copy to the one above";
  EXPECT_EQ(receipt.ticket.lead()->unit, "U-GJ");
  ASSERT_TRUE(receipt.ticket.proposal.has_value());
  EXPECT_EQ(receipt.ticket.proposal->lead, "U-GJ");
  EXPECT_FALSE(receipt.ticket.proposal->reasons.empty());
  EXPECT_TRUE(receipt.ticket.next_due().has_value());
  EXPECT_FALSE(receipt.without_limit);
  EXPECT_EQ(load(receipt.ticket.id).version, receipt.ticket.version) << "what was answered is what is stored";
}

TEST_F(IntakeDesk, ADoubtfulRequestWaitsForAPerson) {
  const Receipt receipt = take(asks("楼下的事情你们管不管"));
  EXPECT_EQ(receipt.ticket.state, TicketState::registered);
  EXPECT_TRUE(receipt.ticket.assignments.empty());
  EXPECT_TRUE(receipt.ticket.proposal.has_value()) << "a proposal stands all the same";
}

TEST_F(IntakeDesk, WhatIsHeldNeverGoesOutByItself) {
  Submission held = asks("公交车班次太少，公交班次不够", "上城区采荷街道");
  held.hold = true;
  EXPECT_EQ(take(held).ticket.state, TicketState::registered);
}

TEST_F(IntakeDesk, WhatHasALawfulChannelIsFlaggedAndNotRefusedByTheMachine) {
  const Receipt receipt =
      take(asks("公交集团的事法院判决了，公交车班次太少，公交班次不够", "上城区采荷街道"));
  EXPECT_EQ(receipt.ticket.state, TicketState::registered);
  EXPECT_TRUE(dispatch::test::has(receipt.ticket.flags, "triage.lawful_channel"));
}

TEST_F(IntakeDesk, TheWordsStayAsTheyCameAndListsSeeThemMasked) {
  const std::string words = "我叫王小明，电话13812345678，楼道灯坏了";
  const Receipt receipt = take(asks(words));
  EXPECT_EQ(receipt.request.text.find("13812345678"), std::string::npos);
  const ticket::Words opened =
      store.read([&](store::ReadTx& tx) { return ticket::RequestBook::open_words(tx, receipt.request); });
  EXPECT_EQ(opened.words, words);
}

TEST_F(IntakeDesk, ASourcesOwnNumberIsTakenOnce) {
  Submission submission = asks("楼道灯坏了");
  submission.request.source = "old_system";
  submission.request.external_id = "GD-1";
  const Receipt first = take(submission);
  const auto second = try_take(submission);
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.error().code, base::ErrorCode::conflict);
  EXPECT_NE(second.error().text.zh.find(first.request.number), std::string::npos) << "the number is told";
  EXPECT_EQ(tickets(), 1);
  EXPECT_EQ(requests_stored(), 1);
}

TEST_F(IntakeDesk, UnknownCodesAreAllNamedAtOnce) {
  Submission submission = asks("楼道灯坏了");
  submission.request.channel = "pigeon";
  submission.matter = "000000";
  submission.division = "1";
  const base::Status status = check_submission(submission, *hangzhou());
  ASSERT_FALSE(status.ok());
  ASSERT_EQ(status.error().fields.size(), 3U);
  EXPECT_EQ(status.error().fields[0].pointer, "/channel");
  EXPECT_EQ(status.error().fields[1].pointer, "/matter");
  EXPECT_EQ(status.error().fields[2].pointer, "/division");
  EXPECT_TRUE(check_submission(asks("楼道灯坏了"), *hangzhou()).ok());
}

TEST_F(IntakeDesk, AnEarlierTicketOfLikeWordsIsANeighbourOfTheNext) {
  const Receipt first = take(asks("小区广场每天晚上跳广场舞，音响声音特别大", "上城区采荷街道"));
  const Receipt second = take(asks("小区广场每天晚上跳广场舞，音响声音特别吵", "上城区采荷街道"));
  ASSERT_TRUE(second.ticket.proposal.has_value());
  EXPECT_EQ(second.ticket.proposal->neighbours, std::vector<std::int64_t>{first.ticket.id});
}

TEST_F(IntakeDesk, ARequestThatFailsLeavesNoNeighbour) {
  Submission submission = asks("小区广场每天晚上跳广场舞，音响声音特别大");
  submission.request.external_id = "1";
  take(submission);
  EXPECT_FALSE(try_take(submission).ok());
  EXPECT_EQ(neighbours.size(), 1U);
}

TEST_F(IntakeDesk, AfterARestartTheNeighboursAreThereAgain) {
  take(asks("小区广场每天晚上跳广场舞，音响声音特别大", "上城区采荷街道"));
  NeighbourIndex fresh;
  Intake again(book, requests, fresh);
  again.use(dispatch::test::dispatcher());
  store.read([&](store::ReadTx& tx) {
    again.warm_up(tx, 1000);
    return 0;
  });
  EXPECT_EQ(fresh.size(), 1U);
  EXPECT_EQ(again.assess(asks("小区广场每天晚上跳广场舞，音响声音特别吵")).alike.size(), 1U);
}

TEST_F(IntakeDesk, ACallersOwnOpenTicketIsSeenWhenTheyCallAgain) {
  const std::string phone = "+8613812345678";
  const Receipt first = take(asks("小区广场每天晚上跳广场舞，音响声音特别大", "", phone));
  const auto record_of = [&](const std::string& number) {
    return store.read([&](store::ReadTx& tx) {
      return intake.caller_record(tx, number, "小区广场每天晚上跳广场舞，音响声音特别大", store.clock.now());
    });
  };
  const CallerRecord caller = record_of(phone);
  EXPECT_EQ(caller.invalid_today, 0) << "a request with words is no invalid call";
  ASSERT_EQ(caller.open_alike.size(), 1U);
  EXPECT_EQ(caller.open_alike.front().ticket, first.ticket.id);
  EXPECT_TRUE(record_of("+8613900000000").open_alike.empty()) << "another caller";
  const Receipt again = take(asks("小区广场每天晚上跳广场舞，音响声音特别大", "", phone), caller);
  EXPECT_TRUE(dispatch::test::has(again.ticket.flags, "triage.in_progress"));
  EXPECT_EQ(again.ticket.state, TicketState::registered);
  EXPECT_TRUE(dispatch::test::has(again.ticket.proposal->reasons, "triage:in_progress:"));
  EXPECT_EQ(again.ticket.proposal->related, first.ticket.id);
  EXPECT_EQ(first.ticket.proposal->related, 0);
}

TEST_F(IntakeDesk, WhyARequestWasNotPlainlyInScopeIsKeptWithTheProposal) {
  const Receipt court = take(asks("欠薪的事我已经起诉了，法院判决也下来了，你们管一管"));
  bool kept = false;
  for (const std::string& one : court.ticket.proposal->reasons) kept |= one.starts_with("triage:court:");
  EXPECT_TRUE(kept);
  const Receipt plain = take(asks("楼道灯坏了没人修"));
  for (const std::string& one : plain.ticket.proposal->reasons)
    EXPECT_FALSE(one.starts_with("triage:")) << one;
}

TEST_F(IntakeDesk, OnlyCallsThatCameToNothingCountTowardsAbuse) {
  const std::string phone = "+8613812345678";
  const auto invalid = [&] {
    return store.read([&](store::ReadTx& tx) {
      return intake.caller_record(tx, phone, "", store.clock.now()).invalid_today;
    });
  };
  for (int i = 0; i < 12; ++i) take(asks("小区第" + std::to_string(i) + "幢楼道灯坏了没人修", "", phone));
  EXPECT_EQ(invalid(), 0) << "many requests are no abuse";
  const Receipt silent = take(asks("。", "", phone));
  EXPECT_EQ(invalid(), 1);
  Submission odd = asks("你们都是干什么吃的，就是骂骂你们", "", phone);
  odd.hold = true;
  const Receipt abuse = take(odd);
  EXPECT_EQ(invalid(), 1);
  store.write([&](store::WriteTx& tx) {
    const store::Sealed text = ticket::TicketBook::seal_text(tx, abuse.ticket.id, "answer", "请文明来电。");
    return book.act(tx, abuse.ticket.id, std::nullopt, deed,
                    [&](const ticket::Ticket& t) { return ticket::decide_refuse(t, "abuse", text); });
  });
  EXPECT_EQ(invalid(), 2) << "a person found it to be abuse";
  store.clock.advance(std::chrono::hours{24});
  EXPECT_EQ(invalid(), 0);
}

TEST_F(IntakeDesk, AClosedTicketIsNotInProgress) {
  const std::string phone = "+8613812345678", words = "小区广场每天晚上跳广场舞，音响声音特别大";
  Submission submission = asks(words, "", phone);
  submission.hold = true;
  const Receipt first = take(submission);
  store.write([&](store::WriteTx& tx) {
    const store::Sealed text = ticket::TicketBook::seal_text(tx, first.ticket.id, "answer", "已答复。");
    return book.act(tx, first.ticket.id, std::nullopt, deed,
                    [&](const ticket::Ticket& t) { return ticket::decide_answer(t, text); });
  });
  const CallerRecord caller = store.read(
      [&](store::ReadTx& tx) { return intake.caller_record(tx, phone, words, store.clock.now()); });
  EXPECT_TRUE(caller.open_alike.empty());
}

TEST_F(IntakeDesk, ACalendarThatHasRunOutStopsNoRequest) {
  store.clock.set(base::Time{std::chrono::sys_days{std::chrono::year{2041} / 5 / 6}});
  const Receipt receipt = take(asks("公交车班次太少，公交班次不够", "上城区采荷街道"));
  EXPECT_TRUE(receipt.without_limit);
  EXPECT_EQ(receipt.ticket.state, TicketState::dispatched);
  EXPECT_FALSE(receipt.ticket.next_due().has_value());
  EXPECT_TRUE(dispatch::test::has(receipt.ticket.proposal->reasons, "calendar:no_limit:2041"));
}

}  // namespace
}  // namespace hotline::intake::test
