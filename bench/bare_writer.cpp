#include "bench/bare_writer.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <stdexcept>

#include "bench/measure.hpp"

namespace hotline::bench {
namespace {

constexpr int cache_mib = 32;           // as the product's writer has
constexpr int checkpoint_pages = 4096;  // as the product's checkpointer does
constexpr const char* requests = "request";
constexpr const char* texts = "request_text";  // each of its rows has a full-text row too
constexpr const char* full_text = "INSERT INTO request_fts (rowid, title, words, place) VALUES (?, ?, ?, ?)";
constexpr const char* draw_number = "UPDATE number_serial SET last = last + 1";
constexpr const char* move_head =
    "UPDATE journal_head SET seq = seq + 1, hash = randomblob(32) WHERE one = 1";

Cell cell_of(sqlite3_stmt* row, int column) {
  Cell cell;
  cell.type = sqlite3_column_type(row, column);
  if (cell.type == SQLITE_INTEGER) cell.integer = sqlite3_column_int64(row, column);
  if (cell.type == SQLITE_FLOAT) cell.real = sqlite3_column_double(row, column);
  if (cell.type == SQLITE_TEXT || cell.type == SQLITE_BLOB) {
    const auto* bytes = static_cast<const char*>(sqlite3_column_blob(row, column));
    cell.bytes.assign(bytes ? bytes : "", static_cast<std::size_t>(sqlite3_column_bytes(row, column)));
  }
  return cell;
}

void bind(sqlite3_stmt* statement, int index, const Cell& cell) {
  const auto size = static_cast<int>(cell.bytes.size());
  switch (cell.type) {
    case SQLITE_INTEGER:
      sqlite3_bind_int64(statement, index, cell.integer);
      break;
    case SQLITE_FLOAT:
      sqlite3_bind_double(statement, index, cell.real);
      break;
    case SQLITE_TEXT:
      sqlite3_bind_text(statement, index, cell.bytes.data(), size, SQLITE_STATIC);
      break;
    case SQLITE_BLOB:
      sqlite3_bind_blob(statement, index, cell.bytes.data(), size, SQLITE_STATIC);
      break;
    default:
      sqlite3_bind_null(statement, index);
  }
}

class Rows {
 public:
  Rows(sqlite3* handle, const std::string& sql) {
    if (sqlite3_prepare_v2(handle, sql.c_str(), -1, &statement_, nullptr) != SQLITE_OK) {
      throw std::runtime_error(fmt::format("bench: {}: {}", sqlite3_errmsg(handle), sql));
    }
  }
  ~Rows() { sqlite3_finalize(statement_); }
  Rows(const Rows&) = delete;
  Rows& operator=(const Rows&) = delete;
  bool next() { return sqlite3_step(statement_) == SQLITE_ROW; }
  sqlite3_stmt* get() { return statement_; }
  std::string text(int column) { return cell_of(statement_, column).bytes; }
  std::int64_t integer(int column) { return sqlite3_column_int64(statement_, column); }

 private:
  sqlite3_stmt* statement_ = nullptr;
};

}  // namespace

std::size_t Gain::requests() const {
  const auto found = rows.find(bench::requests);
  return found == rows.end() ? 0 : found->second.size();
}

std::size_t Gain::all() const {
  std::size_t count = 0;
  for (const auto& [table, some] : rows) count += some.size();
  return count;
}

RowSource::RowSource(const std::string& database)
    : connection_(database, store::Connection::Role::reader, cache_mib) {
  // Plain tables; those whose key does not grow (counters, cursors) are not of one request.
  Rows tables(connection_.handle(),
              "SELECT name, wr FROM pragma_table_list WHERE schema = 'main' AND type = 'table' "
              "AND name NOT LIKE 'sqlite_%'");
  while (tables.next()) {
    Table table;
    table.name = tables.text(0);
    const bool without_rowid = tables.integer(1) != 0;
    Rows columns(connection_.handle(),
                 fmt::format("SELECT name, type, pk FROM pragma_table_info('{}')", table.name));
    bool integer_key = false;
    std::string own_rowid;  // a column that is the rowid
    int keys = 0;
    while (columns.next()) {
      table.columns += (table.columns.empty() ? "" : ", ") + columns.text(0);
      if (columns.integer(2) > 0) ++keys;
      if (columns.integer(2) == 1) {
        integer_key = columns.text(1) == "INTEGER";
        own_rowid = columns.text(0);
      }
    }
    if (without_rowid && !integer_key) continue;
    table.key = without_rowid ? own_rowid : "rowid";
    if (!without_rowid && !(integer_key && keys == 1)) table.columns = "rowid, " + table.columns;
    tables_.push_back(std::move(table));
  }
}

Gain RowSource::gained() {
  Gain gain;
  connection_.execute("BEGIN");
  for (Table& table : tables_) {
    Rows rows(connection_.handle(), fmt::format("SELECT {0}, {2} FROM {1} WHERE {0} > {3} ORDER BY {0}",
                                                table.key, table.name, table.columns, table.last));
    while (rows.next()) {
      table.last = rows.integer(0);
      BareRow row;
      for (int column = 1; column < sqlite3_column_count(rows.get()); ++column) {
        row.push_back(cell_of(rows.get(), column));
      }
      gain.rows[table.name].push_back(std::move(row));
    }
  }
  connection_.execute("COMMIT");
  return gain;
}

BareWriter::BareWriter(const std::string& database)
    : connection_(database, store::Connection::Role::writer, cache_mib) {
  // Rows come table by table, not in the order in which they refer to each other; in the bare loop's favour.
  connection_.execute("PRAGMA foreign_keys = OFF");
  sqlite3_wal_autocheckpoint(connection_.handle(), checkpoint_pages);
}

BareWriter::~BareWriter() {
  for (const auto& [sql, handle] : statements_) sqlite3_finalize(handle);
}

sqlite3_stmt* BareWriter::statement(const std::string& sql) {
  sqlite3_stmt*& handle = statements_[sql];
  if (handle == nullptr && sqlite3_prepare_v3(connection_.handle(), sql.c_str(), -1,
                                              SQLITE_PREPARE_PERSISTENT, &handle, nullptr) != SQLITE_OK) {
    throw std::runtime_error(fmt::format("bench: {}: {}", sqlite3_errmsg(connection_.handle()), sql));
  }
  return handle;
}

void BareWriter::run(sqlite3_stmt* statement) {
  if (sqlite3_step(statement) != SQLITE_DONE) {
    throw std::runtime_error(
        fmt::format("bench: {}: {}", sqlite3_errmsg(connection_.handle()), sqlite3_sql(statement)));
  }
  sqlite3_reset(statement);
}

void BareWriter::insert(const std::string& table, const BareRow& row) {
  sqlite3_stmt* const handle = inserts_.at(table);
  for (std::size_t i = 0; i < row.size(); ++i) bind(handle, static_cast<int>(i) + 1, row[i]);
  run(handle);
}

double BareWriter::write(const Gain& gain, std::size_t group) {
  const std::size_t count = gain.requests();
  for (const auto& [table, rows] : gain.rows) {
    if (rows.empty() || inserts_.contains(table)) continue;
    std::string marks;
    for (std::size_t i = 0; i < rows.front().size(); ++i) marks += i == 0 ? "?" : ", ?";
    // A row with one value more than its table has columns begins with the rowid.
    std::string names;
    Rows info(connection_.handle(), fmt::format("SELECT name FROM pragma_table_info('{}')", table));
    std::size_t named = 0;
    for (; info.next(); ++named) names += (names.empty() ? "" : ", ") + info.text(0);
    if (named < rows.front().size()) names = "rowid, " + names;
    inserts_[table] = statement(fmt::format("INSERT INTO {} ({}) VALUES ({})", table, names, marks));
  }
  sqlite3_stmt* const begin = statement("BEGIN IMMEDIATE");
  sqlite3_stmt* const commit = statement("COMMIT");
  sqlite3_stmt* const words = statement(full_text);
  sqlite3_stmt* const number = statement(draw_number);
  sqlite3_stmt* const head = statement(move_head);
  group = std::max<std::size_t>(1, group);

  const auto began = Steady::now();
  // What came without any request goes into one transaction.
  const std::size_t steps = std::max<std::size_t>(1, count);
  for (std::size_t first = 0; first < steps; first += group) {
    const std::size_t end = std::min(first + group, steps);
    run(begin);
    for (std::size_t i = first; i < end; ++i) {
      for (const auto& [table, rows] : gain.rows) {
        for (std::size_t at = i * rows.size() / steps; at < (i + 1) * rows.size() / steps; ++at) {
          insert(table, rows[at]);
          if (table != texts) continue;
          for (int column = 0; column < 4; ++column)
            bind(words, column + 1, rows[at][static_cast<std::size_t>(column)]);
          run(words);
        }
      }
      if (count > 0) run(number);
    }
    run(head);
    run(commit);
  }
  return seconds_since(began);
}

}  // namespace hotline::bench
