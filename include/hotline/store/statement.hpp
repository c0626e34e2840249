// A prepared SQL statement: bind, step, read columns. Owned by a connection's cache; used by one thread at a
// time.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "hotline/base/clock.hpp"

struct sqlite3_stmt;

namespace hotline::store {

// Borrowed from a connection for one use; resets itself when it goes out of scope. SQL errors throw
// SqlError: inside a transaction they end the work and roll it back (see Store).
class Statement {
 public:
  // With a lease the handle belongs to the cache, and the lease is given back at the end; without one the
  // handle belongs to this statement and is finalized at the end.
  explicit Statement(sqlite3_stmt* handle, bool* lease = nullptr) : handle_(handle), lease_(lease) {}
  Statement(Statement&& other) noexcept : handle_(other.handle_), lease_(other.lease_) {
    other.handle_ = nullptr;
  }
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  Statement& operator=(Statement&&) = delete;
  ~Statement();

  // Binds positional parameters from 1 on. nullopt binds NULL; text and blobs are copied.
  template <class... Args>
  Statement& bind(const Args&... args) {
    int index = 0;
    (bind_at(++index, args), ...);
    return *this;
  }
  void bind_at(int index, std::int64_t value);
  void bind_at(int index, int value) { bind_at(index, static_cast<std::int64_t>(value)); }
  void bind_at(int index, bool value) { bind_at(index, static_cast<std::int64_t>(value)); }
  void bind_at(int index, double value);
  void bind_at(int index, std::string_view value);
  void bind_at(int index, const std::string& value) { bind_at(index, std::string_view(value)); }
  void bind_at(int index, const char* value) { bind_at(index, std::string_view(value)); }
  void bind_at(int index, std::span<const std::uint8_t> value);
  void bind_at(int index, std::nullptr_t);
  // UTC milliseconds, the form in which the database holds instants.
  void bind_at(int index, base::Time value) { bind_at(index, base::to_millis(value)); }
  template <class T>
  void bind_at(int index, const std::optional<T>& value) {
    if (value) {
      bind_at(index, *value);
    } else {
      bind_at(index, nullptr);
    }
  }

  // True while there is a row to read.
  bool step();
  // Runs to the end; for statements without rows.
  void run();
  void reset();

  // Columns from 0 on of the present row. Views live until the next step.
  bool is_null(int column) const;
  std::int64_t integer(int column) const;
  double real(int column) const;
  std::string_view view(int column) const;
  std::string text(int column) const { return std::string(view(column)); }
  std::span<const std::uint8_t> blob(int column) const;
  base::Time time(int column) const { return base::from_millis(integer(column)); }
  std::optional<std::int64_t> maybe_integer(int column) const;
  std::optional<std::string> maybe_text(int column) const;
  std::optional<base::Time> maybe_time(int column) const;

 private:
  sqlite3_stmt* handle_;
  bool* lease_;
};

}  // namespace hotline::store
