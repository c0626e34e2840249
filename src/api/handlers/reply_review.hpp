// The check of a reply before a unit sends it.
#pragma once

#include "api/route.hpp"
#include "hotline/api/domain.hpp"

namespace hotline::api {

Route reply_review_route(Domain& domain);

}  // namespace hotline::api
