// Lists of tickets: filters, full text, pages. Newest first.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "hotline/base/clock.hpp"
#include "hotline/store/transaction.hpp"

namespace hotline::ticket {

// Absent means any. All that are given must hold.
struct TicketFilter {
  std::string state, kind, urgency, matter,
      division;  // `matter` a row key or prefix, `division` a code or prefix of it
  std::string number;
  std::string words;       // full text over title, words and place of the requests
  std::string unit;        // has a part that was not withdrawn, or must see it (Ticket::concerned_units)
  std::string part_state;  // with `unit`: the state of its part
  std::optional<base::Time> from, to;    // opened in [from, to)
  std::optional<base::Time> due_before;  // a clock runs out before
  bool with_secret = false;              // false leaves secret tickets out, in lists and counts alike
  bool with_merged = false;
};

struct TicketRow {
  std::int64_t id = 0, version = 0;
  std::string number, state, outcome, kind, urgency, matter, division, lead_unit, title, place;
  bool secret = false;
  std::vector<std::string> flags;
  std::optional<double> confidence;
  std::int64_t requests = 0, urged = 0, supervision = 0, returned = 0;
  base::Time opened_at;
  std::optional<base::Time> next_due;
};

// Tickets with an id below `before` (0: from the newest), at most `limit`. A text without anything to search
// for finds nothing.
std::vector<TicketRow> find_tickets(store::ReadTx& tx, const TicketFilter& filter, std::int64_t before,
                                    std::size_t limit);
// A reply that was published, with what the city's page says of its ticket.
struct PublicReply {
  std::int64_t id = 0, ticket = 0;
  base::Time at;
  std::int64_t text = 0;  // sealed id of the masked text
  std::string matter, lead_unit;
};
// Newest first, ids below `before` (0: from the newest), at most `limit`; none of secret tickets.
std::vector<PublicReply> find_public_replies(store::ReadTx& tx, std::int64_t before, std::size_t limit);

// Tickets by state, for boards; secret ones counted only when asked for.
std::vector<std::pair<std::string, std::int64_t>> count_by_state(store::ReadTx& tx, const std::string& unit,
                                                                 bool with_secret);

}  // namespace hotline::ticket
