// Tickets as JSON, the specifications that describe them, and who may see them.
#pragma once

#include "api/call.hpp"
#include "api/handlers/city_json.hpp"
#include "api/handlers/request_json.hpp"
#include "hotline/ticket/repository.hpp"
#include "hotline/ticket/search.hpp"

namespace hotline::api {

// One whole ticket, and its short form in lists.
ObjectSpec ticket_spec();
ObjectSpec ticket_row_spec();
Json ticket_row_json(const ticket::TicketRow& row, const city::City& city);
// Of a secret ticket the reporter is shown to those alone who hold the right to secrets.
Json ticket_json(store::ReadTx& tx, const ticket::Ticket& ticket, const city::City& city,
                 const access::Principal& who);

// Whether the asker may see this ticket at all: the hotline's people see every ticket, a unit those it has a
// part in, has an order for or is consulted about; secret ones need the right, or a part that is still the
// unit's, and never show themselves to who is kept out.
bool may_see(const access::Principal& who, const ticket::Ticket& ticket, const city::City& city);
// Whether a unit is kept out of the ticket: it, or one above it, is reported.
bool is_kept_out(const ticket::Ticket& ticket, const std::string& unit, const city::City& city);
// What one who may not see it gets: the same as for one that does not exist.
base::Error unseen_ticket();
// Cache view of tickets: who gets the same bytes.
std::string view_of(const access::Principal& who);

}  // namespace hotline::api
