// What goes of requests by law, on a person's wish or by rule: all that was said, or who said it.
//
// Both are on record and leave the journal's chain whole; `store::Store::scrub` afterwards takes what was
// dropped out of free pages (a job for that is planned here). Threads: inside a WriteTx.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "hotline/ticket/repository.hpp"

namespace hotline::ticket {

// Erases what these requests said and who said it, what tickets hold of them alone and what messages told of
// them; the ground (the deed's note), masked, stays in the journal. Requests that are erased already are
// passed over. Returns the ids of the others. Errors: those of TicketBook::act.
base::Result<std::vector<std::int64_t>> erase_requests(store::WriteTx& tx, TicketBook& tickets,
                                                       jobs::Scheduler& scheduler,
                                                       std::span<const Request> requests, const Deed& deed);

// Whether something is kept of the request that says who called.
bool names_caller(store::ReadTx& tx, const Request& request);
// Drops the caller's name, number and address; what was said stays, with identifiers masked, and what was
// said word for word is dropped too, since people name themselves in it. Journal: request "anonymised"
// {sealed}. False when nothing of that was left.
bool anonymise_request(store::WriteTx& tx, const Request& request, const Deed& deed);

// Plans the cleaning of free pages, once for all that was dropped since the last.
base::Status plan_scrub(store::WriteTx& tx, jobs::Scheduler& scheduler);

}  // namespace hotline::ticket
