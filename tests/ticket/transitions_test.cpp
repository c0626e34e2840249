// The two tables are the whole law: every row is walked on real tickets, every other action is refused.
#include <map>

#include "ticket/ticket_fixture.hpp"

namespace hotline::ticket::test {
namespace {

class Transitions : public TicketTest {
 protected:
  base::Time now() { return store.clock.now(); }

  // A ticket brought into a state by the shortest way.
  Ticket in_state(TicketState state) {
    switch (state) {
      case TicketState::registered:
        return given_a_ticket();
      case TicketState::consulting:
        return must_act(given_a_ticket().id, [](const Ticket& t) { return decide_consult(t, {"CG", "ZJ"}); });
      case TicketState::dispatched:
        return must_act(given_a_dispatched_ticket().id,
                        [&](const Ticket& t) { return decide_handover(t, "110", "E-110", now(), false); });
      case TicketState::disputed: {
        const Ticket t = in_state(TicketState::dispatched);
        return must_act(t.id,
                        [&](const Ticket& x) { return decide_return(x, 1, {"r", "", {}}, {}, 2, now()); });
      }
      case TicketState::handed_over:
        return must_act(given_a_ticket().id,
                        [&](const Ticket& t) { return decide_handover(t, "110", "E-110", now(), false); });
      case TicketState::in_review:
        return reply(sign(given_a_dispatched_ticket()));
      case TicketState::resolved:
        return must_act(in_state(TicketState::in_review).id,
                        [&](const Ticket& t) { return decide_accept_review(t, deadlines, now()); });
      case TicketState::closed:
        return must_act(in_state(TicketState::resolved).id, decide_close);
    }
    throw std::logic_error("state");
  }

  // A closed ticket that no unit ever had.
  Ticket answered() {
    return must_act(given_a_ticket().id, [](const Ticket& t) { return decide_answer(t, {1, "d"}); });
  }

  base::Result<Ticket> perform(const Ticket& ticket, TicketAction action) {
    if (action == TicketAction::split) {
      return store.get().write(
          [&](store::WriteTx& tx) { return book.split(tx, ticket.id, std::nullopt, NewTicket{}, agent); });
    }
    if (action == TicketAction::all_replied) {
      if (ticket.state == TicketState::dispatched) {
        act(ticket.id, [](const Ticket& t) { return decide_sign(t, 1, {}); }).ok();
      }
      return act(ticket.id,
                 [&](const Ticket& t) { return decide_reply(t, 1, {1, "d"}, {}, deadlines, now()); });
    }
    return act(ticket.id, [&](const Ticket& t) -> base::Result<NewEvents> {
      switch (action) {
        case TicketAction::answer:
          return decide_answer(t, {1, "d"});
        case TicketAction::refuse:
          return decide_refuse(t, "litigation", {1, "d"});
        case TicketAction::handover:
          return decide_handover(t, "119", "E-119", now(), false);
        case TicketAction::acknowledge:
          return decide_acknowledge(t, {1, "x", ""}, {});
        case TicketAction::decline:
          return decide_decline(t, 1, {});
        case TicketAction::consult:
          return decide_consult(t, {"CG", "ZJ"});
        case TicketAction::opinion:
          return decide_opinion(t, "CG", true);
        case TicketAction::dispatch:
          return decide_dispatch(t, {"CG", {}, false}, deadlines, now());
        case TicketAction::whistle:
          return decide_whistle(t, {"GA"}, {}, deadlines, now());
        case TicketAction::dispute:
          return decide_return(t, 1, {"r", "", {}}, {}, 2, now());
        case TicketAction::rule:
          return decide_rule(t, 1, {RulingKind::redispatched, "ZJ"}, deadlines, now());
        case TicketAction::accept_review:
          return decide_accept_review(t, deadlines, now());
        case TicketAction::send_back:
          return decide_send_back(t, deadlines, now());
        case TicketAction::close:
          return decide_close(t);
        case TicketAction::reopen:
          return decide_reopen(t, deadlines, now());
        case TicketAction::amend: {
          Amendment amendment;
          amendment.urgency = city::Urgency::urgent;
          return decide_amend(t, amendment);
        }
        case TicketAction::urge:
          return decide_urge(t, "");
        case TicketAction::supervise:
          return decide_supervise(t, 1, "");
        case TicketAction::secure:
          return decide_secure(t, true);
        case TicketAction::publish:
          return decide_publish(t, {1, "d"});
        default:
          throw std::logic_error("action");
      }
    });
  }
};

TEST_F(Transitions, EveryRowOfTheTicketsTableLeadsWhereItSays) {
  for (const TicketTransition& row : ticket_transitions()) {
    const bool never_dispatched = row.action == TicketAction::reopen && row.to == TicketState::registered;
    const Ticket before = never_dispatched ? answered() : in_state(row.from);
    const auto after = perform(before, row.action);
    ASSERT_TRUE(after.ok()) << name_of(row.from) << " --" << name_of(row.action) << "--> "
                            << after.error().text.en;
    EXPECT_EQ(after->state, row.to) << name_of(row.from) << " --" << name_of(row.action);
    EXPECT_GT(after->version, before.version);
    EXPECT_EQ(projection_fault(after->id), std::nullopt) << name_of(row.action);
  }
}

TEST_F(Transitions, EveryOtherActionOnATicketIsRefusedAndChangesNothing) {
  int refused = 0;
  for (const TicketState state : ticket_states) {
    for (int i = 0; i <= static_cast<int>(TicketAction::publish); ++i) {
      const auto action = static_cast<TicketAction>(i);
      if (is_legal(state, action)) continue;
      const Ticket before = in_state(state);
      const auto after = perform(before, action);
      ASSERT_FALSE(after.ok()) << name_of(state) << " --" << name_of(action);
      // What follows from a unit's part needs such a part: before dispatch there is none to be found.
      const bool no_part = after.error().code == base::ErrorCode::not_found && before.assignments.empty() &&
                           (action == TicketAction::dispute || action == TicketAction::all_replied);
      EXPECT_TRUE(no_part || after.error().code == base::ErrorCode::illegal_transition)
          << name_of(state) << " --" << name_of(action);
      EXPECT_EQ(load(before.id).version, before.version);
      ++refused;
    }
  }
  EXPECT_GT(refused, 60);
}

class AssignmentTransitions : public Transitions {
 protected:
  Ticket with_assignment(AssignmentState state) {
    switch (state) {
      case AssignmentState::assigned:
        return given_a_dispatched_ticket({"ZJ"});
      case AssignmentState::signed_for:
        return sign(with_assignment(AssignmentState::assigned));
      case AssignmentState::replied:
        return reply(with_assignment(AssignmentState::signed_for));
      case AssignmentState::returned:
        return must_act(with_assignment(AssignmentState::signed_for).id,
                        [&](const Ticket& t) { return decide_return(t, 1, {"r", "", {}}, {}, 2, now()); });
      case AssignmentState::transferred:
        return must_act(with_assignment(AssignmentState::signed_for).id,
                        [&](const Ticket& t) { return decide_transfer(t, 1, "JD", {}, deadlines, now()); });
      case AssignmentState::withdrawn:
        return must_act(with_assignment(AssignmentState::returned).id, [&](const Ticket& t) {
          return decide_rule(t, 1, {RulingKind::redispatched, "GA"}, deadlines, now());
        });
      case AssignmentState::done:
        return in_state(TicketState::resolved);
    }
    throw std::logic_error("state");
  }

  base::Result<Ticket> perform_assignment(const Ticket& ticket, AssignmentAction action) {
    return act(ticket.id, [&](const Ticket& t) -> base::Result<NewEvents> {
      switch (action) {
        case AssignmentAction::sign:
          return decide_sign(t, 1, {});
        case AssignmentAction::contact:
          return decide_contact(t, 1, {});
        case AssignmentAction::request_extension:
          return decide_extension_request(t, 1, 60, {}, deadlines, now());
        case AssignmentAction::decide_extension:
          return decide_extension(t, 1, true, deadlines);
        case AssignmentAction::return_it:
          return decide_return(t, 1, {"r", "", {}}, {}, 2, now());
        case AssignmentAction::uphold:
          return decide_rule(t, 1, {RulingKind::upheld, ""}, deadlines, now());
        case AssignmentAction::transfer:
          return decide_transfer(t, 1, "JD", {}, deadlines, now());
        case AssignmentAction::reply:
          return decide_reply(t, 1, {1, "d"}, {}, deadlines, now());
        case AssignmentAction::rework:
          return decide_send_back(t, deadlines, now());
        case AssignmentAction::accept:
          return decide_accept_review(t, deadlines, now());
        case AssignmentAction::withdraw:
          return decide_rule(t, 1, {RulingKind::redispatched, "GA"}, deadlines, now());
        case AssignmentAction::pause:
          return decide_pause(t, 1, deadlines, now());
        case AssignmentAction::resume:
          return decide_resume(t, 1, {}, deadlines, now());
      }
      throw std::logic_error("action");
    });
  }
};

TEST_F(AssignmentTransitions, AUnitsPartWalksEveryRowThatAUnitOrARulingCanTake) {
  for (const AssignmentTransition& row : assignment_transitions()) {
    Ticket before = with_assignment(row.from);
    if (row.action == AssignmentAction::decide_extension) {
      before = must_act(before.id, [&](const Ticket& t) {
        return decide_extension_request(t, 1, 60, {}, deadlines, now());
      });
    }
    if (row.action == AssignmentAction::resume)
      before = must_act(before.id, [&](const Ticket& t) { return decide_pause(t, 1, deadlines, now()); });
    ASSERT_EQ(before.find_assignment(1)->state, row.from) << "the row itself is walked, not another";
    // Review and reopening act on all parts at once; withdrawal follows from a ruling over a return.
    if (row.action == AssignmentAction::rework || row.action == AssignmentAction::accept) {
      if (row.from == AssignmentState::replied) before = in_state(TicketState::in_review);
      const auto after =
          row.from == AssignmentState::done
              ? act(before.id, [&](const Ticket& t) { return decide_reopen(t, deadlines, now()); })
              : perform_assignment(before, row.action);
      ASSERT_TRUE(after.ok()) << after.error().text.en;
      EXPECT_EQ(after->find_assignment(1)->state, row.to);
      continue;
    }
    const auto after = perform_assignment(before, row.action);
    ASSERT_TRUE(after.ok()) << name_of(row.from) << " --" << name_of(row.action) << ": "
                            << after.error().text.en;
    EXPECT_EQ(after->find_assignment(1)->state, row.to) << name_of(row.from) << " --" << name_of(row.action);
    EXPECT_EQ(projection_fault(after->id), std::nullopt);
  }
}

TEST_F(AssignmentTransitions, EveryOtherActionOnAPartIsRefusedAndChangesNothing) {
  int refused = 0;
  for (const AssignmentState state : assignment_states) {
    for (int i = 0; i <= static_cast<int>(AssignmentAction::resume); ++i) {
      const auto action = static_cast<AssignmentAction>(i);
      if (is_legal(state, action)) continue;
      const Ticket before = with_assignment(state);
      const auto after = perform_assignment(before, action);
      ASSERT_FALSE(after.ok()) << name_of(state) << " --" << name_of(action);
      EXPECT_EQ(after.error().code, base::ErrorCode::illegal_transition)
          << name_of(state) << " --" << name_of(action) << ": " << after.error().text.en;
      EXPECT_EQ(load(before.id).version, before.version);
      ++refused;
    }
  }
  EXPECT_GT(refused, 40);
}

}  // namespace
}  // namespace hotline::ticket::test
