#include "store/sqlite_store.hpp"

#include <sqlite3.h>

#include <algorithm>

#include "store/backup.hpp"
#include "store/failures.hpp"
#include "store/migrate.hpp"
#include "store/queries.hpp"
#include "store/scrub.hpp"

namespace hotline::store {
namespace {

base::Error other_master_key() {
  return base::Error::of(
      base::ErrorCode::corrupt, "主密钥与数据库不匹配。请使用创建该数据库时的主密钥文件。",
      "The master key is not that of this database. Use the key file the database was made with.");
}

}  // namespace

base::Result<std::unique_ptr<Store>> Store::open(StoreSettings settings, const MasterKey& key,
                                                 std::vector<Migration> steps, const base::Clock& clock,
                                                 base::Random& random, const base::Logger& logger) {
  try {
    HOTLINE_TRY(ProcessLock lock, ProcessLock::take(settings.path + ".lock"));
    auto store =
        std::make_unique<SqliteStore>(std::move(settings), key, clock, random, logger, std::move(lock));
    std::vector<Migration> all = migrations();
    all.insert(all.end(), std::make_move_iterator(steps.begin()), std::make_move_iterator(steps.end()));
    HOTLINE_CHECK(store->start(all));
    return std::unique_ptr<Store>(std::move(store));
  } catch (const SqlError&) {
    return failure_of_exception(logger, "open");
  }
}

SqliteStore::SqliteStore(StoreSettings settings, const MasterKey& key, const base::Clock& clock,
                         base::Random& random, base::Logger logger, ProcessLock lock)
    : settings_(std::move(settings)),
      clock_(clock),
      logger_(std::move(logger)),
      lock_(std::move(lock)),
      vault_(key, random),
      connection_(
          std::make_unique<Connection>(settings_.path, Connection::Role::writer, settings_.cache_mib)) {}

base::Status SqliteStore::start(std::span<const Migration> migrations) {
  connection_->run(sql::begin_write);
  HOTLINE_CHECK(migrate(*connection_, migrations, clock_.now(), logger_));
  if (!vault_.load(*connection_)) return other_master_key();
  if (!journal_.load(*connection_)) {
    logger_->error("event=journal_end_mismatch advice=\"run the journal's verification\"");
  }
  connection_->run(sql::commit);
  writer_ = std::make_unique<Writer>(*connection_, journal_, vault_, clock_, logger_, settings_.write_queue,
                                     settings_.group);
  readers_ =
      std::make_unique<Readers>(settings_.path, settings_.readers, std::max(1, settings_.cache_mib / 4),
                                vault_, logger_, settings_.read_queue);
  return {};
}

base::Status SqliteStore::run_alone(Writer::AloneWork work) {
  auto finished = std::make_shared<std::promise<base::Status>>();
  writer_->enqueue_alone(std::move(work),
                         [finished](base::Status status) { finished->set_value(std::move(status)); });
  return finished->get_future().get();
}

base::Status SqliteStore::backup_to(const std::string& path) {
  try {
    return copy_database(settings_.path, path, vault_);
  } catch (...) {
    return failure_of_exception(logger_, "backup");
  }
}

base::Status SqliteStore::scrub() {
  return scrub_database([this](Writer::AloneWork step) { return run_alone(std::move(step)); });
}

void SqliteStore::close() {
  std::call_once(closed_, [this] {
    if (writer_) writer_->close();
    if (readers_) readers_->close();
    connection_.reset();  // the last connection takes the write-ahead log with it
  });
}

}  // namespace hotline::store
