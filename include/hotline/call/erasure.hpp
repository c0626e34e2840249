// Erasing all that the hotline keeps of one caller: requests and what tickets hold of them, attachments, call
// records. The one place that knows them all; the command and the route both call it.
#pragma once

#include <cstdint>
#include <string_view>

#include "hotline/base/result.hpp"
#include "hotline/intake/attachments.hpp"
#include "hotline/ticket/repository.hpp"

namespace hotline::call {

struct Erased {
  std::size_t requests = 0, attachments = 0;
  std::int64_t calls = 0;
};

// Erases by law what this person's requests hold, formerly filed under another number too, and the calls that
// they came of. On record, in the caller's transaction; `store::Store::scrub` afterwards takes the words out
// of free pages. Calls are known by their number alone. Errors: those of
// ticket::TicketBook::erase_caller.
base::Result<Erased> erase_caller(store::WriteTx& tx, ticket::TicketBook& tickets,
                                  intake::Attachments& attachments, const ticket::PersonKey& whom,
                                  const ticket::Deed& deed);

// What hangs on one erased request beside its words: attachments, questions to the knowledge. Returns how
// many attachments went.
std::size_t erase_beside_request(store::WriteTx& tx, intake::Attachments& attachments, std::int64_t request,
                                 const store::Actor& actor);

// Erases the caller's number of one call, on record; false when it was gone already.
bool erase_number_of_call(store::WriteTx& tx, std::int64_t call, const store::Actor& actor);

}  // namespace hotline::call
