#include "ticket/rules.hpp"

#include <algorithm>

namespace hotline::ticket {
namespace {

base::Error merged_error(const Ticket&) {
  return base::Error::of(base::ErrorCode::conflict, "该工单已并入其他工单，请在主工单上操作，或先撤销合并。",
                         "This ticket is merged into another. Act on that ticket, or undo the merge first.");
}

}  // namespace

base::Status check_action(const Ticket& ticket, TicketAction action) {
  if (ticket.is_merged()) return merged_error(ticket);
  if (!is_legal(ticket.state, action)) return illegal(ticket.state, action);
  return {};
}

base::Result<const Assignment*> check_assignment(const Ticket& ticket, std::int64_t id,
                                                 AssignmentAction action, const Acting& acting) {
  if (ticket.is_merged()) return merged_error(ticket);
  const Assignment* assignment = ticket.find_assignment(id);
  if (assignment == nullptr || (!acting.unit.empty() && assignment->unit != acting.unit)) {
    // Another unit's part is as unknown as none: a unit must not learn who else works on it by guessing ids.
    return base::Error::of(base::ErrorCode::not_found, "没有找到该承办任务，请刷新工单后重试。",
                           "There is no such assignment here. Reload the ticket and try again.");
  }
  const bool with_units = ticket.state == TicketState::dispatched || ticket.state == TicketState::disputed;
  if (!with_units || !is_legal(assignment->state, action)) return illegal(assignment->state, action);
  return assignment;
}

bool works_on(const Ticket& ticket, const std::string& unit) {
  return std::any_of(ticket.assignments.begin(), ticket.assignments.end(), [&](const Assignment& one) {
    return one.unit == unit && (is_open(one.state) || one.state == AssignmentState::replied);
  });
}

base::Error has_part_error() {
  return base::Error::field("/unit", "has_part", "该单位已在承办本工单，请选择其他单位。",
                            "That unit works on this ticket already. Choose another.");
}

std::int64_t next_assignment(const Ticket& ticket) {
  std::int64_t highest = 0;
  for (const Assignment& one : ticket.assignments) highest = std::max(highest, one.id);
  return highest + 1;
}

base::Result<store::Payload> assigned_payload(const Ticket& ticket, std::int64_t id, const std::string& unit,
                                              Part part, Origin origin, bool designated, std::int64_t parent,
                                              const Deadlines& deadlines, base::Time now) {
  store::Payload payload{{"assignment", id},
                         {"unit", unit},
                         {"part", std::string(name_of(part))},
                         {"origin", std::string(name_of(origin))},
                         {"designated", designated},
                         {"parent", parent}};
  const std::pair<city::Limited, const char*> clocks[] = {{city::Limited::sign, "sign_due"},
                                                          {city::Limited::first_contact, "contact_due"},
                                                          {city::Limited::return_window, "return_due"},
                                                          {city::Limited::resolve, "resolve_due"}};
  for (const auto& [what, key] : clocks) {
    if (what == city::Limited::return_window && designated) continue;
    HOTLINE_TRY(const auto due, deadlines.due(what, ticket, unit, now));
    if (due) payload.set(key, base::to_millis(*due));
  }
  return payload;
}

}  // namespace hotline::ticket
