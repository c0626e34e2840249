// Route groups that need nothing of Domain but what it holds already.
#pragma once

#include "hotline/api/domain.hpp"

namespace hotline::api {

// The hotline's figures, and what is left out of them.
void add_figure_routes(Routes& routes, Domain& domain);
void add_exclusion_routes(Routes& routes, Domain& domain);
// How many agents the half hours of a day need.
void add_staffing_routes(Routes& routes, Domain& domain);
// Calls that nobody answered in time.
void add_missed_call_routes(Routes& routes, Domain& domain);

}  // namespace hotline::api
