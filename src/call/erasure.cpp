#include "hotline/call/erasure.hpp"

#include "call/queries.hpp"
#include "hotline/call/calls.hpp"
#include "hotline/call/person.hpp"
#include "hotline/knowledge/forget.hpp"

namespace hotline::call {

base::Result<Erased> erase_caller(store::WriteTx& tx, ticket::TicketBook& tickets,
                                  intake::Attachments& attachments, const ticket::PersonKey& whom,
                                  const ticket::Deed& deed) {
  HOTLINE_TRY(const auto requests, tickets.erase_caller(tx, whom, deed));
  Erased erased{.requests = requests.size()};
  for (const std::int64_t id : requests) {
    erased.attachments += erase_beside_request(tx, attachments, id, deed.actor);
  }
  if (!whom.phone.empty()) erased.calls = CallBook::erase_caller(tx, whom.phone, deed.actor);
  // What is left came from another number, and one of these requests came of it.
  for (const std::int64_t call : calls_of_person(tx, "", requests))
    erased.calls += erase_number_of_call(tx, call, deed.actor) ? 1 : 0;
  return erased;
}

std::size_t erase_beside_request(store::WriteTx& tx, intake::Attachments& attachments, std::int64_t request,
                                 const store::Actor& actor) {
  if (const auto stored = ticket::RequestBook::find(tx, request))
    knowledge::forget_questions_of(tx, stored->number);
  return attachments.erase_of_request(tx, request, actor);
}

bool erase_number_of_call(store::WriteTx& tx, std::int64_t call, const store::Actor& actor) {
  std::int64_t sealed = 0;
  {
    store::Statement row = tx.query(queries::call_has_phone);
    row.bind(call);
    if (!row.step()) return false;
    sealed = row.integer(0);
  }
  if (!tx.vault().erase(tx, sealed)) return false;
  tx.execute(queries::forget_phone, call);
  tx.journal().append(tx, {"call", call, "erased", actor, "", {{"sealed", sealed}}});
  return true;
}

}  // namespace hotline::call
