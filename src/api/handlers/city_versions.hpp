// The city's files: versions, check, reload, rollback.
#pragma once

#include "hotline/api/domain.hpp"

namespace hotline::api {

void add_city_version_routes(Routes& routes, Domain& domain);

}  // namespace hotline::api
