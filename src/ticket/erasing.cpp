#include "hotline/ticket/erasing.hpp"

#include <algorithm>
#include <map>

#include "hotline/notify/outbox.hpp"
#include "hotline/text/identifiers.hpp"
#include "hotline/ticket/correcting.hpp"
#include "ticket/projection.hpp"
#include "ticket/queries.hpp"

namespace hotline::ticket {

base::Result<std::vector<std::int64_t>> erase_requests(store::WriteTx& tx, TicketBook& tickets,
                                                       jobs::Scheduler& scheduler,
                                                       std::span<const Request> requests, const Deed& deed) {
  std::vector<std::int64_t> erased;
  std::map<std::int64_t, store::Payload::Numbers> touched;  // tickets, and which of their requests
  for (const Request& request : requests) {
    if (request.erased_at) continue;
    RequestBook::erase(tx, request, deed.actor, deed.note);
    forget_former_numbers(tx, request.id);
    notify::erase_words_about(tx, "request", request.id);
    erased.push_back(request.id);
    touched[request.ticket].push_back(request.id);
    // The ticket that these words opened may have been merged into another since.
    if (const auto opened = TicketBook::find_by_number(tx, request.number);
        opened && *opened != request.ticket)
      touched[*opened].push_back(request.id);
  }
  for (const auto& [id, of_it] : touched) {
    for (const std::int64_t one : erase_ticket_words(tx, id)) {
      notify::erase_words_about(tx, "ticket", one);
      HOTLINE_CHECK(tickets.act(tx, one, std::nullopt, {deed.actor, ""},
                                [&numbers = of_it](const Ticket&) -> base::Result<NewEvents> {
                                  return NewEvents{{event::caller_erased, {{"requests", numbers}}}};
                                }));
    }
  }
  if (!erased.empty()) HOTLINE_CHECK(plan_scrub(tx, scheduler));
  return erased;
}

bool names_caller(store::ReadTx& tx, const Request& request) {
  std::vector<std::int64_t> parts = sealed_caller(request);
  parts.push_back(request.words);
  return std::ranges::any_of(parts, [&](std::int64_t part) { return tx.vault().open(tx, part).ok(); });
}

bool anonymise_request(store::WriteTx& tx, const Request& request, const Deed& deed) {
  store::Payload::Numbers sealed;
  for (const std::int64_t part : sealed_caller(request)) {
    if (tx.vault().erase(tx, part)) sealed.push_back(part);
  }
  if (tx.vault().erase(tx, request.words)) sealed.push_back(request.words);
  if (sealed.empty()) return false;
  forget_former_numbers(tx, request.id);
  tx.execute(queries::forget_caller, request.id);
  tx.journal().append(tx, {"request",
                           request.id,
                           "anonymised",
                           deed.actor,
                           text::mask_identifiers(deed.note),
                           {{"sealed", sealed}}});
  return true;
}

base::Status plan_scrub(store::WriteTx& tx, jobs::Scheduler& scheduler) {
  jobs::NewJob scrub;
  scrub.kind = std::string(job::scrub);
  scrub.stream = "store";
  scrub.key = "erased";
  scrub.due = tx.now();
  HOTLINE_CHECK(scheduler.put(tx, scrub));
  return {};
}

}  // namespace hotline::ticket
