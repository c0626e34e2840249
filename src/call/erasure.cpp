#include "hotline/call/erasure.hpp"

#include "hotline/call/calls.hpp"
#include "hotline/knowledge/forget.hpp"

namespace hotline::call {

base::Result<Erased> erase_caller(store::WriteTx& tx, ticket::TicketBook& tickets,
                                  intake::Attachments& attachments, std::string_view e164,
                                  const ticket::Deed& deed) {
  HOTLINE_TRY(const auto requests, tickets.erase_caller(tx, e164, deed));
  Erased erased{.requests = requests.size()};
  for (const std::int64_t id : requests) {
    erased.attachments += attachments.erase_of_request(tx, id, deed.actor);
    if (const auto request = ticket::RequestBook::find(tx, id))
      knowledge::forget_questions_of(tx, request->number);
  }
  erased.calls = CallBook::erase_caller(tx, e164, deed.actor);
  return erased;
}

}  // namespace hotline::call
