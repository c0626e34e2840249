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

// Erases by law, on record, in the caller's transaction; `store::Store::scrub` afterwards takes the words out
// of free pages. `e164`: the number as text::parse_phone gives it. Errors: those of
// ticket::TicketBook::erase_caller.
base::Result<Erased> erase_caller(store::WriteTx& tx, ticket::TicketBook& tickets,
                                  intake::Attachments& attachments, std::string_view e164,
                                  const ticket::Deed& deed);

}  // namespace hotline::call
