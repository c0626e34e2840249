// What the hotline's own desk does: answer, refuse, hand over, consult, dispatch, rule, amend.
#include <algorithm>
#include <set>

#include "ticket/rules.hpp"

namespace hotline::ticket {
namespace {

store::Payload text_payload(const store::Sealed& text) {
  return {{"text", text.id}, {"digest", text.digest}};
}

NewEvent closed_as(Outcome outcome) {
  return {event::closed, {{"outcome", std::string(name_of(outcome))}}};
}

base::Result<const HandoverOrder*> open_order(const Ticket& ticket, std::int64_t id, const Acting& acting) {
  for (const HandoverOrder& order : ticket.handovers) {
    if (order.id != id || (!acting.unit.empty() && order.unit != acting.unit)) continue;
    if (order.acknowledged_at || order.declined_at) {
      return base::Error::of(base::ErrorCode::conflict, "该移交单已有处理结果，无需重复提交。",
                             "This order already has a result. Nothing more is to be done.");
    }
    return &order;
  }
  return base::Error::of(base::ErrorCode::not_found, "没有找到该移交单，请核对移交单号。",
                         "There is no such order. Check its number.");
}

base::Error twice_error(const std::string& unit) {
  return base::Error::field("/assistants", "unique", "单位 " + unit + " 重复，请保留一个。",
                            "Unit " + unit + " is named twice. Keep one.");
}

}  // namespace

std::string_view name_of(RulingKind ruling) {
  switch (ruling) {
    case RulingKind::redispatched:
      return "redispatched";
    case RulingKind::designated:
      return "designated";
    case RulingKind::upheld:
      return "upheld";
  }
  return "upheld";
}

base::Result<NewEvents> decide_answer(const Ticket& ticket, const store::Sealed& text) {
  HOTLINE_CHECK(check_action(ticket, TicketAction::answer));
  return NewEvents{{event::answered, text_payload(text)}, closed_as(Outcome::answered)};
}

base::Result<NewEvents> decide_refuse(const Ticket& ticket, const std::string& code,
                                      const store::Sealed& text) {
  HOTLINE_CHECK(check_action(ticket, TicketAction::refuse));
  store::Payload payload = text_payload(text);
  payload.set("code", code);
  return NewEvents{{event::refused, std::move(payload)}, closed_as(Outcome::refused)};
}

base::Result<NewEvents> decide_handover(const Ticket& ticket, const std::string& line,
                                        const std::string& unit, base::Time acknowledge_by,
                                        bool caller_on_line) {
  HOTLINE_CHECK(check_action(ticket, TicketAction::handover));
  return NewEvents{{event::handed_over,
                    {{"order", static_cast<std::int64_t>(ticket.handovers.size()) + 1},
                     {"line", line},
                     {"unit", unit},
                     {"acknowledge_by", base::to_millis(acknowledge_by)},
                     {"caller_on_line", caller_on_line}}}};
}

base::Result<NewEvents> decide_acknowledge(const Ticket& ticket, const HandoverAnswer& answer,
                                           const Acting& acting) {
  HOTLINE_CHECK(check_action(ticket, TicketAction::acknowledge));
  HOTLINE_CHECK(open_order(ticket, answer.order, acting));
  NewEvents events{
      {event::handover_acknowledged,
       {{"order", answer.order}, {"reference", answer.reference}, {"taken_by", answer.taken_by}}}};
  if (ticket.state == TicketState::handed_over) events.push_back(closed_as(Outcome::handed_over));
  return events;
}

base::Result<NewEvents> decide_decline(const Ticket& ticket, std::int64_t order, const Acting& acting) {
  HOTLINE_CHECK(check_action(ticket, TicketAction::decline));
  HOTLINE_CHECK(open_order(ticket, order, acting));
  return NewEvents{{event::handover_declined, {{"order", order}}}};
}

base::Result<NewEvents> decide_consult(const Ticket& ticket, const std::vector<std::string>& units) {
  HOTLINE_CHECK(check_action(ticket, TicketAction::consult));
  if (units.size() < 2) {
    return base::Error::field("/units", "min_items", "会商至少需要两个单位。",
                              "A consultation needs two units at least.");
  }
  return NewEvents{{event::consulted, {{"units", units}}}};
}

base::Result<NewEvents> decide_opinion(const Ticket& ticket, const std::string& unit, bool accepts) {
  HOTLINE_CHECK(check_action(ticket, TicketAction::opinion));
  const auto asked = std::find_if(ticket.consultations.begin(), ticket.consultations.end(),
                                  [&](const Consultation& one) { return one.unit == unit; });
  if (asked == ticket.consultations.end()) {
    return base::Error::field("/unit", "not_consulted", "该单位不在本次会商范围内，请选择已邀请的单位。",
                              "That unit was not consulted. Choose one of those that were asked.");
  }
  if (asked->accepts) {
    return base::Error::of(base::ErrorCode::conflict, "该单位的会商意见已记录，不能重复提交。",
                           "This unit has given its opinion. It is asked once.");
  }
  return NewEvents{{event::opinion, {{"unit", unit}, {"accepts", accepts}}}};
}

base::Result<NewEvents> decide_dispatch(const Ticket& ticket, const DispatchOrder& order,
                                        const Deadlines& deadlines, base::Time now) {
  HOTLINE_CHECK(check_action(ticket, TicketAction::dispatch));
  std::set<std::string> named{order.lead};
  for (const std::string& unit : order.assistants) {
    if (!named.insert(unit).second) return twice_error(unit);
  }
  NewEvents events{{event::dispatched, {{"automatic", order.automatic}}}};
  std::int64_t id = next_assignment(ticket);
  HOTLINE_TRY(store::Payload lead, assigned_payload(ticket, id++, order.lead, Part::lead, Origin::dispatch,
                                                    false, 0, deadlines, now));
  events.push_back({event::assigned, std::move(lead)});
  for (const std::string& unit : order.assistants) {
    HOTLINE_TRY(store::Payload assist, assigned_payload(ticket, id++, unit, Part::assist, Origin::dispatch,
                                                        false, 0, deadlines, now));
    events.push_back({event::assigned, std::move(assist)});
  }
  return events;
}

base::Result<NewEvents> decide_whistle(const Ticket& ticket, const std::vector<std::string>& units,
                                       const Acting& acting, const Deadlines& deadlines, base::Time now) {
  HOTLINE_CHECK(check_action(ticket, TicketAction::whistle));
  const Assignment* lead = ticket.lead();
  if (!acting.unit.empty() && (lead == nullptr || lead->unit != acting.unit)) {
    return base::Error::of(base::ErrorCode::forbidden, "只有主办单位可以吹哨，请由主办单位发起。",
                           "Only the lead unit may call departments up.");
  }
  if (units.empty()) {
    return base::Error::field("/units", "min_items", "请至少选择一个需要报到的部门。",
                              "Name one department at least.");
  }
  NewEvents events;
  std::set<std::string> named;
  std::int64_t id = next_assignment(ticket);
  for (const std::string& unit : units) {
    if (!named.insert(unit).second || works_on(ticket, unit)) return twice_error(unit);
    HOTLINE_TRY(store::Payload payload, assigned_payload(ticket, id++, unit, Part::assist, Origin::whistle,
                                                         false, 0, deadlines, now));
    events.push_back({event::assigned, std::move(payload)});
  }
  return events;
}

base::Result<NewEvents> decide_rule(const Ticket& ticket, std::int64_t id, const Ruling& ruling,
                                    const Deadlines& deadlines, base::Time now) {
  HOTLINE_CHECK(check_action(ticket, TicketAction::rule));
  const bool upheld = ruling.kind == RulingKind::upheld;
  HOTLINE_TRY(
      const Assignment* assignment,
      check_assignment(ticket, id, upheld ? AssignmentAction::uphold : AssignmentAction::withdraw, Acting{}));
  if (assignment->state != AssignmentState::returned)
    return illegal(assignment->state, AssignmentAction::uphold);
  NewEvents events;
  if (!upheld) {
    events.push_back({event::withdrawn, {{"assignment", id}}});
  }
  events.push_back({event::ruled,
                    {{"assignment", id},
                     {"ruling", std::string(name_of(ruling.kind))},
                     {"unit", upheld ? assignment->unit : ruling.unit}}});
  if (upheld) return events;
  const bool designated = ruling.kind == RulingKind::designated;
  if (ruling.unit != assignment->unit && works_on(ticket, ruling.unit)) return has_part_error();
  if (ruling.unit == assignment->unit) {
    return base::Error::field("/unit", "other_unit", "改派单位与退单单位相同，如需维持原派单请选择“维持”。",
                              "That is the unit that returned it. To leave it there, choose 'upheld'.");
  }
  HOTLINE_TRY(store::Payload payload,
              assigned_payload(ticket, next_assignment(ticket), ruling.unit, assignment->part, Origin::ruling,
                               designated, 0, deadlines, now));
  events.push_back({event::assigned, std::move(payload)});
  return events;
}

base::Result<NewEvents> decide_amend(const Ticket& ticket, const Amendment& amendment) {
  HOTLINE_CHECK(check_action(ticket, TicketAction::amend));
  store::Payload payload;
  if (amendment.kind) payload.set("kind", std::string(city::name_of(*amendment.kind)));
  if (amendment.urgency) payload.set("urgency", std::string(city::name_of(*amendment.urgency)));
  if (amendment.importance) payload.set("importance", std::string(city::name_of(*amendment.importance)));
  if (amendment.matter) payload.set("matter", *amendment.matter);
  if (amendment.division) payload.set("division", *amendment.division);
  if (amendment.summary)
    payload.set("summary", amendment.summary->id).set("digest", amendment.summary->digest);
  if (payload.values().empty()) {
    return base::Error::field("", "min_properties", "没有需要更正的内容，请至少填写一项。",
                              "Name one thing to correct.");
  }
  return NewEvents{{event::amended, std::move(payload)}};
}

}  // namespace hotline::ticket
