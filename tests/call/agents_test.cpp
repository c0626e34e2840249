#include "call/call_fixture.hpp"

namespace hotline::call::test {
namespace {

constexpr std::array all_states{AgentState::logged_out, AgentState::available, AgentState::busy,
                                AgentState::wrap_up, AgentState::on_break};

class AgentTest : public CallTest {
 protected:
  std::int64_t agent = given_account("agent1", access::Role::agent);

  // Brings the agent from logged_out into a state on the ways that the table allows.
  void given(AgentState state) {
    if (state == AgentState::logged_out) return;
    must_put(AgentState::available);
    if (state == AgentState::on_break) must_put(AgentState::on_break);
    if (state == AgentState::busy || state == AgentState::wrap_up) {
      store.write([&](store::WriteTx& tx) { return agents.answered(tx, agent, 7, "", actor); });
    }
    if (state == AgentState::wrap_up) {
      store.write([&](store::WriteTx& tx) { return agents.hung_up(tx, agent, 7, actor); });
    }
    ASSERT_EQ(status(agent).state, state);
  }
  void must_put(AgentState state) { value_of(put(agent, state, "all")); }
};

TEST_F(AgentTest, StartsLoggedOutWithoutARow) {
  EXPECT_EQ(status(agent).state, AgentState::logged_out);
  EXPECT_EQ(status(agent).version, 0);
  EXPECT_FALSE(status(agent).since);
}

TEST_F(AgentTest, APersonReachesExactlyTheStatesOfTheTable) {
  for (const AgentState from : all_states) {
    for (const AgentState to : all_states) {
      if (from == to) continue;
      const std::int64_t one = given_account(
          "person" + std::to_string(static_cast<int>(from)) + std::to_string(static_cast<int>(to)),
          access::Role::agent);
      agent = one;
      given(from);
      bool legal = false;
      for (const AgentTransition& row : agent_transitions) {
        legal = legal || (row.from == from && row.to == to && row.action != AgentAction::time_out &&
                          to != AgentState::busy);
      }
      const auto result = put(one, to);
      EXPECT_EQ(result.ok(), legal) << name_of(from) << " -> " << name_of(to);
      EXPECT_EQ(status(one).state, legal ? to : from);
      if (legal) continue;
      EXPECT_EQ(result.error().code, base::ErrorCode::illegal_transition);
    }
  }
}

TEST_F(AgentTest, EveryStateButLoggedOutRunsOutIntoTheStateOfTheTable) {
  const std::array<std::pair<AgentState, base::Duration>, 4> limits{{{AgentState::available, hours(12)},
                                                                     {AgentState::busy, hours(2)},
                                                                     {AgentState::wrap_up, minutes(3)},
                                                                     {AgentState::on_break, minutes(60)}}};
  for (const auto& [state, limit] : limits) {
    agent = given_account("timed" + std::to_string(static_cast<int>(state)), access::Role::agent);
    given(state);
    EXPECT_EQ(status(agent).until, now() + limit);
    store.clock.advance(limit - seconds(1));
    run_due(kAgentTimeOut);
    EXPECT_EQ(status(agent).state, state) << "not before its time";
    store.clock.advance(seconds(1));
    run_due(kAgentTimeOut);
    EXPECT_EQ(status(agent).state, *decide_agent_state(state, AgentAction::time_out));
  }
}

TEST_F(AgentTest, AnEndThatWasNeverReportedLeadsBackToLoggedOutStepByStep) {
  given(AgentState::busy);
  for (const AgentState next : {AgentState::wrap_up, AgentState::available, AgentState::logged_out}) {
    store.clock.set(*status(agent).until);
    EXPECT_EQ(run_due(kAgentTimeOut), 1u);
    EXPECT_EQ(status(agent).state, next);
  }
  EXPECT_FALSE(status(agent).until);
  EXPECT_TRUE(store.read([&](store::ReadTx& tx) { return jobs::open_jobs_of(tx, "agent", agent); }).empty());
}

TEST_F(AgentTest, AStateThatChangedInTimeIsNotEnded) {
  given(AgentState::on_break);
  store.clock.advance(minutes(59));
  must_put(AgentState::available);
  store.clock.advance(minutes(2));
  EXPECT_EQ(run_due(kAgentTimeOut), 0u);
  EXPECT_EQ(status(agent).state, AgentState::available);
}

TEST_F(AgentTest, ATimeOutThatWasLeasedBeforeTheChangeEndsNothing) {
  given(AgentState::on_break);
  jobs::LeasedJob late;
  late.subject = agent;
  late.payload = {{"version", status(agent).version}};
  must_put(AgentState::available);
  store.write([&](store::WriteTx& tx) { return agents.time_out(tx, late); });
  EXPECT_EQ(status(agent).state, AgentState::available);
}

TEST_F(AgentTest, AnOldVersionChangesNothing) {
  given(AgentState::available);
  const auto result = store.get().write(
      [&](store::WriteTx& tx) { return agents.put(tx, agent, AgentState::on_break, 0, "", actor); });
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().code, base::ErrorCode::stale_version);
  EXPECT_EQ(status(agent).state, AgentState::available);
}

TEST_F(AgentTest, TheSameStateAgainIsNoEventAndAnotherDeskIs) {
  given(AgentState::available);
  const auto before = kinds_of("agent", agent);
  value_of(put(agent, AgentState::available, "all"));
  EXPECT_EQ(kinds_of("agent", agent), before);
  value_of(put(agent, AgentState::available, "english"));
  EXPECT_EQ(kinds_of("agent", agent).back(), "desk_changed");
  EXPECT_EQ(status(agent).desk, "english");
}

TEST_F(AgentTest, OnlyWhoTakesCallsIsAnAgent) {
  const std::int64_t auditor = given_account("auditor", access::Role::auditor);
  for (const std::int64_t nobody : {auditor, std::int64_t{999}}) {
    const auto result = put(nobody, AgentState::available);
    ASSERT_FALSE(result.ok());
    EXPECT_EQ(result.error().code, base::ErrorCode::not_found);
  }
}

TEST_F(AgentTest, OnlyThoseOnDutyAreListed) {
  const std::int64_t other = given_account("agent2", access::Role::agent);
  given(AgentState::available);
  value_of(put(other, AgentState::available));
  value_of(put(other, AgentState::logged_out));
  const auto list = store.read([&](store::ReadTx& tx) { return agents_on_duty(tx); });
  ASSERT_EQ(list.size(), 1u);
  EXPECT_EQ(list[0].account, agent);
}

}  // namespace
}  // namespace hotline::call::test
