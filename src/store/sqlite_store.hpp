// The store's parts put together.
#pragma once

#include <mutex>

#include "hotline/store/keeping.hpp"
#include "store/chain_journal.hpp"
#include "store/process_lock.hpp"
#include "store/readers.hpp"
#include "store/sealed_vault.hpp"
#include "store/writer.hpp"

namespace hotline::store {

class SqliteStore final : public Store, public Keeping {
 public:
  // Opens the database, brings its schema up to date and starts the threads. Throws SqlError; `start()` gives
  // the failures that are values.
  SqliteStore(StoreSettings settings, ArchiveSettings archive, const MasterKey& key, const base::Clock& clock,
              base::Random& random, base::Logger logger, ProcessLock lock);
  ~SqliteStore() override { close(); }

  base::Status start(std::span<const Migration> migrations);

  void enqueue_write(WriteWork work, Done done) override {
    writer_->enqueue(std::move(work), std::move(done));
  }
  void enqueue_read(ReadWork work, Done done, Lane lane) override {
    readers_->enqueue(std::move(work), std::move(done), lane);
  }
  base::Status backup_to(const std::string& path) override;
  base::Status make_base() override;
  ArchiveStatus archive_status() const override { return archiver_.status(); }
  using Keeping::check;
  base::Result<CheckReport> check(const AnchorEvidence* evidence) override;
  std::vector<std::uint32_t> damaged() const override;
  base::Status scrub() override;
  // See key_change.hpp.
  base::Status use_master_key(const MasterKey& key);
  base::Result<std::size_t> rewrap(std::size_t rows);
  void follow_journal(std::function<void(const Appended&)> follower) override {
    journal_.follow(std::move(follower));
  }
  std::size_t waiting_writes() const override { return writer_->waiting(); }
  WriteFigures write_figures() const override { return writer_->figures(); }
  void close() override;

 private:
  void add_page_tails();
  void archive_rest();
  // Copies the database file while checkpoints are held, with what else the copy needs. `plan` runs alone on
  // the writer's thread as the hold begins.
  template <class Plan, class Copy>
  base::Status copy_held(Plan plan, Copy copy);
  // Runs `work` alone on the writer's thread and waits for it.
  base::Status run_alone(Writer::AloneWork work);

  const StoreSettings settings_;
  const base::Clock& clock_;
  base::Logger logger_;
  ProcessLock lock_;
  SealedVault vault_;
  ChainJournal journal_;
  Archiver archiver_;
  std::mutex copying_;           // one copy at a time
  const std::string full_path_;  // as SQLite names the file
  std::unique_ptr<Connection> connection_;
  std::unique_ptr<Writer> writer_;
  std::unique_ptr<Readers> readers_;
  std::once_flag closed_;
};

}  // namespace hotline::store
