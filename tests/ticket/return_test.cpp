// Returns, rulings, extensions: what a unit may refuse, and what the hotline decides about it.
#include "ticket/ticket_fixture.hpp"

namespace hotline::ticket::test {
namespace {

class Returning : public TicketTest {
 protected:
  base::Result<Ticket> give_back(const Ticket& t, std::int64_t assignment = 1) {
    return act(t.id, [&](const Ticket& now) {
      return decide_return(now, assignment, {"not_our_duty", "ZJ", {}}, {}, 2, store.clock.now());
    });
  }
  Ticket rule(const Ticket& t, std::int64_t assignment, Ruling ruling) {
    return must_act(t.id, [&](const Ticket& now) {
      return decide_rule(now, assignment, ruling, deadlines, store.clock.now());
    });
  }
};

TEST_F(Returning, AReturnWaitsForARulingAndTheFirstUnitStillOwesTheCallerContact) {
  Ticket t = hotline::test::value_of(give_back(sign(given_a_dispatched_ticket())));
  EXPECT_EQ(t.state, TicketState::disputed);
  EXPECT_EQ(t.assignments[0].suggested_unit, "ZJ");
  EXPECT_TRUE(act(t.id, [](const Ticket& now) { return decide_contact(now, 1, {}); }).ok());
}

TEST_F(Returning, ARulingRedispatchesToAnotherUnit) {
  Ticket t = hotline::test::value_of(give_back(given_a_dispatched_ticket()));
  t = rule(t, 1, {RulingKind::redispatched, "ZJ"});
  EXPECT_EQ(t.state, TicketState::dispatched);
  EXPECT_EQ(t.assignments[0].state, AssignmentState::withdrawn);
  EXPECT_EQ(t.lead()->unit, "ZJ");
  EXPECT_TRUE(give_back(t, 2).ok());
}

TEST_F(Returning, ADesignatedUnitCannotReturnIt) {
  Ticket t = hotline::test::value_of(give_back(given_a_dispatched_ticket()));
  t = rule(t, 1, {RulingKind::designated, "ZJ"});
  EXPECT_EQ(give_back(t, 2).error().code, base::ErrorCode::conflict);
  EXPECT_EQ(load(t.id).state, TicketState::dispatched);
}

TEST_F(Returning, AnUpheldUnitKeepsItAndCannotReturnItAgain) {
  Ticket t = hotline::test::value_of(give_back(given_a_dispatched_ticket()));
  t = rule(t, 1, {RulingKind::upheld, ""});
  EXPECT_EQ(t.lead()->unit, "CG");
  EXPECT_EQ(t.lead()->state, AssignmentState::signed_for);
  EXPECT_EQ(give_back(t, 1).error().code, base::ErrorCode::conflict);
}

TEST_F(Returning, AfterTheWindowNothingIsReturned) {
  const Ticket t = sign(given_a_dispatched_ticket());
  store.clock.advance(std::chrono::hours{9});
  EXPECT_EQ(give_back(t).error().code, base::ErrorCode::conflict);
}

TEST_F(Returning, AUnitReturnsATicketAsOftenAsTheCityLetsItAndOthersAreNotCountedWithIt) {
  Ticket t = hotline::test::value_of(give_back(given_a_dispatched_ticket()));
  t = rule(t, 1, {RulingKind::redispatched, "ZJ"});
  t = hotline::test::value_of(give_back(t, 2));
  t = rule(t, 2, {RulingKind::redispatched, "CG"});
  EXPECT_EQ(count_returns(t, "CG"), 1);
  t = hotline::test::value_of(give_back(t, 3));
  t = rule(t, 3, {RulingKind::redispatched, "GA"});
  t = hotline::test::value_of(give_back(t, 4));
  t = rule(t, 4, {RulingKind::redispatched, "CG"});
  EXPECT_EQ(count_returns(t, "CG"), 2);
  EXPECT_EQ(give_back(t, 5).error().code, base::ErrorCode::conflict);
  EXPECT_EQ(load(t.id).returned, 4);
}

TEST_F(Returning, ACityMayAllowNoReturnAtAll) {
  const Ticket t = given_a_dispatched_ticket();
  EXPECT_EQ(act(t.id,
                [&](const Ticket& now) {
                  return decide_return(now, 1, {"not_our_duty", "ZJ", {}}, {}, 0, store.clock.now());
                })
                .error()
                .code,
            base::ErrorCode::conflict);
}

TEST_F(Returning, AnotherUnitSeesNoAssignmentToActOn) {
  const Ticket t = given_a_dispatched_ticket();
  EXPECT_EQ(act(t.id, [](const Ticket& now) { return decide_sign(now, 1, {"ZJ"}); }).error().code,
            base::ErrorCode::not_found);
}

TEST_F(Returning, MoreTimeIsAskedOnceBeforeTheLimitAndMovesItWhenGranted) {
  Ticket t = sign(given_a_dispatched_ticket());
  const base::Time due = *t.next_due();
  const auto ask = [&](std::int64_t minutes) {
    return act(t.id, [&](const Ticket& now) {
      return decide_extension_request(now, 1, minutes, {}, deadlines, store.clock.now());
    });
  };
  EXPECT_EQ(ask(2401).error().code, base::ErrorCode::invalid_input);
  t = hotline::test::value_of(ask(600));
  EXPECT_EQ(ask(600).error().code, base::ErrorCode::conflict);
  t = must_act(t.id, [&](const Ticket& now) { return decide_contact(now, 1, {}); });
  const base::Time resolve_due = *t.next_due();
  t = must_act(t.id, [&](const Ticket& now) { return decide_extension(now, 1, true, deadlines); });
  EXPECT_EQ(*t.next_due(), resolve_due + std::chrono::minutes{600});
  EXPECT_LE(due, resolve_due);
}

TEST_F(Returning, NoTimeIsAskedForAfterTheLimit) {
  const Ticket t = sign(given_a_dispatched_ticket());
  store.clock.advance(std::chrono::hours{41});
  EXPECT_EQ(act(t.id,
                [&](const Ticket& now) {
                  return decide_extension_request(now, 1, 60, {}, deadlines, store.clock.now());
                })
                .error()
                .code,
            base::ErrorCode::conflict);
}

}  // namespace
}  // namespace hotline::ticket::test
