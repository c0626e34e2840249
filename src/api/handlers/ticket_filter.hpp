// What a list or an export of tickets may be narrowed by, and what the asker may see of it.
#pragma once

#include <vector>

#include "api/query.hpp"
#include "hotline/access/principal.hpp"
#include "hotline/city/city.hpp"
#include "hotline/ticket/search.hpp"

namespace hotline::api {

std::vector<Field> ticket_filter_fields();
// A unit's people get their own unit's tickets whatever they ask for. Errors: forbidden (another unit's
// tickets), invalid_input (no such unit).
base::Result<ticket::TicketFilter> ticket_filter_of(const Query& query, const access::Principal& who,
                                                    const city::City& city);

}  // namespace hotline::api
