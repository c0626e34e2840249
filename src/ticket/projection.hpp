// The tables that lists and boards read, brought up to date from a ticket and its events.
#pragma once

#include "hotline/store/journal.hpp"
#include "hotline/ticket/ticket.hpp"

namespace hotline::ticket {

// Writes the row of the ticket, and those of its assignments, clocks and orders that are not as they were
// `before`: the same ticket as its rows show it now, without any when it is new.
void project_changes(store::WriteTx& tx, const Ticket& before, const Ticket& ticket);
// Adds the row of a facet that is a list of happenings: urging, supervision.
void project_facet(store::WriteTx& tx, std::int64_t ticket, const store::Entry& entry,
                   const store::Actor& actor);
// When none of the ticket's callers is left, drops what the ticket itself holds in words. Parts split off
// from it, which have no callers of their own, are treated first and whoever is left: nobody can tell whose
// words went into them. Returns the tickets that were looked at.
std::vector<std::int64_t> erase_ticket_words(store::WriteTx& tx, std::int64_t ticket);

}  // namespace hotline::ticket
