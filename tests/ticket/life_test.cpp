// The life of a ticket, from a citizen's words to the archive.
#include <gmock/gmock.h>

#include "ticket/ticket_fixture.hpp"

namespace hotline::ticket::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class Life : public TicketTest {};

TEST_F(Life, ACitizensWordsBecomeANumberedTicketThatWaitsForAPerson) {
  const Ticket ticket = given_a_ticket();
  EXPECT_EQ(ticket.state, TicketState::registered);
  EXPECT_EQ(ticket.number, "20260302000001");
  EXPECT_EQ(ticket.requests.size(), 1u);
  EXPECT_EQ(given_a_ticket().number, "20260302000002");
  EXPECT_FALSE(projection_fault(ticket.id));
}

TEST_F(Life, DispatchSignContactReplyReviewCallbackClose) {
  Ticket t = given_a_dispatched_ticket();
  EXPECT_EQ(t.state, TicketState::dispatched);
  ASSERT_NE(t.lead(), nullptr);
  EXPECT_EQ(t.lead()->unit, "CG");
  t = sign(t);
  t = must_act(t.id, [](const Ticket& now) { return decide_contact(now, 1, {}); });
  EXPECT_TRUE(t.lead()->contacted_at);
  t = reply(t);
  EXPECT_EQ(t.state, TicketState::in_review);
  t = must_act(t.id,
               [&](const Ticket& now) { return decide_accept_review(now, deadlines, store.clock.now()); });
  EXPECT_EQ(t.state, TicketState::resolved);
  EXPECT_EQ(t.lead()->state, AssignmentState::done);
  t = must_act(t.id, decide_close);
  EXPECT_EQ(t.state, TicketState::closed);
  EXPECT_EQ(t.outcome, Outcome::handled);
  EXPECT_FALSE(t.next_due());
  EXPECT_FALSE(projection_fault(t.id));
}

TEST_F(Life, AResolvedTicketPlansACallbackForEachOfItsRequests) {
  const Ticket one = given_a_ticket("路灯坏了", "+8613800000001"),
               two = given_a_ticket("路灯不亮", "+8613800000002");
  store.write([&](store::WriteTx& tx) { return book.merge(tx, two.id, one.id, std::nullopt, agent); });
  Ticket t = must_act(one.id, [&](const Ticket& now) {
    return decide_dispatch(now, {"CG", {}, false}, deadlines, store.clock.now());
  });
  t = reply(sign(t));
  must_act(t.id, [&](const Ticket& now) { return decide_accept_review(now, deadlines, store.clock.now()); });
  const auto leased = store.write([&](store::WriteTx& tx) {
    return scheduler.lease(tx, {{std::string(job::callback)}, "worker", 10, std::chrono::minutes{1}});
  });
  EXPECT_EQ(leased.size(), 2u);
}

TEST_F(Life, NobodyIsCalledBackAboutWhatIsDoneAgainEvenWhenItHadBeenClosedByHand) {
  Ticket t = reply(sign(given_a_dispatched_ticket()));
  must_act(t.id, [&](const Ticket& now) { return decide_accept_review(now, deadlines, store.clock.now()); });
  must_act(t.id, decide_close);
  t = must_act(t.id, [&](const Ticket& now) { return decide_reopen(now, deadlines, store.clock.now()); });
  EXPECT_EQ(t.state, TicketState::dispatched);
  const auto leased = store.write([&](store::WriteTx& tx) {
    return scheduler.lease(tx, {{std::string(job::callback)}, "worker", 10, std::chrono::minutes{1}});
  });
  EXPECT_TRUE(leased.empty());
}

TEST_F(Life, TheTicketIsReviewedOnlyWhenEveryUnitHasReplied) {
  Ticket t = given_a_dispatched_ticket({"ZJ"});
  t = sign(sign(t, 1), 2);
  t = reply(t, 1);
  EXPECT_EQ(t.state, TicketState::dispatched);
  t = reply(t, 2);
  EXPECT_EQ(t.state, TicketState::in_review);
}

TEST_F(Life, AReplySentBackIsWorkedAgainWithANewLimit) {
  Ticket t = reply(sign(given_a_dispatched_ticket()));
  t = must_act(t.id, [&](const Ticket& now) { return decide_send_back(now, deadlines, store.clock.now()); });
  EXPECT_EQ(t.state, TicketState::dispatched);
  EXPECT_EQ(t.lead()->state, AssignmentState::signed_for);
  EXPECT_EQ(t.lead()->reworked, 1);
  EXPECT_EQ(t.next_due(), store.clock.now() + std::chrono::hours{40});
}

TEST_F(Life, ADirectAnswerClosesAndReopeningPutsItBackOnTheDesk) {
  const Ticket ticket = given_a_ticket("公积金提取需要什么材料");
  Ticket t = store.write([&](store::WriteTx& tx) {
    const store::Sealed text = TicketBook::seal_text(tx, ticket.id, "answer", "请携带身份证到任一网点办理。");
    return book.act(tx, ticket.id, std::nullopt, agent,
                    [&](const Ticket& now) { return decide_answer(now, text); });
  });
  EXPECT_EQ(t.outcome, Outcome::answered);
  t = must_act(t.id, [&](const Ticket& now) { return decide_reopen(now, deadlines, store.clock.now()); });
  EXPECT_EQ(t.state, TicketState::registered);
  EXPECT_EQ(t.reopened, 1);
}

TEST_F(Life, AnEmergencyIsHandedOverAndEndsWithTheOtherLinesAcknowledgement) {
  Ticket t = given_a_ticket("有人打架");
  t = must_act(t.id, [&](const Ticket& now) {
    return decide_handover(now, "110", "E-110", store.clock.now() + std::chrono::minutes{5}, true);
  });
  EXPECT_EQ(t.state, TicketState::handed_over);
  t = must_act(t.id, [](const Ticket& now) { return decide_acknowledge(now, {1, "J2026-77", "8012"}, {}); });
  EXPECT_EQ(t.state, TicketState::closed);
  EXPECT_EQ(t.outcome, Outcome::handed_over);
  const HandoverOrder& order = t.handovers[0];
  EXPECT_EQ(order.reference, "J2026-77");
  EXPECT_EQ(order.unit, "E-110");
  EXPECT_TRUE(order.caller_on_line);
  EXPECT_EQ(order.ordered_by, agent.actor.id);
  EXPECT_EQ(order.answered_by, agent.actor.id);
  EXPECT_EQ(order.taken_by, "8012");
  EXPECT_TRUE(order.acknowledged_at);
  EXPECT_EQ(
      act(t.id, [](const Ticket& now) { return decide_acknowledge(now, {1, "", ""}, {}); }).error().code,
      base::ErrorCode::illegal_transition);
}

TEST_F(Life, AnOrderIsAnsweredByTheLinesOwnUnitOrTheHotlineAndByNobodyElse) {
  Ticket t = must_act(given_a_ticket("有人打架").id, [&](const Ticket& now) {
    return decide_handover(now, "110", "E-110", store.clock.now() + std::chrono::minutes{3}, false);
  });
  EXPECT_THAT(t.concerned_units(), ElementsAre("E-110"));
  const auto take = [&](const std::string& unit) {
    return act(t.id, [&](const Ticket& now) { return decide_acknowledge(now, {1, "", ""}, {unit}); });
  };
  EXPECT_EQ(take("E-119").error().code, base::ErrorCode::not_found);
  EXPECT_EQ(act(t.id, [](const Ticket& now) { return decide_decline(now, 1, {"E-119"}); }).error().code,
            base::ErrorCode::not_found);
  EXPECT_EQ(load(t.id).state, TicketState::handed_over);
  EXPECT_TRUE(take("E-110").ok());
}

TEST_F(Life, EachUnitThatIsConsultedAnswersOnceAndNoOtherDoes) {
  Ticket t =
      must_act(given_a_ticket().id, [](const Ticket& now) { return decide_consult(now, {"CG", "ZJ"}); });
  EXPECT_THAT(t.concerned_units(), ElementsAre("CG", "ZJ"));
  const auto say = [&](const std::string& unit, bool accepts) {
    return act(t.id, [&](const Ticket& now) { return decide_opinion(now, unit, accepts); });
  };
  EXPECT_EQ(say("GA", true).error().code, base::ErrorCode::invalid_input);
  t = hotline::test::value_of(say("ZJ", true));
  EXPECT_EQ(say("ZJ", false).error().code, base::ErrorCode::conflict);
  ASSERT_EQ(t.consultations.size(), 2U);
  EXPECT_FALSE(t.consultations[0].accepts.has_value());
  EXPECT_EQ(t.consultations[1].accepts, true);
  EXPECT_EQ(t.consultations[1].answered_by, agent.actor.id);
  t = must_act(t.id, [&](const Ticket& now) {
    return decide_dispatch(now, {"ZJ", {}, false}, deadlines, store.clock.now());
  });
  EXPECT_TRUE(t.concerned_units().empty()) << "who was only asked has no more business with it";
  EXPECT_EQ(t.consultations.size(), 2U) << "what was said stays on record";
}

TEST_F(Life, AConsultedTicketThatIsMergedTakesNoOpinion) {
  const Ticket other = given_a_ticket("路灯坏了", "+8613800000002");
  const Ticket t =
      must_act(given_a_ticket().id, [](const Ticket& now) { return decide_consult(now, {"CG", "ZJ"}); });
  store.write([&](store::WriteTx& tx) { return book.merge(tx, t.id, other.id, std::nullopt, agent); });
  EXPECT_EQ(act(t.id, [](const Ticket& now) { return decide_opinion(now, "CG", true); }).error().code,
            base::ErrorCode::conflict);
}

TEST_F(Life, AUnitNeverGetsASecondPartOfATicket) {
  Ticket t = given_a_dispatched_ticket({"ZJ"});
  const auto faults = [](const base::Result<Ticket>& refused) {
    return refused.ok() ? std::string("none") : refused.error().fields.at(0).rule;
  };
  EXPECT_EQ(faults(act(t.id,
                       [&](const Ticket& now) {
                         return decide_transfer(now, 1, "ZJ", {}, deadlines, store.clock.now());
                       })),
            "has_part");
  t = must_act(t.id, [&](const Ticket& now) {
    return decide_return(now, 1, {"r", "", {}}, {}, 2, store.clock.now());
  });
  EXPECT_EQ(faults(act(t.id,
                       [&](const Ticket& now) {
                         return decide_rule(now, 1, {RulingKind::redispatched, "ZJ"}, deadlines,
                                            store.clock.now());
                       })),
            "has_part");
  EXPECT_EQ(load(t.id).assignments.size(), 2U);
}

TEST_F(Life, AnOrderThatIsDeclinedComesBackToTheDesk) {
  Ticket t = given_a_ticket();
  t = must_act(t.id,
               [&](const Ticket& now) { return decide_handover(now, "122", "", store.clock.now(), false); });
  t = must_act(t.id, [](const Ticket& now) { return decide_decline(now, 1, {}); });
  EXPECT_EQ(t.state, TicketState::registered);
  EXPECT_TRUE(t.concerned_units().empty());
  EXPECT_EQ(t.handovers[0].answered_by, agent.actor.id);
}

TEST_F(Life, AStreetCallsDepartmentsUpAndTheyAreAssistants) {
  Ticket t = given_a_dispatched_ticket();
  t = must_act(t.id, [&](const Ticket& now) {
    return decide_whistle(now, {"ZJ", "GA"}, {"CG"}, deadlines, store.clock.now());
  });
  ASSERT_EQ(t.assignments.size(), 3u);
  EXPECT_EQ(t.assignments[2].origin, Origin::whistle);
  EXPECT_EQ(act(t.id,
                [&](const Ticket& now) {
                  return decide_whistle(now, {"SW"}, {"ZJ"}, deadlines, store.clock.now());
                })
                .error()
                .code,
            base::ErrorCode::forbidden);
}

TEST_F(Life, TransferringDownKeepsTheLimitOfTheWhole) {
  Ticket t = sign(given_a_dispatched_ticket());
  const auto due = t.next_due();
  store.clock.advance(std::chrono::hours{1});
  t = must_act(t.id, [&](const Ticket& now) {
    return decide_transfer(now, 1, "JD", {"CG"}, deadlines, store.clock.now());
  });
  EXPECT_EQ(t.lead()->unit, "JD");
  for (const RunningClock& clock : t.clocks) {
    if (clock.assignment == 2 && clock.what == city::Limited::resolve) {
      EXPECT_EQ(clock.due, t.clocks[3].due);
    }
  }
  EXPECT_TRUE(due);
}

TEST_F(Life, StaleEyesChangeNothing) {
  const Ticket t = given_a_ticket();
  sign(given_a_dispatched_ticket());
  const auto result = store.get().write([&](store::WriteTx& tx) {
    return book.act(tx, t.id, t.version - 1, agent, [](const Ticket& now) { return decide_urge(now, ""); });
  });
  EXPECT_EQ(result.error().code, base::ErrorCode::stale_version);
  EXPECT_EQ(load(t.id).urged, 0);
}

TEST_F(Life, StateSurvivesARestartBecauseItIsTheFoldOfEvents) {
  const Ticket before = reply(sign(given_a_dispatched_ticket({"ZJ"})));
  store.reopen();
  const Ticket after = load(before.id);
  EXPECT_EQ(after.version, before.version);
  EXPECT_EQ(after.state, before.state);
  EXPECT_EQ(after.assignments.size(), before.assignments.size());
}

TEST_F(Life, APartSplitOffNamesItsParentAndHasALifeOfItsOwn) {
  const Ticket t = given_a_ticket("路灯不亮，另外垃圾没人收");
  store.write([&](store::WriteTx& tx) {
    NewTicket part;
    part.summary = TicketBook::seal_text(tx, t.id, "summary", "垃圾没人收");
    part.title = "垃圾没人收";
    return book.split(tx, t.id, std::nullopt, part, agent);
  });
  const auto child =
      store.read([&](store::ReadTx& tx) { return TicketBook::find_by_number(tx, t.number + "-02"); });
  ASSERT_TRUE(child);
  EXPECT_EQ(load(*child).parent, t.id);
}

}  // namespace
}  // namespace hotline::ticket::test
