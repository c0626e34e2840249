// Review, the end of a ticket, its facets, and regrouping of requests.
#include <algorithm>

#include "ticket/rules.hpp"

namespace hotline::ticket {
namespace {

// The assignments that work again after a send-back or a reopening, and their new limit.
base::Result<store::Payload> rework_payload(const Ticket& ticket, const Deadlines& deadlines,
                                            base::Time now) {
  store::Payload::Numbers again;
  std::string unit;
  for (const Assignment& one : ticket.assignments) {
    if (is_legal(one.state, AssignmentAction::rework)) {
      again.push_back(one.id);
      if (one.part == Part::lead) unit = one.unit;
    }
  }
  store::Payload payload{{"assignments", again}};
  HOTLINE_TRY(const auto due, deadlines.due(city::Limited::resolve, ticket, unit, now));
  if (due) payload.set("resolve_due", base::to_millis(*due));
  return payload;
}

bool can_regroup(const Ticket& ticket) {
  return !ticket.is_merged() && ticket.state != TicketState::closed &&
         ticket.state != TicketState::resolved && ticket.state != TicketState::handed_over;
}

}  // namespace

base::Result<NewEvents> decide_accept_review(const Ticket& ticket, const Deadlines& deadlines,
                                             base::Time now) {
  HOTLINE_CHECK(check_action(ticket, TicketAction::accept_review));
  store::Payload resolved;
  HOTLINE_TRY(const auto due, deadlines.due(city::Limited::callback, ticket, "", now));
  if (due) resolved.set("callback_due", base::to_millis(*due));
  return NewEvents{{event::review_accepted, {}}, {event::resolved, std::move(resolved)}};
}

base::Result<NewEvents> decide_send_back(const Ticket& ticket, const Deadlines& deadlines, base::Time now) {
  HOTLINE_CHECK(check_action(ticket, TicketAction::send_back));
  HOTLINE_TRY(store::Payload payload, rework_payload(ticket, deadlines, now));
  return NewEvents{{event::sent_back, std::move(payload)}};
}

base::Result<NewEvents> decide_close(const Ticket& ticket) {
  HOTLINE_CHECK(check_action(ticket, TicketAction::close));
  return NewEvents{{event::closed, {{"outcome", std::string(name_of(Outcome::handled))}}}};
}

base::Result<NewEvents> decide_reopen(const Ticket& ticket, const Deadlines& deadlines, base::Time now) {
  HOTLINE_CHECK(check_action(ticket, TicketAction::reopen));
  if (ticket.lead() == nullptr) return NewEvents{{event::reopened, {{"to", std::string("registered")}}}};
  HOTLINE_TRY(store::Payload payload, rework_payload(ticket, deadlines, now));
  payload.set("to", std::string("dispatched"));
  return NewEvents{{event::reopened, std::move(payload)}};
}

base::Result<NewEvents> decide_urge(const Ticket& ticket, const std::string& unit) {
  HOTLINE_CHECK(check_action(ticket, TicketAction::urge));
  return NewEvents{{event::urged, {{"unit", unit}}}};
}

base::Result<NewEvents> decide_supervise(const Ticket& ticket, int level, const std::string& unit) {
  HOTLINE_CHECK(check_action(ticket, TicketAction::supervise));
  if (level < 1 || level > 3) {
    return base::Error::field("/level", "range", "督办级别为 1 至 3。",
                              "The level of supervision is 1 to 3.");
  }
  return NewEvents{{event::supervised, {{"level", level}, {"unit", unit}}}};
}

base::Result<NewEvents> decide_secure(const Ticket& ticket, bool secret) {
  HOTLINE_CHECK(check_action(ticket, TicketAction::secure));
  return NewEvents{{event::secured, {{"secret", secret}}}};
}

base::Result<NewEvents> decide_publish(const Ticket& ticket, const store::Sealed& masked_text) {
  HOTLINE_CHECK(check_action(ticket, TicketAction::publish));
  if (ticket.secret) {
    return base::Error::of(base::ErrorCode::conflict, "保密工单不得公开答复。",
                           "A secret ticket is never published.");
  }
  return NewEvents{{event::published, {{"text", masked_text.id}, {"digest", masked_text.digest}}}};
}

base::Result<Regrouping> decide_merge(const Ticket& ticket, const Ticket& into) {
  if (ticket.id == into.id) {
    return base::Error::field("/into", "other_ticket", "不能并入工单自身，请选择另一张工单。",
                              "A ticket cannot be merged into itself. Choose another.");
  }
  if (!can_regroup(ticket) || !can_regroup(into)) {
    return base::Error::of(
        base::ErrorCode::conflict, "已并单、已移交、已办结或已归档的工单不能合并，请选择在办工单。",
        "A ticket that is merged, handed over, resolved or closed cannot be merged. Choose one in work.");
  }
  return Regrouping{{{event::merged, {{"into", into.id}, {"requests", ticket.requests}}},
                     {event::requests_left, {{"to", into.id}, {"requests", ticket.requests}}}},
                    {{event::requests_joined, {{"from", ticket.id}, {"requests", ticket.requests}}}}};
}

base::Result<Regrouping> decide_unmerge(const Ticket& ticket, const Ticket& from,
                                        const std::vector<std::int64_t>& moved) {
  if (ticket.merged_into != from.id) {
    return base::Error::of(base::ErrorCode::conflict, "该工单未并入其他工单，无需撤销。",
                           "This ticket is not merged.");
  }
  if (from.is_merged()) {
    return base::Error::of(base::ErrorCode::conflict, "主工单又并入了其他工单，请先撤销那一次合并。",
                           "The main ticket was itself merged later. Undo that merge first.");
  }
  if (from.state == TicketState::resolved || from.state == TicketState::closed) {
    return base::Error::of(base::ErrorCode::conflict,
                           "主工单已办结或归档，不能再拆分；如仍有诉求请重新办理。",
                           "The main ticket is finished. Reopen it before undoing the merge.");
  }
  return Regrouping{{{event::unmerged, {{"from", from.id}, {"requests", moved}}},
                     {event::requests_joined, {{"from", from.id}, {"requests", moved}}}},
                    {{event::requests_left, {{"to", ticket.id}, {"requests", moved}}}}};
}

}  // namespace hotline::ticket
