// What a user types into a search box: the full-text query must never be a syntax error, and no operator gets
// through.
#include <sqlite3.h>

#include "fuzz/fuzz_support.hpp"
#include "hotline/store/fulltext.hpp"
#include "store/tokenizer.hpp"

namespace {

sqlite3* database() {
  static sqlite3* const handle = [] {
    sqlite3* opened = nullptr;
    hotline::fuzz::must_hold(sqlite3_open(":memory:", &opened) == SQLITE_OK);
    hotline::store::register_tokenizer(opened);
    const char* sql =
        "CREATE VIRTUAL TABLE words USING fts5 (text, tokenize = 'hotline_cjk');"
        "INSERT INTO words VALUES ('文三路路灯不亮'), ('street light NEAR 12345'), ('a AND b OR c NOT d')";
    hotline::fuzz::must_hold(sqlite3_exec(opened, sql, nullptr, nullptr, nullptr) == SQLITE_OK);
    return opened;
  }();
  return handle;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto query = hotline::store::fulltext_query(hotline::fuzz::view_of(data, size));
  if (!query) return 0;
  static sqlite3_stmt* const statement = [] {
    sqlite3_stmt* prepared = nullptr;
    hotline::fuzz::must_hold(sqlite3_prepare_v2(database(), "SELECT count(*) FROM words WHERE words MATCH ?",
                                                -1, &prepared, nullptr) == SQLITE_OK);
    return prepared;
  }();
  sqlite3_bind_text(statement, 1, query->data(), static_cast<int>(query->size()), SQLITE_TRANSIENT);
  hotline::fuzz::must_hold(sqlite3_step(statement) == SQLITE_ROW);
  sqlite3_reset(statement);
  return 0;
}
