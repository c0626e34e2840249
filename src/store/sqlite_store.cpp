#include "store/sqlite_store.hpp"

#include <sqlite3.h>

#include <algorithm>

#include "hotline/store/key_change.hpp"
#include "hotline/text/log_cause.hpp"
#include "store/backup.hpp"
#include "store/failures.hpp"
#include "store/migrate.hpp"
#include "store/page_vfs.hpp"
#include "store/queries.hpp"
#include "store/scrub.hpp"
#include "store/wal.hpp"

namespace hotline::store {
namespace {

constexpr std::size_t pages_of_a_look = 256;  // 1 MiB on the writer's thread at a time
constexpr std::int64_t rewrite_up_to_pages = 256 * 1024;

base::Error no_archive() {
  return base::Error::of(base::ErrorCode::not_found, "未设置归档目录（archive.directory），请先设置。",
                         "No archive is set. Set archive.directory first.");
}

base::Error other_master_key() {
  return base::Error::of(
      base::ErrorCode::corrupt, "主密钥与数据库不匹配。请使用创建该数据库时的主密钥文件。",
      "The master key is not that of this database. Use the key file the database was made with.");
}

base::Status status_of(VaultKeys::Fault fault) {
  if (fault == VaultKeys::Fault::other_suite) {
    return base::Error::of(
        base::ErrorCode::corrupt, "密码算法套件与建库时不同，不能更换。请将 store.cipher 改回建库时的设置。",
        "The cipher suite is not the one this database was made with. Set store.cipher back.");
  }
  return fault == VaultKeys::Fault::none ? base::Status() : base::Status(other_master_key());
}

void note_key(WriteTx& tx, std::string_view kind, std::int64_t generation) {
  const Actor by{"system", ""};
  tx.journal().append(tx, {"vault", generation, kind, by, "", Payload{}});
}

}  // namespace

base::Result<std::unique_ptr<Store>> Store::open(StoreSettings settings, const MasterKey& key,
                                                 std::vector<Migration> steps, const base::Clock& clock,
                                                 base::Random& random, const base::Logger& logger) {
  return open_archived(std::move(settings), {}, key, std::move(steps), clock, random, logger);
}

Keeping& keeping_of(Store& store) {
  return static_cast<SqliteStore&>(store);  // there is no other
}

base::Result<std::unique_ptr<Store>> open_archived(StoreSettings settings, ArchiveSettings archive,
                                                   const MasterKey& key, std::vector<Migration> steps,
                                                   const base::Clock& clock, base::Random& random,
                                                   const base::Logger& logger) {
  try {
    HOTLINE_TRY(ProcessLock lock, ProcessLock::take(settings.path + ".lock"));
    auto store = std::make_unique<SqliteStore>(std::move(settings), std::move(archive), key, clock, random,
                                               logger, std::move(lock));
    std::vector<Migration> all = migrations();
    all.insert(all.end(), std::make_move_iterator(steps.begin()), std::make_move_iterator(steps.end()));
    HOTLINE_CHECK(store->start(all));
    return std::unique_ptr<Store>(std::move(store));
  } catch (const SqlError&) {
    return failure_of_exception(logger, "open");
  }
}

SqliteStore::SqliteStore(StoreSettings settings, ArchiveSettings archive, const MasterKey& key,
                         const base::Clock& clock, base::Random& random, base::Logger logger,
                         ProcessLock lock)
    : settings_(std::move(settings)),
      clock_(clock),
      logger_(std::move(logger)),
      lock_(std::move(lock)),
      vault_(key, random),
      archiver_(std::move(archive), clock, random, logger_),
      full_path_(full_path_of(settings_.path)) {
  forget_damage(full_path_);  // of a file that stood here before
  connection_ = std::make_unique<Connection>(settings_.path, Connection::Role::writer, settings_.cache_mib);
  connection_->before_checkpoint([this] { archiver_.sync(); });
}

base::Status SqliteStore::start(std::span<const Migration> migrations) {
  HOTLINE_CHECK(archiver_.resume(*connection_));
  connection_->run(sql::begin_write);
  HOTLINE_CHECK(migrate(*connection_, migrations, clock_.now(), logger_));
  HOTLINE_CHECK(status_of(vault_.load(*connection_)));
  if (!journal_.load(*connection_)) {
    logger_->error("event=journal_end_mismatch advice=\"run the journal's verification\"");
  }
  connection_->run(sql::commit);
  add_page_tails();
  archive_rest();
  writer_ = std::make_unique<Writer>(*connection_, journal_, vault_, archiver_, clock_, logger_,
                                     settings_.write_queue, settings_.group);
  readers_ =
      std::make_unique<Readers>(settings_.path, settings_.readers, std::max(1, settings_.cache_mib / 4),
                                vault_, logger_, settings_.read_queue);
  const auto keys = vault_.keys();
  if (!keys->is_new() || keys->generation() == 1) return {};
  return write([generation = keys->generation()](WriteTx& tx) -> base::Status {
    note_key(tx, "master_key_changed", generation);
    return {};
  });
}

base::Status SqliteStore::use_master_key(const MasterKey& key) {
  return write([this, key, before = vault_.keys()->generation()](WriteTx& tx) -> base::Status {
    HOTLINE_CHECK(status_of(vault_.change_keys(tx, key)));
    Statement newest = tx.query(sql::newest_generation);
    newest.step();
    if (newest.integer(0) != before) note_key(tx, "master_key_changed", newest.integer(0));
    return {};
  });
}

base::Result<std::size_t> SqliteStore::rewrap(std::size_t rows) {
  if (!vault_.has_old_rows()) return std::size_t{0};
  return write([this, rows](WriteTx& tx) -> base::Result<std::size_t> {
    const std::size_t moved = vault_.rewrap(tx, rows);
    if (moved < rows) note_key(tx, "rows_rewrapped", vault_.keys()->generation());
    return moved;
  });
}

base::Status SqliteStore::run_alone(Writer::AloneWork work) {
  auto finished = std::make_shared<std::promise<base::Status>>();
  writer_->enqueue_alone(std::move(work),
                         [finished](base::Status status) { finished->set_value(std::move(status)); });
  return finished->get_future().get();
}

// A database made before pages had checksums is rewritten once; a large one when its operator chooses to
// scrub it.
void SqliteStore::add_page_tails() {
  if (has_page_tails(connection_->handle()) || connection_->number(sql::page_count) > rewrite_up_to_pages)
    return;
  if (connection_->checkpoint(SQLITE_CHECKPOINT_PASSIVE, 0).code != SQLITE_OK) return;
  if (has_page_tails(connection_->handle())) return;
  logger_->info("event=page_checksums_added");
  connection_->execute("PRAGMA temp_store = FILE");
  connection_->execute("VACUUM");
  connection_->execute("PRAGMA temp_store = MEMORY");
}

// What was committed outside the writer's groups: migrations, rewriting.
void SqliteStore::archive_rest() {
  if (!archiver_.enabled()) return;
  const int pages = connection_->checkpoint(SQLITE_CHECKPOINT_PASSIVE, 0).pages;
  if (const auto archived = archiver_.append(*connection_, pages); !archived.ok())
    logger_->error("event=archive_refused text=\"{}\"", archived.error().text.en);
}

template <class Plan, class Copy>
base::Status SqliteStore::copy_held(Plan plan, Copy copy) {
  const std::lock_guard one_at_a_time(copying_);
  HOTLINE_CHECK(run_alone([&](Connection& connection) -> base::Status {
    const auto moved = connection.checkpoint(SQLITE_CHECKPOINT_PASSIVE, 0);
    connection.hold_checkpoints(true);
    const bool log_is_in_file = moved.code == SQLITE_OK && moved.pages == moved.saved;
    return plan(connection, log_is_in_file, std::max(0, moved.pages));
  }));
  base::Status status;
  try {
    status = copy();
  } catch (...) {
    status = failure_of_exception(logger_, "copy");
  }
  connection_->hold_checkpoints(false);
  return status;
}

base::Status SqliteStore::backup_to(const std::string& path) {
  CopyPlan plan;
  return copy_held(
      [&](Connection&, bool log_is_in_file, int pages) -> base::Status {
        plan.frames = log_is_in_file ? 0 : static_cast<std::uint32_t>(pages);
        return {};
      },
      [&] { return copy_database(settings_.path, path, plan, vault_); });
}

base::Status SqliteStore::make_base() {
  if (!archiver_.enabled()) return no_archive();
  Base base;
  HOTLINE_CHECK(copy_held(
      [&](Connection& connection, bool log_is_in_file, int pages) -> base::Status {
        HOTLINE_TRY(base, archiver_.plan_base(connection, log_is_in_file, pages));
        return {};
      },
      [&]() -> base::Status {
        HOTLINE_CHECK(check_live(settings_.path, vault_));
        return copy_base(settings_.path, base.file.string());
      }));
  return archiver_.finish_base(base);
}

base::Result<CheckReport> SqliteStore::check(const AnchorEvidence* evidence) {
  CheckReport report;
  std::unique_ptr<PageWalk> walk;
  std::vector<std::uint8_t> pages;
  for (bool more = true; more;) {
    HOTLINE_CHECK(run_alone([&](Connection& connection) -> base::Status {
      if (!walk) walk = std::make_unique<PageWalk>(connection.handle());
      more = walk->read(pages_of_a_look, pages);
      return {};
    }));
  }
  if (walk->page_size() > 0) report.pages = walk->at() / walk->page_size();
  try {
    look_at_structure(settings_.path, vault_, evidence, report);
  } catch (const SqlError& error) {
    logger_->error("event=check_failed sqlite_code={} cause=\"{}\"", error.code(),
                   text::log_cause(error.what()));
    report.structure = error.what();
  }
  report.damaged = damaged();
  return report;
}

std::vector<std::uint32_t> SqliteStore::damaged() const {
  return damaged_pages(full_path_);
}

base::Status SqliteStore::scrub() {
  return scrub_database([this](Writer::AloneWork step) { return run_alone(std::move(step)); });
}

void SqliteStore::close() {
  std::call_once(closed_, [this] {
    if (writer_) writer_->close();
    if (readers_) readers_->close();
    if (connection_) {
      archive_rest();
      connection_->checkpoint(SQLITE_CHECKPOINT_TRUNCATE, 0);
    }
    connection_.reset();  // the last connection takes the write-ahead log with it
    archiver_.close(settings_.path);
  });
}

base::Status use_master_key(Store& store, const MasterKey& key) {
  return dynamic_cast<SqliteStore&>(store).use_master_key(key);
}

base::Result<std::size_t> rewrap(Store& store, std::size_t rows) {
  return dynamic_cast<SqliteStore&>(store).rewrap(rows);
}

}  // namespace hotline::store
