// Keeps the figures true to the journal.
//
// Follows the journal with a cursor of its own, so that counting never slows the taking of requests. Each
// batch makes anew the facts of the tickets that it touches, compares them with the stored ones, and moves
// the sums by the difference, in the transaction that moves the cursor: after a crash nothing is counted
// twice or left out. Threads: catch_up() from one thread at a time.
#pragma once

#include <cstddef>

#include "hotline/base/clock.hpp"
#include "hotline/city/holder.hpp"
#include "hotline/insight/facts.hpp"
#include "hotline/jobs/feed.hpp"
#include "hotline/store/store.hpp"

namespace hotline::insight {

class Follower {
 public:
  Follower(store::Store& store, const base::Clock& clock, const city::CityHolder& city)
      : store_(store), clock_(clock), city_(city) {}

  // Handles at most `limit` further entries; returns how many there were. Errors: the store's.
  base::Result<std::size_t> catch_up(std::size_t limit);
  // Entries not yet counted.
  static std::int64_t lag(store::ReadTx& tx);
  // When the oldest entry not yet counted was written; nothing when all are counted.
  static std::optional<base::Time> oldest_uncounted(store::ReadTx& tx);

 private:
  store::Store& store_;
  const base::Clock& clock_;
  const city::CityHolder& city_;
};

// Everything that the formulas look at, read from the ticket's events, its requests and the decisions on
// record. Errors: not_found.
base::Result<TicketRecord> load_record(store::ReadTx& tx, std::int64_t ticket);

}  // namespace hotline::insight
