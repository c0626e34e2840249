// What the routes on one request share.
#pragma once

#include "api/route.hpp"
#include "hotline/api/domain.hpp"
#include "hotline/ticket/repository.hpp"

namespace hotline::api {

// What one gets who asks for a request that does not exist, that he may not see, or with another's code.
base::Error unknown_request();
// Errors: unknown_request().
base::Result<ticket::Request> request_of(store::ReadTx& tx, const std::string& number);
// Confidential, by itself or because its ticket was made so since, and not for this asker.
bool is_hidden(store::ReadTx& tx, const ticket::Request& request, const access::Principal& who,
               const city::City& city);

// What is known of the caller: requests, and calls that came to nothing.
intake::CallerRecord caller_record_of(Domain& domain, store::ReadTx& tx, const ticket::NewRequest& request,
                                      base::Time now);

// Progress and rating, for the citizen who holds number and code.
void add_progress_routes(Routes& routes, Domain& domain);
// Reveal and erasing, on record.
void add_personal_data_routes(Routes& routes, Domain& domain);

}  // namespace hotline::api
