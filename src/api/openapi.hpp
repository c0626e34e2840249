// The OpenAPI 3.1 document, from the route table.
#pragma once

#include <vector>

#include "api/json.hpp"
#include "api/route.hpp"

namespace hotline::api {

Json openapi_document(const std::vector<Route>& routes);

}  // namespace hotline::api
