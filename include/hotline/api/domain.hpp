// What the handler groups of the hotline's business stand on. Built by `app`; everything outlives the server.
#pragma once

#include "hotline/access/account.hpp"
#include "hotline/access/api_key.hpp"
#include "hotline/api/server.hpp"
#include "hotline/city/holder.hpp"
#include "hotline/intake/intake.hpp"
#include "hotline/ticket/repository.hpp"

namespace hotline::api {

struct Domain {
  city::CityHolder& city;
  ticket::TicketBook& tickets;
  ticket::RequestBook& requests;
  intake::Intake& intake;
};

// Requests: intake, assessment, progress, rating, reveal, erasing.
void add_request_routes(Routes& routes, Domain& domain);
// Tickets: lists, one ticket, history, and the hotline's own actions.
void add_ticket_routes(Routes& routes, Domain& domain);
// Assignments: a unit's part.
void add_assignment_routes(Routes& routes, Domain& domain);

}  // namespace hotline::api
