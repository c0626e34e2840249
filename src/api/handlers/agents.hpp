// Agents' states, and what calls show of agents.
#pragma once

#include "api/json.hpp"
#include "api/spec/spec.hpp"
#include "hotline/api/domain.hpp"

namespace hotline::api {

ObjectSpec agent_name_spec();  // {account, name}
Json agent_name_json(store::ReadTx& tx, std::int64_t account);
// Errors: invalid_input (/desk).
base::Status check_desk(const city::City& city, const std::string& desk);

void add_agent_routes(Routes& routes, Domain& domain);

}  // namespace hotline::api
