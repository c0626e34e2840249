// What work inside the database may use: a view for reading, and a transaction for writing.
#pragma once

#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "hotline/base/clock.hpp"
#include "hotline/store/statement.hpp"

struct sqlite3;

namespace hotline::store {

class Connection;  // one SQLite handle with its cache of prepared statements
class Journal;
class Vault;

// An SQL statement failed. `code` is SQLite's extended result code.
class SqlError : public std::runtime_error {
 public:
  SqlError(int code, const std::string& what) : std::runtime_error(what), code_(code) {}
  int code() const { return code_; }

 private:
  int code_;
};

// Reads one consistent state of the database. Lives as long as the work it was handed to; never kept.
class ReadTx {
 public:
  explicit ReadTx(Connection& connection, Vault& vault) : connection_(connection), vault_(vault) {}
  ReadTx(const ReadTx&) = delete;
  ReadTx& operator=(const ReadTx&) = delete;

  // The prepared statement of `sql`, from the connection's cache. `sql` must live as long as the program
  // (a named constant): the cache is keyed by its address and text.
  Statement query(std::string_view sql);
  // Opens sealed rows; see vault.hpp.
  Vault& vault() { return vault_; }

 protected:
  Connection& connection_;
  Vault& vault_;
};

// Writes. All work of one WriteTx becomes durable together, or not at all: returning an Error, or throwing,
// takes everything back that this work did (a savepoint), and leaves its neighbours of the same commit alone.
class WriteTx : public ReadTx {
 public:
  WriteTx(Connection& connection, Vault& vault, Journal& journal, base::Time now)
      : ReadTx(connection, vault), journal_(journal), now_(now) {}

  // Runs a statement without rows.
  template <class... Args>
  void execute(std::string_view sql, const Args&... args) {
    Statement statement = query(sql);
    statement.bind(args...);
    statement.run();
  }
  // Key of the row last inserted by this connection.
  std::int64_t last_insert_id() const;
  // Rows changed by the last statement.
  std::int64_t changes() const;

  Journal& journal() { return journal_; }
  // The instant of this work, read once from the store's clock when the work began: all rows and events of
  // one action bear the same time.
  base::Time now() const { return now_; }

  // Calls `effect` on the writer's thread once this work is durable, in commit order and before its `done`;
  // never when the work is undone. This is how memory that mirrors tables (sessions, keys) follows them. An
  // effect is short and neither throws nor calls the store.
  void after_commit(std::function<void()> effect) { effects_.push_back(std::move(effect)); }
  // For the store alone: hands over what is to be called after the commit.
  std::vector<std::function<void()>> take_effects() { return std::move(effects_); }

 private:
  Journal& journal_;
  base::Time now_;
  std::vector<std::function<void()>> effects_;
};

}  // namespace hotline::store
