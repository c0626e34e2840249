// The store: one SQLite database, one writer, many readers.
//
// Invariants
//   - Nothing is acknowledged before it is durable: a write's `done` is called after its commit returned
//     (WAL, synchronous=FULL).
//   - All writes pass one writer thread. Writes that wait together share one commit (group commit); each runs
//     in a savepoint of its own, so that one that fails takes nothing of its neighbours with it.
//   - Readers never block the writer, nor the writer the readers.
//   - Every queue is bounded: a full one answers `overloaded` at once.
// Threads: all functions may be called from any thread. Callbacks run on the store's threads and must be
// short; never call a blocking function of the store from inside one.
#pragma once

#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "hotline/base/clock.hpp"
#include "hotline/base/log.hpp"
#include "hotline/base/random.hpp"
#include "hotline/base/result.hpp"
#include "hotline/store/journal.hpp"
#include "hotline/store/migration.hpp"
#include "hotline/store/transaction.hpp"
#include "hotline/store/vault.hpp"

namespace hotline::store {

struct StoreSettings {
  std::string path{};              // database file; its directory must exist
  int readers = 2;                 // reader threads, 1 to 64
  std::size_t write_queue = 4096;  // waiting writes before `overloaded`
  std::size_t read_queue = 4096;   // waiting reads before `overloaded`
  std::size_t group = 256;         // writes of one commit at most
  int cache_mib = 32;              // page cache of the writer; each reader has a quarter of it
};

// What the writer has done since the store was opened. writes / commits is how many share a commit.
struct WriteFigures {
  std::uint64_t writes = 0;   // that became durable
  std::uint64_t commits = 0;  // that made them so
};

// Where a read waits for a reader. What a write hangs on goes ahead; three times out of four, so that the
// others get on as well.
enum class Lane { ahead, ordinary };

class Store {
 public:
  using WriteWork = std::function<base::Status(WriteTx&)>;
  using ReadWork = std::function<void(ReadTx&)>;
  using Done = std::function<void(base::Status)>;

  // Opens or creates the database and runs the migrations that are missing. `clock`, `random` must outlive
  // it. Errors: unavailable (another process holds it, no such directory), corrupt (not a database, or one of
  // a newer release: the text names its version).
  static base::Result<std::unique_ptr<Store>> open(StoreSettings settings, const MasterKey& key,
                                                   std::vector<Migration> migrations,
                                                   const base::Clock& clock, base::Random& random,
                                                   const base::Logger& logger);
  virtual ~Store() = default;

  // Queues `work`; `done` is called on the writer's thread once the work is durable, or with the error that
  // undid it (its own error; overloaded; storage_full; internal; unavailable after close()). What is refused
  // (overloaded, unavailable) is answered at once on the caller's thread. `done` may be null.
  virtual void enqueue_write(WriteWork work, Done done) = 0;
  // Queues `work` for a reader thread; `done` follows it there with success, or corrupt/internal when the
  // work threw. Refusals (overloaded, unavailable after close()) are answered at once on the caller's thread.
  virtual void enqueue_read(ReadWork work, Done done, Lane lane = Lane::ordinary) = 0;

  // Copies the whole database into `path` while service goes on, checks the copy (integrity, chain) and makes
  // it durable before it takes the place of an older file there. Blocks the caller, not the store. Errors:
  // storage_full, unavailable (the place cannot be written), corrupt (the check failed; no copy is left).
  virtual base::Status backup_to(const std::string& path) = 0;
  // Removes erased content from free pages, full-text segments and the write-ahead log, in small steps
  // between the writes of others. A database of up to 1 GiB is rewritten (VACUUM, seconds, writers wait),
  // which also removes stray copies that SQLite leaves in its pages; a larger one is not. Sealed rows never
  // depend on that. Blocks the caller. Errors: unavailable (readers keep the log: try again), overloaded,
  // storage_full.
  virtual base::Status scrub() = 0;
  // `follower` is called for each journal entry on the writer's thread, after the commit and before the write
  // is acknowledged; it is short and neither throws nor calls the store. One at a time: a new one replaces
  // the old, an empty one ends it; the old one is not called any more once this returns.
  virtual void follow_journal(std::function<void(const Appended&)> follower) = 0;
  // Waiting writes now, for health and metrics.
  virtual std::size_t waiting_writes() const = 0;
  virtual WriteFigures write_figures() const = 0;
  // Finishes what is queued, then closes. Called by the destructor too.
  virtual void close() = 0;

  // Runs `work` (WriteTx& -> Result<T>) as one write and waits for it. Never on an I/O thread.
  template <class Work, class R = std::invoke_result_t<Work, WriteTx&>>
  R write(Work work) {
    auto slot = std::make_shared<std::optional<R>>();
    auto finished = std::make_shared<std::promise<base::Status>>();
    enqueue_write(
        [slot, work = std::move(work)](WriteTx& tx) mutable -> base::Status {
          slot->emplace(work(tx));
          if (!(*slot)->ok()) return (*slot)->error();
          return {};
        },
        [finished](base::Status status) { finished->set_value(std::move(status)); });
    base::Status status = finished->get_future().get();
    if (!status.ok()) return std::move(status).error();
    return std::move(**slot);
  }

  // Runs `work` (ReadTx& -> Result<T>) on a reader and waits for it. Never on an I/O thread.
  template <class Work, class R = std::invoke_result_t<Work, ReadTx&>>
  R read(Work work) {
    auto slot = std::make_shared<std::optional<R>>();
    auto finished = std::make_shared<std::promise<base::Status>>();
    enqueue_read([slot, work = std::move(work)](ReadTx& tx) mutable { slot->emplace(work(tx)); },
                 [finished](base::Status status) { finished->set_value(std::move(status)); });
    base::Status status = finished->get_future().get();
    if (!status.ok()) return std::move(status).error();
    return std::move(**slot);
  }
};

// Schema of the journal, the vault and the store's own tables; `open` runs it first by itself.
std::vector<Migration> migrations();

}  // namespace hotline::store
