// The journal as rows of one table, its head kept in memory by the writer.
#pragma once

#include <functional>
#include <mutex>

#include "hotline/store/journal.hpp"

namespace hotline::store {

// Where the chain ends.
struct ChainHead {
  std::int64_t seq = 0;
  Hash hash{};
  bool operator==(const ChainHead&) const = default;
};

// Used by the writer's thread alone. The writer keeps head() before each savepoint and transaction and gives
// it back to restore() when that is rolled back.
class ChainJournal final : public Journal {
 public:
  // Reads the stored head. A head that does not fit the newest entry is not mended: the chain goes on from
  // the stored hash, so that verify_chain() finds the break for ever. False when it does not fit.
  bool load(Connection& connection);
  std::int64_t append(WriteTx& tx, const NewEntry& entry) override;

  // See Store::follow_journal(). From any thread.
  void follow(std::function<void(const Appended&)> follower);

  const ChainHead& head() const { return head_; }
  void restore(const ChainHead& head) { head_ = head; }
  // Writes the head's row when it moved since `before`; once in each transaction.
  void save_head(Connection& connection, const ChainHead& before) const;

 private:
  ChainHead head_;
  std::mutex following_;  // held while the follower is called
  std::function<void(const Appended&)> follower_;
};

}  // namespace hotline::store
