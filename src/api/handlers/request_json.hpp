// A request as those who may see its ticket see it: masked, without the query code.
#pragma once

#include "api/handlers/city_json.hpp"
#include "hotline/ticket/repository.hpp"

namespace hotline::api {

ObjectSpec request_spec();
// Without the reporter's masked name and number where `with_caller` is not set.
Json request_json(store::ReadTx& tx, const ticket::Request& request, const city::City& city,
                  bool with_caller);

}  // namespace hotline::api
