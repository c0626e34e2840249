#include "store/readers.hpp"

#include <algorithm>
#include <optional>

#include "store/failures.hpp"
#include "store/queries.hpp"

namespace hotline::store {
namespace {

constexpr int most_overtaken = 3;

}  // namespace

Readers::Readers(const std::string& path, int count, int cache_mib, Vault& vault, base::Logger logger,
                 std::size_t queue_limit)
    : vault_(vault), logger_(std::move(logger)), queue_limit_(queue_limit) {
  count = std::clamp(count, 1, 64);
  for (int i = 0; i < count; ++i) {
    connections_.push_back(std::make_unique<Connection>(path, Connection::Role::reader, cache_mib));
  }
  for (auto& connection : connections_) {
    threads_.emplace_back([this, &own = *connection] { loop(own); });
  }
}

void Readers::enqueue(Store::ReadWork work, Store::Done done, Lane lane) {
  Item item{std::move(work), std::move(done)};
  bool closed = false;
  {
    const std::lock_guard lock(mutex_);
    closed = closing_;
    if (!closed && waiting() < queue_limit_) {
      (lane == Lane::ahead ? ahead_ : ordinary_).push_back(std::move(item));
      wake_.notify_one();
      return;
    }
  }
  finish(item, closed ? shutting_down() : queue_full());
}

void Readers::close() {
  {
    const std::lock_guard lock(mutex_);
    closing_ = true;
  }
  wake_.notify_all();
  for (std::thread& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
  connections_.clear();
}

void Readers::loop(Connection& connection) {
  while (true) {
    std::optional<Item> item;
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [this] { return closing_ || waiting() > 0; });
      if (waiting() == 0) return;
      item.emplace(take_next());
    }
    const base::LogScope scope(item->id);
    finish(*item, run(connection, *item));
  }
}

Readers::Item Readers::take_next() {
  const bool goes_ahead = !ahead_.empty() && (ordinary_.empty() || overtaken_ < most_overtaken);
  overtaken_ = goes_ahead && !ordinary_.empty() ? overtaken_ + 1 : 0;
  std::deque<Item>& lane = goes_ahead ? ahead_ : ordinary_;
  Item item = std::move(lane.front());
  lane.pop_front();
  return item;
}

base::Status Readers::run(Connection& connection, Item& item) {
  base::Status status;
  try {
    connection.run(sql::begin_read);
    ReadTx tx(connection, vault_);
    item.work(tx);
    connection.run(sql::commit);
  } catch (...) {
    status = failure_of_exception(logger_, "read");
    connection.rollback();
  }
  return status;
}

void Readers::finish(Item& item, base::Status status) {
  try {
    if (item.done) item.done(std::move(status));
  } catch (...) {
    failure_of_exception(logger_, "done callback of a read");
  }
}

}  // namespace hotline::store
