// The OpenAPI 3.1 document, from the route table.
#pragma once

#include <vector>

#include "api/json.hpp"
#include "api/route.hpp"

namespace hotline::api {

// True where a GET answers with the version of what it shows: its ETag, so that 304 is an answer too.
bool gives_etag(const Route& route);

// True when the document tells of this status. Statuses that only the transport gives (405, 408, 414, 431)
// belong to no route.
bool declares_status(const Route& route, unsigned status);

Json openapi_document(const std::vector<Route>& routes);

}  // namespace hotline::api
