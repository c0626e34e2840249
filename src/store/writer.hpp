// The writer's thread: group commit.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <span>
#include <thread>
#include <vector>

#include "hotline/base/log_context.hpp"
#include "hotline/store/store.hpp"
#include "store/archiver.hpp"
#include "store/chain_journal.hpp"
#include "store/checkpointer.hpp"
#include "store/connection.hpp"

namespace hotline::store {

class Writer {
 public:
  // Work on the writer's connection outside any transaction, alone: maintenance.
  using AloneWork = std::function<base::Status(Connection&)>;

  // All references must outlive the writer. The thread starts at once.
  Writer(Connection& connection, ChainJournal& journal, Vault& vault, Archiver& archiver,
         const base::Clock& clock, base::Logger logger, std::size_t queue_limit, std::size_t group_limit);
  ~Writer() { close(); }

  void enqueue(Store::WriteWork work, Store::Done done);
  void enqueue_alone(AloneWork work, Store::Done done);
  std::size_t waiting() const;
  // Frames in the write-ahead log; on the writer's thread, for work alone.
  int log_pages() const { return checkpointer_.pages(); }
  WriteFigures figures() const { return {writes_.load(), commits_.load()}; }
  // Finishes what is queued, then ends the thread. What comes later is refused.
  void close();

 private:
  struct Item {
    Store::WriteWork work;
    AloneWork alone;  // set instead of `work`
    Store::Done done;
    std::vector<std::function<void()>> effects{};  // of `work`, to be called once it is durable
    base::LogId id = base::current_log_id();       // of who queued it
  };

  void add(Item item);
  void loop();
  // Waits for items; false when the writer is closed and has none left.
  bool take(std::vector<Item>& group);
  // Commits the first items of the group together; returns how many. Fewer than all when SQLite itself
  // abandoned the transaction on the way.
  std::size_t commit_first(std::span<Item> group);
  // Runs the works one after another; false when SQLite abandoned the transaction. `count` is how many ran.
  bool run_works(std::span<Item> group, std::size_t& count);
  base::Status run_work(Item& item, bool in_savepoint);
  // Log that a work which had gone well was undone with its group, under the id of each: who looks for one
  // finds the cause. The first with what the commit threw, and returns it as an error.
  base::Error tell_thrown(std::span<const Item> group, const std::exception_ptr& thrown) const;
  void tell_undone(std::span<const Item> group, const base::Error& error) const;
  void run_alone(Item& item);
  void finish(Item& item, base::Status status);
  // What is not urgent: checkpoints, the archive's own durability.
  bool has_chores() const { return checkpointer_.pending() || archiver_.unsynced(); }
  // Others' code: what it throws goes to the log.
  template <class Callback>
  void call(const Callback& callback, std::string_view name);

  Connection& connection_;
  ChainJournal& journal_;
  Vault& vault_;
  Archiver& archiver_;
  const base::Clock& clock_;
  base::Logger logger_;
  const std::size_t queue_limit_;
  const std::size_t group_limit_;
  Checkpointer checkpointer_;
  std::vector<base::Status> outcomes_;  // of the group that is being committed
  std::atomic<std::uint64_t> writes_ = 0;
  std::atomic<std::uint64_t> commits_ = 0;

  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Item> queue_;
  bool closing_ = false;
  std::thread thread_;
};

}  // namespace hotline::store
