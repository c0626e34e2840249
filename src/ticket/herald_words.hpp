// What the herald's messages share.
#pragma once

#include "hotline/city/city.hpp"
#include "hotline/notify/outbox.hpp"
#include "hotline/ticket/repository.hpp"

namespace hotline::ticket {

// What every template may name.
store::Payload arguments_of(const city::City& city, const Ticket& ticket, const TicketBook::Heading& heading);
// The unit's name, its code where the city has none.
std::string name_of_unit(const city::City& city, const std::string& code);
// Queues it where the city has words for it: a message that a city does not send must not hold up the others.
base::Status queue_known(store::WriteTx& tx, notify::Outbox& outbox, const notify::NewMessage& message);

}  // namespace hotline::ticket
