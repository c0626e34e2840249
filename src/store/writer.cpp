#include "store/writer.hpp"

#include <sqlite3.h>

#include <algorithm>

#include "store/failures.hpp"
#include "store/queries.hpp"

namespace hotline::store {
namespace {

// How long the writer waits for work before it empties the write-ahead log.
constexpr std::chrono::milliseconds idle_before_checkpoint{500};

}  // namespace

Writer::Writer(Connection& connection, ChainJournal& journal, Vault& vault, Archiver& archiver,
               const base::Clock& clock, base::Logger logger, std::size_t queue_limit,
               std::size_t group_limit)
    : connection_(connection),
      journal_(journal),
      vault_(vault),
      archiver_(archiver),
      clock_(clock),
      logger_(std::move(logger)),
      queue_limit_(queue_limit),
      group_limit_(std::max<std::size_t>(1, group_limit)),
      checkpointer_(connection, logger_),
      thread_([this] { loop(); }) {}

void Writer::enqueue(Store::WriteWork work, Store::Done done) {
  add({std::move(work), nullptr, std::move(done)});
}

void Writer::enqueue_alone(AloneWork work, Store::Done done) {
  add({nullptr, std::move(work), std::move(done)});
}

void Writer::add(Item item) {
  bool closed = false;
  {
    const std::lock_guard lock(mutex_);
    closed = closing_;
    if (!closed && queue_.size() < queue_limit_) {
      queue_.push_back(std::move(item));
      // The writer sleeps only before an empty queue.
      if (queue_.size() == 1) wake_.notify_one();
      return;
    }
  }
  finish(item, closed ? shutting_down() : queue_full());
}

std::size_t Writer::waiting() const {
  const std::lock_guard lock(mutex_);
  return queue_.size();
}

void Writer::close() {
  {
    const std::lock_guard lock(mutex_);
    closing_ = true;
  }
  wake_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void Writer::loop() {
  std::vector<Item> group;
  while (take(group)) {
    if (group.front().alone) {
      run_alone(group.front());
    } else {
      for (std::span<Item> rest(group); !rest.empty();) rest = rest.subspan(commit_first(rest));
    }
    group.clear();
    archiver_.sync_when_due();
    checkpointer_.after_commit();
  }
}

bool Writer::take(std::vector<Item>& group) {
  std::unique_lock lock(mutex_);
  const auto has_work = [this] { return closing_ || !queue_.empty(); };
  if (has_chores() && !wake_.wait_for(lock, idle_before_checkpoint, has_work)) {
    lock.unlock();
    archiver_.sync();
    if (checkpointer_.pending()) checkpointer_.when_idle();
    lock.lock();
  }
  wake_.wait(lock, has_work);
  while (!queue_.empty() && group.size() < group_limit_) {
    const bool alone = static_cast<bool>(queue_.front().alone);
    if (alone && !group.empty()) break;
    group.push_back(std::move(queue_.front()));
    queue_.pop_front();
    if (alone) break;
  }
  return !group.empty();
}

std::size_t Writer::commit_first(std::span<Item> group) {
  const ChainHead before = journal_.head();
  std::size_t count = 0;
  outcomes_.clear();
  base::Status committed;
  bool is_durable = false;
  std::exception_ptr thrown;
  try {
    connection_.run(sql::begin_write);
    if (!run_works(group, count)) {
      committed = outcomes_.back();
    } else if (connection_.in_transaction()) {
      journal_.save_head(connection_, before);
      connection_.run(sql::commit);
      // Durable here, and still to be refused when a stand-by has taken over: the caller must not believe in
      // it.
      is_durable = true;
      committed = archiver_.append(connection_, checkpointer_.pages());
    }
  } catch (...) {
    thrown = std::current_exception();
    count = group.size();
  }
  outcomes_.resize(count);
  if (thrown) {
    committed = tell_thrown(group.first(count), thrown);
  } else if (!committed.ok()) {
    tell_undone(group.first(count), committed.error());
  }
  if (!committed.ok()) {
    connection_.rollback();
    if (!is_durable) journal_.restore(before);
  }
  if (const auto durable = std::ranges::count_if(outcomes_, &base::Status::ok);
      committed.ok() && durable > 0) {
    writes_.fetch_add(static_cast<std::uint64_t>(durable), std::memory_order_relaxed);
    commits_.fetch_add(1, std::memory_order_relaxed);
  }
  for (std::size_t i = 0; i < count; ++i) {
    const bool undone_with_group = outcomes_[i].ok() && !committed.ok();
    finish(group[i], undone_with_group ? committed : std::move(outcomes_[i]));
  }
  return count;
}

bool Writer::run_works(std::span<Item> group, std::size_t& count) {
  // A lone work needs no savepoint: the transaction is its own.
  const bool savepoints = group.size() > 1;
  for (Item& item : group) {
    outcomes_.push_back(run_work(item, savepoints));
    ++count;
    const bool lone_failure = !savepoints && !outcomes_.back().ok();
    if (!connection_.in_transaction() && !lone_failure) return false;
  }
  return true;
}

base::Error Writer::tell_thrown(std::span<const Item> group, const std::exception_ptr& thrown) const {
  base::Error error = internal_failure();
  const auto tell = [&](const base::LogId& id) {
    const base::LogScope scope(id);
    try {
      std::rethrow_exception(thrown);
    } catch (...) {
      error = failure_of_exception(logger_, "commit");
    }
  };
  bool told = false;
  for (std::size_t i = 0; i < group.size(); ++i) {
    if (!outcomes_[i].ok() || (told && group[i].id.empty())) continue;
    tell(group[i].id);
    told = true;
  }
  if (!told) tell({});
  return error;
}

void Writer::tell_undone(std::span<const Item> group, const base::Error& error) const {
  for (std::size_t i = 0; i < group.size(); ++i) {
    if (!outcomes_[i].ok() || group[i].id.empty()) continue;
    const base::LogScope scope(group[i].id);
    logger_->error("event=store_failure doing=commit cause=\"undone with its group: {}\"",
                   base::name_of(error.code));
  }
}

base::Status Writer::run_work(Item& item, bool in_savepoint) {
  const base::LogScope scope(item.id);
  const ChainHead before = journal_.head();
  base::Status status;
  try {
    if (in_savepoint) connection_.run(sql::open_savepoint);
    WriteTx tx(connection_, vault_, journal_, clock_.now());
    status = item.work(tx);
    item.effects = tx.take_effects();
    if (status.ok() && connection_.has_open_foreign_keys()) {
      throw SqlError(SQLITE_CONSTRAINT_FOREIGNKEY, "a foreign key of this work points nowhere");
    }
  } catch (...) {
    status = failure_of_exception(logger_, "write");
  }
  // SQLite undoes the whole transaction by itself when the disk is full or broken.
  if (!connection_.in_transaction()) {
    if (status.ok()) status = internal_failure();
    return status;
  }
  if (status.ok()) {
    if (in_savepoint) connection_.run(sql::release_savepoint);
    return status;
  }
  journal_.restore(before);
  if (in_savepoint) {
    connection_.run(sql::rollback_savepoint);
    connection_.run(sql::release_savepoint);
  } else {
    connection_.run(sql::rollback);
  }
  return status;
}

void Writer::run_alone(Item& item) {
  const base::LogScope scope(item.id);
  base::Status status;
  try {
    status = item.alone(connection_);
    if (!connection_.in_transaction()) {
      if (const auto archived = archiver_.append(connection_, checkpointer_.pages()); status.ok())
        status = archived;
    }
  } catch (...) {
    status = failure_of_exception(logger_, "maintenance");
  }
  connection_.rollback();
  finish(item, std::move(status));
}

template <class Callback>
void Writer::call(const Callback& callback, std::string_view name) {
  try {
    callback();
  } catch (...) {
    failure_of_exception(logger_, name);
  }
}

// An effect that fails must not keep the answer from whoever waits for it.
void Writer::finish(Item& item, base::Status status) {
  const base::LogScope scope(item.id);
  if (status.ok()) {
    for (const auto& effect : item.effects) call([&] { effect(); }, "effect after a commit");
  }
  if (item.done) call([&] { item.done(std::move(status)); }, "done callback of a write");
}

}  // namespace hotline::store
