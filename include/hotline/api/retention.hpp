// Routes of retention, for the security officer: the dry run, and beginning at once.
#pragma once

#include "hotline/api/server.hpp"
#include "hotline/call/retention.hpp"

namespace hotline::api {

// `retention` outlives the server.
void add_retention_routes(Routes& routes, const call::Retention& retention);

}  // namespace hotline::api
