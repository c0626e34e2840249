// The bare peer of durable creation: a loop that writes the very rows that the hotline wrote, into the same
// tables, and does nothing else.
//
// It takes the rows from the hotline's own database, so it needs no knowledge of what a request becomes and
// cannot fall behind the product: the same schema (made by the product's migrations), indexes and triggers,
// the same keys, texts, sealed blobs and hashes, the same full-text rows through the same tokenizer, the same
// pragmas (WAL, synchronous=FULL), the same checkpoint step. One thread, prepared statements, everything in
// memory beforehand.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "store/connection.hpp"

struct sqlite3_stmt;

namespace hotline::bench {

struct Cell {
  int type = 0;  // SQLITE_INTEGER, ...
  std::int64_t integer = 0;
  double real = 0;
  std::string bytes;  // of text and blobs
};
using BareRow = std::vector<Cell>;

// The rows that the tables gained, by table.
struct Gain {
  std::map<std::string, std::vector<BareRow>> rows;
  std::size_t requests() const;
  std::size_t all() const;
};

// Looks at a database that another process writes.
class RowSource {
 public:
  explicit RowSource(const std::string& database);
  // What came since the last call; one state of the database.
  Gain gained();

 private:
  struct Table {
    std::string name, columns, key;  // the key that grows: the rowid, or the first column of the primary key
    std::int64_t last = 0;
  };
  store::Connection connection_;
  std::vector<Table> tables_;
};

class BareWriter {
 public:
  // `database` is a copy of the product's, made when the source was looked at first.
  explicit BareWriter(const std::string& database);
  ~BareWriter();
  // Writes a gain, `group` requests with all their rows in each transaction; returns the seconds it took.
  double write(const Gain& gain, std::size_t group);

 private:
  sqlite3_stmt* statement(const std::string& sql);
  void insert(const std::string& table, const BareRow& row);
  void run(sqlite3_stmt* statement);

  store::Connection connection_;
  std::map<std::string, sqlite3_stmt*> statements_;
  std::map<std::string, sqlite3_stmt*> inserts_;  // by table
};

}  // namespace hotline::bench
