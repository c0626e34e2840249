// The event feed: consumers follow the journal, each entry taking effect exactly once.
//
// A consumer polls for the entries after its cursor, and moves the cursor in the same WriteTx in which it
// writes what follows from them. Killed before the commit it sees the same entries again and nothing of its
// work is there; killed after it, the cursor stands behind them. Two readers of one consumer cannot both
// apply a batch: advance() refuses a batch that does not begin at the cursor. Thread rule: a FeedReader may
// be shared; poll from any ReadTx, the rest on the writer's thread. A FeedConsumer follows on one thread at a
// time.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "hotline/base/result.hpp"
#include "hotline/store/journal.hpp"
#include "hotline/store/store.hpp"
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
  base::Status advance(store::WriteTx& tx, std::int64_t from, std::int64_t to) const;
  base::Status advance(store::WriteTx& tx, const FeedBatch& batch) const {
    return advance(tx, batch.from, batch.to());
  }
  // Sets the cursor of a consumer that has none yet, to skip what is older; false when it has one.
  bool start_after(store::WriteTx& tx, std::int64_t seq) const;
  // Entries it has not followed yet.
  std::int64_t lag(store::ReadTx& tx) const;
  // The newest entry it has followed.
  std::int64_t cursor(store::ReadTx& tx) const;
  const std::string& consumer() const { return consumer_; }

 private:
  std::string consumer_;
};

// One that acts on what the journal says, as it happens.
class FeedConsumer {
 public:
  explicit FeedConsumer(std::string name) : feed_(std::move(name)) {}
  virtual ~FeedConsumer() = default;
  FeedConsumer(const FeedConsumer&) = delete;
  FeedConsumer& operator=(const FeedConsumer&) = delete;

  const FeedReader& feed() const { return feed_; }
  // Leaves alone what happened before it came to this database. Errors: the store's.
  base::Status start_with_the_next(store::Store& store);
  // Handles at most `limit` further entries; returns how many there were. Errors: the store's, follow's.
  base::Result<std::size_t> catch_up(store::Store& store, std::size_t limit);

 private:
  friend base::Result<std::size_t> catch_up(store::Store& store, std::span<FeedConsumer* const> consumers,
                                            std::size_t limit);
  // What follows from one entry; they come oldest first. An error undoes what followed from all that are
  // written with it, and they come again.
  virtual base::Status follow(store::WriteTx& tx, const store::Entry& entry) = 0;

  FeedReader feed_;
};

// The same for several at once: one read, and one write for what follows from it. Those who stand further
// behind are caught up first. When one of them fails, nothing is written for any: let each go on alone.
base::Result<std::size_t> catch_up(store::Store& store, std::span<FeedConsumer* const> consumers,
                                   std::size_t limit);

}  // namespace hotline::jobs
