// The reader pool: one thread and one connection each.
#pragma once

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "hotline/base/log_context.hpp"
#include "hotline/store/store.hpp"
#include "store/connection.hpp"

namespace hotline::store {

class Readers {
 public:
  // Opens the connections (throws SqlError) and starts the threads. `vault` must outlive them.
  Readers(const std::string& path, int count, int cache_mib, Vault& vault, base::Logger logger,
          std::size_t queue_limit);
  ~Readers() { close(); }

  void enqueue(Store::ReadWork work, Store::Done done, Lane lane);
  // Finishes what is queued, then ends the threads. What comes later is refused.
  void close();

 private:
  struct Item {
    Store::ReadWork work;
    Store::Done done;
    base::LogId id = base::current_log_id();  // of who queued it
  };

  void loop(Connection& connection);
  // Under the mutex.
  std::size_t waiting() const { return ahead_.size() + ordinary_.size(); }
  Item take_next();
  base::Status run(Connection& connection, Item& item);
  void finish(Item& item, base::Status status);

  Vault& vault_;
  base::Logger logger_;
  const std::size_t queue_limit_;
  std::vector<std::unique_ptr<Connection>> connections_;

  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Item> ahead_, ordinary_;
  int overtaken_ = 0;  // times in a row that the ordinary ones let another go first
  bool closing_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace hotline::store
