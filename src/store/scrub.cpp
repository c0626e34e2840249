#include "store/scrub.hpp"

#include <sqlite3.h>

#include <string>
#include <vector>

#include "store/failures.hpp"
#include "store/queries.hpp"

namespace hotline::store {
namespace {

constexpr int merge_pages = 500;                          // of a full-text index in one step
constexpr int vacuum_pages = 1000;                        // given back in one step
constexpr std::int64_t rewrite_up_to_pages = 256 * 1024;  // 1 GiB
constexpr int log_tries = 40;
constexpr int log_wait_ms = 50;

std::string quoted(std::string_view name) {
  std::string out = "\"";
  for (char c : name) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + '"';
}

// One step of FTS5's optimize; a negative number of pages begins it. False when nothing was left to merge.
bool merge_step(Connection& connection, const std::string& table, int pages) {
  const int before = sqlite3_total_changes(connection.handle());
  connection.execute("INSERT INTO " + quoted(table) + " (" + quoted(table) + ", rank) VALUES ('merge', " +
                     std::to_string(pages) + ")");
  // FTS5's own rule for the end: fewer than two changes.
  return sqlite3_total_changes(connection.handle()) - before >= 2;
}

base::Status merge_full_text(const RunStep& run) {
  std::vector<std::string> tables;
  HOTLINE_CHECK(run([&](Connection& connection) -> base::Status {
    Statement rows = connection.query(sql::full_text_tables);
    while (rows.step()) tables.push_back(rows.text(0));
    return {};
  }));
  for (const std::string& table : tables) {
    bool more = true;
    for (int pages = -merge_pages; more; pages = merge_pages) {
      HOTLINE_CHECK(run([&](Connection& connection) -> base::Status {
        more = merge_step(connection, table, pages);
        return {};
      }));
    }
  }
  return {};
}

base::Status give_free_pages_back(const RunStep& run) {
  bool more = true;
  while (more) {
    HOTLINE_CHECK(run([&](Connection& connection) -> base::Status {
      const std::int64_t before = connection.number(sql::free_pages);
      if (before > 0) connection.execute("PRAGMA incremental_vacuum(" + std::to_string(vacuum_pages) + ")");
      const std::int64_t left = connection.number(sql::free_pages);
      more = left > 0 && left < before;
      return {};
    }));
  }
  return {};
}

base::Status rewrite_when_small(Connection& connection) {
  if (connection.number(sql::page_count) > rewrite_up_to_pages) return {};
  // The rewriting's own copy belongs on disk, not in memory.
  connection.execute("PRAGMA temp_store = FILE");
  connection.execute("VACUUM");
  connection.execute("PRAGMA temp_store = MEMORY");
  return {};
}

// Each try waits for readers only shortly, since the writer stands still meanwhile.
base::Status empty_log(const RunStep& run) {
  int code = SQLITE_BUSY;
  for (int i = 0; i < log_tries && code == SQLITE_BUSY; ++i) {
    HOTLINE_CHECK(run([&](Connection& connection) -> base::Status {
      code = connection.checkpoint(SQLITE_CHECKPOINT_TRUNCATE, log_wait_ms).code;
      return {};
    }));
  }
  return code == SQLITE_OK ? base::Status{} : base::Status{failure_of(code)};
}

}  // namespace

base::Status scrub_database(const RunStep& run) {
  HOTLINE_CHECK(merge_full_text(run));
  HOTLINE_CHECK(give_free_pages_back(run));
  HOTLINE_CHECK(run(rewrite_when_small));
  return empty_log(run);
}

}  // namespace hotline::store
