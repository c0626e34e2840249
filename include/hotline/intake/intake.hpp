// Taking a request: from a citizen's words to a ticket, in one durable step.
//
// assess() is what an agent sees while typing and what a channel's request is decided by; it writes nothing.
// take() stores the request, opens its ticket with the proposal and its reasons, and sends it out when the
// decision may go alone.
//
// Threads: assess() from any thread; take() inside a WriteTx.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "hotline/dispatch/dispatcher.hpp"
#include "hotline/intake/neighbours.hpp"
#include "hotline/intake/triage.hpp"
#include "hotline/ticket/repository.hpp"

namespace hotline::intake {

// A request with what people have settled about it.
struct Submission {
  ticket::NewRequest request;
  std::optional<city::Kind> kind;
  std::optional<city::Urgency> urgency;
  std::string matter, division;  // "" to be decided
  bool hold = false;             // never dispatched by the machine, whatever its confidence
};

struct Assessment {
  std::shared_ptr<const dispatch::Dispatcher> dispatcher;  // of the city version that decided
  dispatch::Decision decision;
  Triage triage;
  std::vector<dispatch::Neighbour> alike;  // earlier tickets, most alike first
};

struct Receipt {
  ticket::Request request;
  ticket::Ticket ticket;
  bool without_limit = false;  // dispatched outside the calendar's years, see lenient_deadlines.hpp
};

// Checks what the city's files can tell: channel, matter, division. Errors: invalid_input with the fields.
base::Status check_submission(const Submission& submission, const city::City& city);

class Intake {
 public:
  Intake(ticket::TicketBook& tickets, ticket::RequestBook& requests, NeighbourIndex& neighbours)
      : tickets_(tickets), requests_(requests), neighbours_(neighbours) {}

  // The dispatcher in force; swapped on reload of city or model.
  void use(std::shared_ptr<const dispatch::Dispatcher> dispatcher);
  std::shared_ptr<const dispatch::Dispatcher> dispatcher() const;

  // `caller` may be empty when nothing is known.
  Assessment assess(const Submission& submission, const CallerRecord& caller = {}) const;

  // A calendar that has run out stops no request: it is dispatched without limits and its proposal says so.
  // Errors: conflict (the source's own id was taken before).
  base::Result<Receipt> take(store::WriteTx& tx, const Submission& submission, const Assessment& assessment,
                             const ticket::Deed& deed);

  // What is known of a caller's number now. `invalid_today` counts requests alone; calls that came to nothing
  // are the telephone's to add.
  CallerRecord caller_record(store::ReadTx& tx, const std::string& e164, const std::string& words,
                             base::Time now) const;

  // Fills the index with the newest requests of the database; at start.
  void warm_up(store::ReadTx& tx, std::size_t most);

 private:
  ticket::TicketBook& tickets_;
  ticket::RequestBook& requests_;
  NeighbourIndex& neighbours_;
  mutable std::mutex mutex_;
  std::shared_ptr<const dispatch::Dispatcher> dispatcher_;
};

}  // namespace hotline::intake
