// Route groups that need nothing of Domain but what it holds already.
#pragma once

#include "api/route.hpp"
#include "hotline/api/domain.hpp"

namespace hotline::api {

// The hotline's figures, and what is left out of them.
void add_figure_routes(Routes& routes, Domain& domain);
void add_exclusion_routes(Routes& routes, Domain& domain);
// How many agents the half hours of a day need.
void add_staffing_routes(Routes& routes, Domain& domain);
// Calls that nobody answered in time.
void add_missed_call_routes(Routes& routes, Domain& domain);
// The own second factor: enrol, confirm, remove.
void add_second_factor_routes(Routes& routes, Domain& domain);
// Searches of the ticket list that the signed-in person keeps.
void add_ticket_view_routes(Routes& routes, Domain& domain);
// All that is kept about a person, given out or put right.
void add_person_routes(Routes& routes, Domain& domain);
// Signed trails of requests.
void add_trail_routes(Routes& routes, Domain& domain);

// Who else looks at a ticket now.
Route ticket_viewers_route(Domain& domain);
// What the files on the disk would have done to past tickets.
Route city_backtest_route(Domain& domain);
// The city's own boundaries, for the map of figures.
Route city_boundaries_route(Domain& domain);

}  // namespace hotline::api
