#include "hotline/store/statement.hpp"

#include <sqlite3.h>

#include "store/connection.hpp"

namespace hotline::store {
namespace {

void check_bound(sqlite3_stmt* handle, int code) {
  if (code != SQLITE_OK) throw_sql_error(sqlite3_db_handle(handle), code, sqlite3_sql(handle));
}

}  // namespace

Statement::~Statement() {
  if (!handle_) return;
  if (!lease_) {
    sqlite3_finalize(handle_);
    return;
  }
  sqlite3_reset(handle_);
  sqlite3_clear_bindings(handle_);
  *lease_ = false;
}

void Statement::bind_at(int index, std::int64_t value) {
  check_bound(handle_, sqlite3_bind_int64(handle_, index, value));
}

void Statement::bind_at(int index, double value) {
  check_bound(handle_, sqlite3_bind_double(handle_, index, value));
}

// An empty view may have no address, and SQLite takes a null address for NULL.
void Statement::bind_at(int index, std::string_view value) {
  check_bound(handle_, sqlite3_bind_text64(handle_, index, value.data() ? value.data() : "", value.size(),
                                           SQLITE_TRANSIENT, SQLITE_UTF8));
}

void Statement::bind_at(int index, std::span<const std::uint8_t> value) {
  const void* bytes = value.data();
  check_bound(handle_,
              sqlite3_bind_blob64(handle_, index, bytes ? bytes : "", value.size(), SQLITE_TRANSIENT));
}

void Statement::bind_at(int index, std::nullptr_t) {
  check_bound(handle_, sqlite3_bind_null(handle_, index));
}

bool Statement::step() {
  const int code = sqlite3_step(handle_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  throw_sql_error(sqlite3_db_handle(handle_), code, sqlite3_sql(handle_));
}

void Statement::run() {
  while (step()) {
  }
}

void Statement::reset() {
  sqlite3_reset(handle_);
  sqlite3_clear_bindings(handle_);
}

bool Statement::is_null(int column) const {
  return sqlite3_column_type(handle_, column) == SQLITE_NULL;
}

std::int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(handle_, column);
}

double Statement::real(int column) const {
  return sqlite3_column_double(handle_, column);
}

std::string_view Statement::view(int column) const {
  const void* text = sqlite3_column_text(handle_, column);
  if (!text) return {};
  return {static_cast<const char*>(text), static_cast<std::size_t>(sqlite3_column_bytes(handle_, column))};
}

std::span<const std::uint8_t> Statement::blob(int column) const {
  const void* bytes = sqlite3_column_blob(handle_, column);
  if (!bytes) return {};
  return {static_cast<const std::uint8_t*>(bytes),
          static_cast<std::size_t>(sqlite3_column_bytes(handle_, column))};
}

std::optional<std::int64_t> Statement::maybe_integer(int column) const {
  if (is_null(column)) return std::nullopt;
  return integer(column);
}

std::optional<std::string> Statement::maybe_text(int column) const {
  if (is_null(column)) return std::nullopt;
  return text(column);
}

std::optional<base::Time> Statement::maybe_time(int column) const {
  if (is_null(column)) return std::nullopt;
  return time(column);
}

}  // namespace hotline::store
