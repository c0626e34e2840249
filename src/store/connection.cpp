#include "store/connection.hpp"

#include <sqlite3.h>

#include <algorithm>

#include "store/page_vfs.hpp"
#include "store/queries.hpp"
#include "store/tokenizer.hpp"

namespace hotline::store {
namespace {

constexpr int busy_timeout_ms = 5000;
constexpr std::int64_t wal_keep_bytes = 64ll << 20;  // a longer log is cut back to this when it starts anew

// SQLite opens names beginning with "file:" as URIs; escaping keeps every legal path one.
std::string uri_of_copy(const std::string& path) {
  std::string uri = "file:";
  for (char c : path) {
    if (c == '?' || c == '#' || c == '%') {
      constexpr char digits[] = "0123456789ABCDEF";
      const auto byte = static_cast<unsigned char>(c);
      uri += '%';
      uri += digits[byte >> 4];
      uri += digits[byte & 15];
    } else {
      uri += c;
    }
  }
  return uri + "?immutable=1";
}

}  // namespace

void throw_sql_error(sqlite3* handle, int code, std::string_view doing) {
  std::string what = handle ? sqlite3_errmsg(handle) : sqlite3_errstr(code);
  what += " (";
  what += doing.substr(0, 400);
  what += ')';
  throw SqlError(code, what);
}

Connection::Connection(const std::string& path, Role role, int cache_mib) {
  const bool copy = role == Role::copy;
  const int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
                    (copy                   ? SQLITE_OPEN_READONLY | SQLITE_OPEN_URI
                     : role == Role::writer ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
                                            : SQLITE_OPEN_READWRITE);
  const std::string name = copy ? uri_of_copy(path) : path;
  int code = sqlite3_open_v2(name.c_str(), &handle_, flags, page_vfs());
  try {
    if (code != SQLITE_OK) throw_sql_error(handle_, code, "open");
    // First, since every pragma below may meet a lock.
    sqlite3_busy_timeout(handle_, busy_timeout_ms);
    sqlite3_extended_result_codes(handle_, 1);
    if (role == Role::writer) {
      reserve_page_tail(handle_);
      // Counts only before the first table is made: lets scrub give free pages back in small steps. Later it
      // would be a write of its own at each opening, which the archive could not tell from a foreign one.
      if (number(sql::page_count) == 0) execute("PRAGMA auto_vacuum = INCREMENTAL");
      execute("PRAGMA journal_mode = WAL");
      execute("PRAGMA journal_size_limit = " + std::to_string(wal_keep_bytes));
    }
    execute("PRAGMA synchronous = FULL");
    execute("PRAGMA foreign_keys = ON");
    execute("PRAGMA secure_delete = ON");
    execute("PRAGMA temp_store = MEMORY");
    execute("PRAGMA trusted_schema = OFF");
    // Pages are copied into the cache below: mapped, they would count as resident once for each connection.
    execute("PRAGMA mmap_size = 0");
    execute("PRAGMA cache_size = -" + std::to_string(std::max(1, cache_mib) * 1024));
    if (role != Role::writer) execute("PRAGMA query_only = ON");
    register_tokenizer(handle_);
  } catch (...) {
    sqlite3_close_v2(handle_);
    throw;
  }
}

Connection::~Connection() {
  for (auto& [address, cached] : cache_) sqlite3_finalize(cached.statement);
  sqlite3_close_v2(handle_);
}

sqlite3_stmt* Connection::prepare(std::string_view sql, unsigned flags) {
  sqlite3_stmt* statement = nullptr;
  const int code =
      sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()), flags, &statement, nullptr);
  if (code != SQLITE_OK) throw_sql_error(handle_, code, sql);
  return statement;
}

Statement Connection::query(std::string_view sql) {
  Cached& cached = cache_[sql.data()];
  if (!cached.statement) {
    cached.statement = prepare(sql, SQLITE_PREPARE_PERSISTENT);
    cached.sql = sql;
  } else if (cached.leased || cached.sql != sql) {
    return Statement(prepare(sql, 0));
  }
  cached.leased = true;
  return Statement(cached.statement, &cached.leased);
}

void Connection::execute(const std::string& sql) {
  const int code = sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) throw_sql_error(handle_, code, sql);
}

std::int64_t Connection::number(std::string_view sql) {
  Statement statement = query(sql);
  return statement.step() ? statement.integer(0) : 0;
}

Connection::Checkpoint Connection::checkpoint(int mode, int wait_ms) {
  Checkpoint result;
  if (checkpoints_held_) return {SQLITE_BUSY, -1, -1};
  if (before_checkpoint_) before_checkpoint_();
  sqlite3_busy_timeout(handle_, wait_ms);
  result.code = sqlite3_wal_checkpoint_v2(handle_, nullptr, mode, &result.pages, &result.saved) & 0xff;
  sqlite3_busy_timeout(handle_, busy_timeout_ms);
  return result;
}

void Connection::rollback() noexcept {
  if (in_transaction()) sqlite3_exec(handle_, "ROLLBACK", nullptr, nullptr, nullptr);
}

bool Connection::in_transaction() const {
  return sqlite3_get_autocommit(handle_) == 0;
}

bool Connection::has_open_foreign_keys() const {
  int now = 0;
  int peak = 0;
  sqlite3_db_status(handle_, SQLITE_DBSTATUS_DEFERRED_FKS, &now, &peak, 0);
  return now != 0;
}

}  // namespace hotline::store
