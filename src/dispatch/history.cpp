#include "hotline/dispatch/history.hpp"

#include "dispatch/queries.hpp"
#include "hotline/store/journal.hpp"
#include "hotline/ticket/events.hpp"

namespace hotline::dispatch {
namespace {

// The first proposal and how it went out stand in the ticket's first events.
void add_proposal(store::ReadTx& tx, PastTicket& ticket) {
  bool dispatched = false;
  for (const store::Entry& entry : store::entries_of(tx, "ticket", ticket.id)) {
    if (entry.kind == ticket::event::proposed && ticket.proposed_unit.empty()) {
      ticket.proposed_matter = entry.payload.text("matter").value_or("");
      ticket.proposed_unit = entry.payload.text("lead").value_or("");
      ticket.confidence = entry.payload.real("confidence");
    } else if (entry.kind == ticket::event::dispatched && !dispatched) {
      dispatched = true;
      ticket.automatic = entry.payload.boolean("automatic").value_or(false);
    }
  }
}

}  // namespace

std::vector<PastTicket> past_tickets(store::ReadTx& tx, std::int64_t after, std::size_t limit) {
  std::vector<PastTicket> tickets;
  {
    store::Statement row = tx.query(queries::past_tickets);
    row.bind(after, static_cast<std::int64_t>(limit));
    while (row.step()) {
      PastTicket one;
      one.id = row.integer(0);
      one.number = row.text(1);
      one.facts.received_at = row.time(2);
      one.facts.channel = row.text(3);
      one.facts.title = row.text(4);
      one.facts.words = row.text(5);
      one.facts.place = row.text(6);
      one.facts.division = row.text(7);
      one.matter = row.text(8);
      one.unit = row.text(10);
      one.ruled = row.integer(11) != 0;
      tickets.push_back(std::move(one));
    }
  }
  for (PastTicket& one : tickets) add_proposal(tx, one);
  return tickets;
}

std::string lesson_of(const PastTicket& ticket, const Dispatcher& dispatcher, classify::Scratch& scratch) {
  if (!ticket.ruled || ticket.unit.empty()) return ticket.matter;
  Facts given = ticket.facts;
  given.matter = ticket.matter;
  if (!ticket.matter.empty() && dispatcher.decide(given, {}, scratch).lead == ticket.unit)
    return ticket.matter;
  given.matter.clear();
  const Decision open = dispatcher.decide(given, {}, scratch);
  for (const Candidate& one : open.candidates) {
    if (one.unit == ticket.unit && !one.matter.empty()) return one.matter;
  }
  return dispatcher.matter_owned_by(ticket.unit, ticket.facts.division);
}

}  // namespace hotline::dispatch
