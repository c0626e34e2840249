// The routes that every server has.
#pragma once

#include <vector>

#include "api/core.hpp"
#include "api/route.hpp"

namespace hotline::api {

// Health, figures, the OpenAPI document and its page, live events.
std::vector<Route> system_routes(Core& core);
// Signing in and out.
std::vector<Route> session_routes(Core& core);

}  // namespace hotline::api
