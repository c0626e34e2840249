// One SQLite handle with its cache of prepared statements. Used by one thread at a time.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "hotline/store/statement.hpp"
#include "hotline/store/transaction.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace hotline::store {

class Connection {
 public:
  enum class Role {
    writer,  // the one that writes; creates the file
    reader,  // may not write
    copy,    // a file that nobody else has open: no locks, no write-ahead log
  };

  // Opens the file and sets every pragma. Throws SqlError.
  Connection(const std::string& path, Role role, int cache_mib);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection();

  // See ReadTx::query.
  Statement query(std::string_view sql);
  // Prepares, runs and finalizes one statement or several. For schema and maintenance.
  void execute(const std::string& sql);
  // Runs a cached statement without parameters and rows.
  void run(std::string_view sql) { query(sql).run(); }
  // The first column of the only row of a cached statement.
  std::int64_t number(std::string_view sql);

  struct Checkpoint {
    int code = 0;    // SQLite's primary result code; SQLITE_BUSY when readers were in the way
    int pages = -1;  // in the log, -1 when not known
    int saved = -1;  // of these, already in the database file
  };
  // Moves the write-ahead log into the file; waits for readers (modes above passive) `wait_ms` at most.
  Checkpoint checkpoint(int mode, int wait_ms);
  // While held, checkpoint() does nothing and says SQLITE_BUSY: the database file stands still for a copy.
  // From any thread.
  void hold_checkpoints(bool held) { checkpoints_held_ = held; }
  // `before` is called before each checkpoint: what the log holds is about to leave it.
  void before_checkpoint(std::function<void()> before) { before_checkpoint_ = std::move(before); }

  // Undoes an open transaction, when there is one. Never throws.
  void rollback() noexcept;
  bool in_transaction() const;
  // Rows whose deferred foreign keys point nowhere: with one of them the commit would fail.
  bool has_open_foreign_keys() const;

  sqlite3* handle() const { return handle_; }

 private:
  struct Cached {
    std::string sql;
    sqlite3_stmt* statement = nullptr;
    bool leased = false;
  };

  sqlite3_stmt* prepare(std::string_view sql, unsigned flags);

  sqlite3* handle_ = nullptr;
  std::atomic<bool> checkpoints_held_ = false;
  std::function<void()> before_checkpoint_;
  // By address; the text is compared too, since an address may be used again by other text.
  std::unordered_map<const char*, Cached> cache_;
};

// Throws the SqlError of the last failure of `handle`. `doing` goes to the log: SQL or the name of an act.
[[noreturn]] void throw_sql_error(sqlite3* handle, int code, std::string_view doing);

}  // namespace hotline::store
