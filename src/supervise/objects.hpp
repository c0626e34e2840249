// Which object a ticket is about, and what else happened there; how many people words name.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hotline/city/city.hpp"
#include "hotline/store/transaction.hpp"
#include "hotline/ticket/ticket.hpp"

namespace hotline::supervise {

struct WatchedObject {
  std::string key;     // district and place in normal form, "" when no place is known
  std::string matter;  // row key
  std::string level2;  // what counts as the same sort of matter
};

// The place in normal form without building, stair and room: "翠苑一区3幢2单元501室" -> "翠苑一区",
// "文三路1号" stays. Pure.
std::string object_of(std::string_view place);
// Keeps the ticket's object on record, as it is now.
WatchedObject watch_object(store::WriteTx& tx, const city::City& city, const ticket::Ticket& ticket);
// A ticket of the same object and matter, other than `ticket`, that ended between the two instants.
std::optional<std::int64_t> find_ended(store::ReadTx& tx, const WatchedObject& object, std::int64_t ticket,
                                       base::Time since, base::Time until);
// Tickets of the same object and sort of matter that were opened between the two instants.
std::vector<std::int64_t> find_opened(store::ReadTx& tx, const WatchedObject& object, base::Time since,
                                      base::Time until);
// How many requests of the ticket's first caller are about its matter since then, this one included; stops
// counting at `enough`.
std::int64_t count_of_caller(store::ReadTx& tx, const ticket::Ticket& ticket, base::Time since, int enough);
// The largest number of people that the words name ("72名工人", "七十二名员工", "三百余户业主"); 0 for none.
// Pure.
int find_people(std::string_view words);

}  // namespace hotline::supervise
