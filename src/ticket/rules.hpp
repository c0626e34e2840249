// Checks that all commands share.
#pragma once

#include "hotline/base/result.hpp"
#include "hotline/ticket/commands.hpp"

namespace hotline::ticket {

// Not merged, and the ticket's table has a row for the action.
base::Status check_action(const Ticket& ticket, TicketAction action);
// The assignment exists, is the acting unit's (or the hotline acts), the ticket is with units, and the
// assignment's table has a row for the action. The pointer lives as long as the ticket.
base::Result<const Assignment*> check_assignment(const Ticket& ticket, std::int64_t assignment,
                                                 AssignmentAction action, const Acting& acting);
// The payload of an `assigned` event with every due time that the city sets.
base::Result<store::Payload> assigned_payload(const Ticket& ticket, std::int64_t id, const std::string& unit,
                                              Part part, Origin origin, bool designated, std::int64_t parent,
                                              const Deadlines& deadlines, base::Time now);
// The unit has a part that is not ended; a second one would make it answer twice.
bool works_on(const Ticket& ticket, const std::string& unit);
base::Error has_part_error();
// Next free assignment id of the ticket.
std::int64_t next_assignment(const Ticket& ticket);

}  // namespace hotline::ticket
