// What became of past tickets: what the program learns from and is measured on.
//
// Only masked text is read: a model never holds a citizen's name or number, and nothing is unsealed for it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "hotline/dispatch/dispatcher.hpp"
#include "hotline/store/transaction.hpp"

namespace hotline::dispatch {

struct PastTicket {
  std::int64_t id = 0;  // of the ticket, or the line of the table it was read from
  std::string number;   // of the ticket, or the row's own number
  Facts facts;          // as the request came, with the place as it is known today
  std::string matter;   // row key as it stands today, after corrections and rulings; "" while unknown
  std::string unit;     // the unit that took it: signed for it, or got it by ruling; "" while unknown
  bool ruled = false;   // the unit was settled by a ruling
  // What was proposed when it came in; empty for tickets of a table.
  std::string proposed_matter, proposed_unit;
  std::optional<double> confidence;
  bool automatic = false;  // went out without a person
};

// Tickets with an id above `after`, oldest first, at most `limit`: the first request of each that is not
// merged, not secret and not erased. Threads: any reader.
std::vector<PastTicket> past_tickets(store::ReadTx& tx, std::int64_t after, std::size_t limit);

// The matter that a text of this ticket teaches: the one it has, or, when a ruling gave it to a unit that
// does not own that matter at the place, the likeliest matter that the unit owns there. "" when it teaches
// none.
std::string lesson_of(const PastTicket& ticket, const Dispatcher& dispatcher, classify::Scratch& scratch);

}  // namespace hotline::dispatch
