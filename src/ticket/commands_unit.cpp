// What a unit does with its part: sign, contact, return, ask for time, transfer down, reply.
#include <algorithm>

#include "ticket/rules.hpp"

namespace hotline::ticket {
namespace {

const RunningClock* running(const Ticket& ticket, city::Limited what, std::int64_t assignment) {
  for (const RunningClock& clock : ticket.clocks) {
    if (clock.what == what && clock.assignment == assignment && !clock.stopped) return &clock;
  }
  return nullptr;
}

}  // namespace

base::Result<NewEvents> decide_sign(const Ticket& ticket, std::int64_t id, const Acting& acting) {
  HOTLINE_CHECK(check_assignment(ticket, id, AssignmentAction::sign, acting));
  return NewEvents{{event::signed_for, {{"assignment", id}}}};
}

base::Result<NewEvents> decide_contact(const Ticket& ticket, std::int64_t id, const Acting& acting) {
  HOTLINE_CHECK(check_assignment(ticket, id, AssignmentAction::contact, acting));
  return NewEvents{{event::contacted, {{"assignment", id}}}};
}

base::Result<NewEvents> decide_return(const Ticket& ticket, std::int64_t id, const ReturnClaim& claim,
                                      const Acting& acting, int most_returns, base::Time now) {
  HOTLINE_TRY(const Assignment* assignment,
              check_assignment(ticket, id, AssignmentAction::return_it, acting));
  if (assignment->designated) {
    return base::Error::of(
        base::ErrorCode::conflict, "该任务经裁定指定本单位承办，不得再次退单，请按时办理。",
        "This part was designated by ruling and cannot be returned. Please handle it in time.");
  }
  if (count_returns(ticket, assignment->unit) >= most_returns) {
    return base::Error::of(
        base::ErrorCode::conflict, "本单位对该工单的退单次数已达上限，不能再退单；如有异议请联系热线督办。",
        "The unit has returned this ticket as often as it may. Speak to the hotline's supervisor.");
  }
  const RunningClock* window = running(ticket, city::Limited::return_window, id);
  if (window != nullptr && now > window->due) {
    return base::Error::of(base::ErrorCode::conflict, "已超过退单时限，不能退单；如有异议请联系热线督办。",
                           "The time for returning it is over. Speak to the hotline's supervisor.");
  }
  return NewEvents{{event::returned,
                    {{"assignment", id},
                     {"code", claim.code},
                     {"suggested", claim.suggested},
                     {"evidence", claim.evidence}}}};
}

int count_returns(const Ticket& ticket, const std::string& unit) {
  return static_cast<int>(
      std::count_if(ticket.assignments.begin(), ticket.assignments.end(),
                    [&](const Assignment& one) { return one.unit == unit && one.returned_at.has_value(); }));
}

base::Result<NewEvents> decide_extension_request(const Ticket& ticket, std::int64_t id, std::int64_t minutes,
                                                 const Acting& acting, const Deadlines& deadlines,
                                                 base::Time now) {
  HOTLINE_TRY(const Assignment* assignment,
              check_assignment(ticket, id, AssignmentAction::request_extension, acting));
  if (assignment->extension) {
    return base::Error::of(base::ErrorCode::conflict, "每个承办任务只能申请一次延期。",
                           "More time can be asked for only once.");
  }
  const RunningClock* resolve = running(ticket, city::Limited::resolve, id);
  if (resolve == nullptr || now > resolve->due) {
    return base::Error::of(base::ErrorCode::conflict, "延期须在办理期限届满前申请，现已逾期。",
                           "More time must be asked for before the limit runs out; it has run out.");
  }
  HOTLINE_TRY(const std::int64_t longest, deadlines.longest_extension(ticket, *assignment));
  if (minutes < 1 || minutes > longest) {
    return base::Error::field("/working_minutes", "range",
                              "延期时长须为 1 至 " + std::to_string(longest) + " 个工作分钟。",
                              "Ask for 1 to " + std::to_string(longest) + " working minutes.");
  }
  return NewEvents{{event::extension_requested, {{"assignment", id}, {"minutes", minutes}}}};
}

base::Result<NewEvents> decide_extension(const Ticket& ticket, std::int64_t id, bool granted,
                                         const Deadlines& deadlines) {
  HOTLINE_TRY(const Assignment* assignment,
              check_assignment(ticket, id, AssignmentAction::decide_extension, Acting{}));
  if (!assignment->extension || assignment->extension->granted) {
    return base::Error::of(base::ErrorCode::conflict, "没有待审批的延期申请。",
                           "No request for more time waits here.");
  }
  store::Payload payload{{"assignment", id}, {"granted", granted}};
  const RunningClock* resolve = running(ticket, city::Limited::resolve, id);
  if (granted && resolve != nullptr) {
    HOTLINE_TRY(const base::Time due, deadlines.add_working_minutes(assignment->unit, resolve->due,
                                                                    assignment->extension->minutes));
    payload.set("due", base::to_millis(due));
  }
  return NewEvents{{event::extension_decided, std::move(payload)}};
}

base::Result<NewEvents> decide_transfer(const Ticket& ticket, std::int64_t id, const std::string& unit,
                                        const Acting& acting, const Deadlines& deadlines, base::Time now) {
  HOTLINE_TRY(const Assignment* assignment, check_assignment(ticket, id, AssignmentAction::transfer, acting));
  if (works_on(ticket, unit)) return has_part_error();
  HOTLINE_TRY(store::Payload payload,
              assigned_payload(ticket, next_assignment(ticket), unit, assignment->part, Origin::transfer,
                               assignment->designated, id, deadlines, now));
  // Passing it down costs the city time, not the citizen: the limit of the whole stays where it was.
  if (const RunningClock* resolve = running(ticket, city::Limited::resolve, id)) {
    base::Time due = resolve->due;
    if (resolve->paused()) {
      HOTLINE_TRY(due, deadlines.resumed_due(city::Limited::resolve, ticket, assignment->unit, due,
                                             resolve->pauses.back().from, now));
    }
    payload.set("resolve_due", base::to_millis(due));
  }
  return NewEvents{{event::transferred, {{"assignment", id}, {"unit", unit}}},
                   {event::assigned, std::move(payload)}};
}

base::Result<NewEvents> decide_reply(const Ticket& ticket, std::int64_t id, const store::Sealed& text,
                                     const Acting& acting, const Deadlines& deadlines, base::Time now) {
  HOTLINE_CHECK(check_assignment(ticket, id, AssignmentAction::reply, acting));
  NewEvents events{{event::replied, {{"assignment", id}, {"text", text.id}, {"digest", text.digest}}}};
  const bool last = ticket.state == TicketState::dispatched &&
                    std::none_of(ticket.assignments.begin(), ticket.assignments.end(),
                                 [&](const Assignment& one) { return one.id != id && is_open(one.state); });
  if (last) {
    store::Payload review;
    HOTLINE_TRY(const auto due, deadlines.due(city::Limited::review, ticket, "", now));
    if (due) review.set("review_due", base::to_millis(*due));
    events.push_back({event::in_review, std::move(review)});
  }
  return events;
}

}  // namespace hotline::ticket
