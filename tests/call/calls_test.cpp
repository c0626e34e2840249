#include "call/call_fixture.hpp"
#include "support/file_bytes.hpp"

namespace hotline::call::test {
namespace {

constexpr const char* number = "+8613812345678";

class CallRecordTest : public CallTest {
 protected:
  std::int64_t agent = given_account("agent1", access::Role::agent);

  Call rung(const std::string& external_id = "c-1", const std::string& phone = number) {
    return ring(external_id, phone).call;
  }
  CallBook::Rung ring(const std::string& external_id, const std::string& phone = number) {
    return store.write([&](store::WriteTx& tx) {
      return calls.ring(tx, {"pbx", external_id, "phone", "all", phone, {}}, actor);
    });
  }
  base::Result<Call> report(std::int64_t id, CallAction action, std::int64_t by = 0,
                            std::optional<base::Time> at = {}) {
    return store.get().write(
        [&](store::WriteTx& tx) { return calls.report(tx, id, {action, at, by, ""}, actor); });
  }
};

TEST_F(CallRecordTest, AnAnsweredCallMakesItsAgentBusyAndItsEndBringsWrapUp) {
  value_of(put(agent, AgentState::available));
  const Call call = rung();
  store.clock.advance(seconds(12));
  value_of(report(call.id, CallAction::answer, agent));
  EXPECT_EQ(status(agent).state, AgentState::busy);
  EXPECT_EQ(status(agent).call, call.id);
  store.clock.advance(minutes(4));
  const Call ended = value_of(report(call.id, CallAction::end));
  EXPECT_EQ(ended.state, CallState::ended);
  EXPECT_EQ(*ended.answered_at - ended.ringing_at, seconds(12));
  EXPECT_EQ(*ended.ended_at - *ended.answered_at, minutes(4));
  EXPECT_EQ(status(agent).state, AgentState::wrap_up);
  EXPECT_EQ(kinds_of("call", call.id), (std::vector<std::string>{"ringing", "answered", "ended"}));
}

TEST_F(CallRecordTest, AnAbandonedCallTouchesNoAgent) {
  value_of(put(agent, AgentState::available));
  const Call call = rung();
  EXPECT_EQ(value_of(report(call.id, CallAction::abandon)).state, CallState::abandoned);
  EXPECT_EQ(status(agent).state, AgentState::available);
}

TEST_F(CallRecordTest, EveryStepIsLegalExactlyWhereTheTableSaysSo) {
  const std::array actions{CallAction::answer, CallAction::abandon, CallAction::end};
  const std::map<CallState, std::vector<CallAction>> ways{
      {CallState::ringing, {}},
      {CallState::answered, {CallAction::answer}},
      {CallState::abandoned, {CallAction::abandon}},
      {CallState::ended, {CallAction::answer, CallAction::end}}};
  int n = 0;
  for (const auto& [from, way] : ways) {
    for (const CallAction action : actions) {
      const Call call = rung("walk-" + std::to_string(++n));
      for (const CallAction step : way) value_of(report(call.id, step, agent));
      const auto to = decide_call_state(from, action);
      const bool repeated = std::find(way.begin(), way.end(), action) != way.end();
      const auto result = report(call.id, action, agent);
      EXPECT_EQ(result.ok(), to.has_value() || repeated) << name_of(from) << " " << name_of(action);
      if (result.ok()) continue;
      EXPECT_EQ(result.error().code, base::ErrorCode::illegal_transition);
    }
  }
}

TEST_F(CallRecordTest, WhatIsReportedTwiceIsRecordedOnce) {
  const Call call = rung();
  const auto again = ring("c-1");
  EXPECT_TRUE(again.repeated);
  EXPECT_EQ(again.call.id, call.id);
  value_of(report(call.id, CallAction::answer, agent));
  value_of(report(call.id, CallAction::answer, agent));
  value_of(report(call.id, CallAction::end));
  value_of(report(call.id, CallAction::end));
  EXPECT_EQ(kinds_of("call", call.id), (std::vector<std::string>{"ringing", "answered", "ended"}));
}

TEST_F(CallRecordTest, TheSameIdOfAnotherSystemIsAnotherCall) {
  const Call call = rung();
  const auto other = store.write(
      [&](store::WriteTx& tx) { return calls.ring(tx, {"video", "c-1", "phone", "", "", {}}, actor); });
  EXPECT_FALSE(other.repeated);
  EXPECT_NE(other.call.id, call.id);
}

TEST_F(CallRecordTest, TwoAgentsCannotAnswerOneCall) {
  const std::int64_t other = given_account("agent2", access::Role::agent);
  const Call call = rung();
  value_of(report(call.id, CallAction::answer, agent));
  const auto result = report(call.id, CallAction::answer, other);
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().code, base::ErrorCode::conflict);
  EXPECT_EQ(status(other).state, AgentState::logged_out);
}

TEST_F(CallRecordTest, TheEndOfAnEarlierCallDoesNotEndThePresentOne) {
  const Call first = rung("c-1"), second = rung("c-2");
  value_of(report(first.id, CallAction::answer, agent));
  value_of(put(agent, AgentState::wrap_up));
  value_of(report(second.id, CallAction::answer, agent));
  value_of(report(first.id, CallAction::end));
  EXPECT_EQ(status(agent).state, AgentState::busy);
  EXPECT_EQ(status(agent).call, second.id);
}

TEST_F(CallRecordTest, TimesThatCannotBeAreRefused) {
  const Call call = rung();
  const auto future = report(call.id, CallAction::answer, agent, now() + kClockSkew + seconds(1));
  ASSERT_FALSE(future.ok());
  EXPECT_EQ(future.error().fields[0].rule, "future");
  const auto early = report(call.id, CallAction::answer, agent, call.ringing_at - seconds(1));
  ASSERT_FALSE(early.ok());
  EXPECT_EQ(early.error().fields[0].rule, "order");
  EXPECT_TRUE(report(call.id, CallAction::answer, agent, now() + kClockSkew).ok());
}

TEST_F(CallRecordTest, AnAnswerWithoutARealAgentIsRefusedAndNothingStored) {
  const Call call = rung();
  const auto result = report(call.id, CallAction::answer, 999);
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().fields[0].pointer, "/agent");
  EXPECT_EQ(kinds_of("call", call.id), (std::vector<std::string>{"ringing"}));
}

TEST_F(CallRecordTest, ACallIsLinkedToOneRequest) {
  const Call call = rung();
  const auto link = [&](std::int64_t request) {
    return store.get().write([&](store::WriteTx& tx) { return calls.link(tx, call.id, request, actor); });
  };
  EXPECT_EQ(value_of(link(5)).request, 5);
  EXPECT_TRUE(link(5).ok());
  EXPECT_EQ(link(6).error().code, base::ErrorCode::conflict);
}

TEST_F(CallRecordTest, ListsFilterByStateAgentDeskAndTime) {
  const Call one = rung("c-1"), two = rung("c-2");
  store.clock.advance(hours(1));
  const Call three = rung("c-3");
  value_of(report(two.id, CallAction::answer, agent));
  const auto ids = [&](const CallFilter& filter, std::int64_t before = 0) {
    return store.read([&](store::ReadTx& tx) {
      std::vector<std::int64_t> found;
      for (const Call& call : find_calls(tx, filter, before, 10)) found.push_back(call.id);
      return found;
    });
  };
  using Ids = std::vector<std::int64_t>;
  EXPECT_EQ(ids({}), (Ids{three.id, two.id, one.id}));
  EXPECT_EQ(ids({}, two.id), (Ids{one.id}));
  EXPECT_EQ(ids({.state = CallState::answered}), (Ids{two.id}));
  EXPECT_EQ(ids({.agent = agent}), (Ids{two.id}));
  EXPECT_EQ(ids({.desk = "english"}), Ids{});
  EXPECT_EQ(ids({.from = now()}), (Ids{three.id}));
  EXPECT_EQ(ids({.to = now()}), (Ids{two.id, one.id}));
}

TEST_F(CallRecordTest, TheCallersNumberStandsNowhereInClearAndCanBeErased) {
  const Call call = rung();
  EXPECT_EQ(call.masked_phone, "138****5678");
  EXPECT_FALSE(hotline::test::database_holds(store.path(), "13812345678"));
  EXPECT_EQ(store.write([&](store::WriteTx& tx) { return CallBook::erase_caller(tx, number, actor); }), 1);
  EXPECT_EQ(store.write([&](store::WriteTx& tx) { return CallBook::erase_caller(tx, number, actor); }), 0);
  const Call erased = *store.read([&](store::ReadTx& tx) { return find_call(tx, call.id); });
  EXPECT_FALSE(erased.phone);
  EXPECT_EQ(erased.masked_phone, "");
  EXPECT_FALSE(store.get().read([&](store::ReadTx& tx) { return tx.vault().open(tx, *call.phone); }).ok());
  EXPECT_FALSE(store.read([&](store::ReadTx& tx) { return store::verify_chain(tx); }).first_broken);
}

}  // namespace
}  // namespace hotline::call::test
