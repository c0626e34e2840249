// Tickets and requests as JSON, and the specifications that describe it.
#pragma once

#include "api/call.hpp"
#include "api/spec/spec.hpp"
#include "hotline/city/city.hpp"
#include "hotline/ticket/repository.hpp"
#include "hotline/ticket/search.hpp"

namespace hotline::api {

// An instant in the city's zone.
std::string city_time(base::Time time, const city::City& city);
Json city_time_or_null(const std::optional<base::Time>& time, const city::City& city);

ObjectSpec matter_spec();
ObjectSpec named_spec();  // {code, name}
Json matter_json(const std::string& row, const city::City& city);
Json division_json(const std::string& code, const city::City& city);
Json unit_json(const std::string& code, const city::City& city);

// A request as those who may see the ticket see it: masked, without the query code.
ObjectSpec request_spec();
Json request_json(store::ReadTx& tx, const ticket::Request& request, const city::City& city);

// One reason of a decision: {source, name, detail}.
ObjectSpec reason_spec();

// One whole ticket, and its short form in lists.
ObjectSpec ticket_spec();
ObjectSpec ticket_row_spec();
Json ticket_row_json(const ticket::TicketRow& row, const city::City& city);
Json ticket_json(store::ReadTx& tx, const ticket::Ticket& ticket, const city::City& city);

// Whether the asker may see this ticket at all: the hotline's people see every ticket, a unit those it has a
// part in; secret ones need the right, or a part that is still the unit's.
bool may_see(const access::Principal& who, const ticket::Ticket& ticket, const city::City& city);
// What one who may not see it gets: the same as for one that does not exist.
base::Error unseen_ticket();
// Cache view of tickets: who gets the same bytes.
std::string view_of(const access::Principal& who);

}  // namespace hotline::api
