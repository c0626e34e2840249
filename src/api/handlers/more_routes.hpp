// Route groups that need nothing of Domain but what it holds already.
#pragma once

#include "hotline/api/domain.hpp"

namespace hotline::api {

// The hotline's figures, and what is left out of them.
void add_figure_routes(Routes& routes, Domain& domain);
void add_exclusion_routes(Routes& routes, Domain& domain);
// Calls that nobody answered in time.
void add_missed_call_routes(Routes& routes, Domain& domain);
// The own second factor: enrol, confirm, remove.
void add_second_factor_routes(Routes& routes, Domain& domain);
// Signed trails of requests.
void add_trail_routes(Routes& routes, Domain& domain);

}  // namespace hotline::api
