// The event feed: consumers follow the journal, each entry taking effect exactly once.
//
// A consumer polls for the entries after its cursor, and moves the cursor in the same WriteTx in which it
// writes what follows from them. Killed before the commit it sees the same entries again and nothing of its
// work is there; killed after it, the cursor stands behind them. Two readers of one consumer cannot both
// apply a batch: advance() refuses a batch that does not begin at the cursor. Thread rule: an object may be
// shared; poll from any ReadTx, the rest on the writer's thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "hotline/base/result.hpp"
#include "hotline/store/journal.hpp"
#include "hotline/store/transaction.hpp"

namespace hotline::jobs {

struct FeedBatch {
  std::int64_t from = 0;              // the cursor when it was polled
  std::vector<store::Entry> entries;  // those after it, oldest first, without gaps
  // Where the cursor stands once the batch is applied.
  std::int64_t to() const { return entries.empty() ? from : entries.back().seq; }
};

class FeedReader {
 public:
  // `consumer` is the durable name of the cursor: "dispatch.learning". A new one begins at the first entry.
  explicit FeedReader(std::string consumer) : consumer_(std::move(consumer)) {}

  FeedBatch poll(store::ReadTx& tx, std::size_t limit) const;
  // Moves the cursor behind the batch. Errors: conflict (the cursor moved since the batch was polled: drop
  // what was done with it and poll again).
  base::Status advance(store::WriteTx& tx, const FeedBatch& batch) const;
  // Sets the cursor of a consumer that has none yet, to skip what is older; false when it has one.
  bool start_after(store::WriteTx& tx, std::int64_t seq) const;
  // Entries it has not followed yet.
  std::int64_t lag(store::ReadTx& tx) const;

 private:
  std::int64_t cursor(store::ReadTx& tx) const;

  std::string consumer_;
};

}  // namespace hotline::jobs
