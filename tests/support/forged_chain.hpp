// A journal made anew by somebody who holds the database's file: every later hash follows again.
#pragma once

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <algorithm>
#include <string>

#include "hotline/store/evidence.hpp"
#include "hotline/store/signing.hpp"

namespace hotline::test {

inline void run(sqlite3* handle, const std::string& sql) {
  char* problem = nullptr;
  EXPECT_EQ(sqlite3_exec(handle, sql.c_str(), nullptr, nullptr, &problem), SQLITE_OK) << problem;
}

// The triggers that keep ordinary programs from changing what is on record.
inline void drop_guards(sqlite3* handle) {
  run(handle,
      "DROP TRIGGER journal_keeps_entries; DROP TRIGGER journal_keeps_content;"
      "DROP TRIGGER anchor_stays; DROP TRIGGER anchor_keeps_content");
}

inline store::Hash hash_at(sqlite3* handle, std::int64_t seq) {
  store::Hash hash{};
  sqlite3_stmt* row = nullptr;
  sqlite3_prepare_v2(handle, "SELECT hash FROM journal WHERE seq = ?", -1, &row, nullptr);
  sqlite3_bind_int64(row, 1, seq);
  if (sqlite3_step(row) == SQLITE_ROW)
    std::copy_n(static_cast<const std::uint8_t*>(sqlite3_column_blob(row, 0)), hash.size(), hash.begin());
  sqlite3_finalize(row);
  return hash;
}

// Gives entry `seq` another actor and makes the chain from there on anew, so that it follows in itself.
inline void rewrite_chain_from(sqlite3* handle, std::int64_t seq) {
  run(handle, "UPDATE journal SET actor = 'account:99' WHERE seq = " + std::to_string(seq));
  store::Hash before = hash_at(handle, seq - 1);
  for (std::int64_t at = seq;; ++at) {
    sqlite3_stmt* row = nullptr;
    sqlite3_prepare_v2(
        handle, "SELECT at, stream, subject, kind, actor, origin, reason, payload FROM journal WHERE seq = ?",
        -1, &row, nullptr);
    sqlite3_bind_int64(row, 1, at);
    if (sqlite3_step(row) != SQLITE_ROW) {
      sqlite3_finalize(row);
      run(handle, "UPDATE journal_head SET hash = x'" + store::hex_of(before) + "'");
      return;
    }
    const auto text = [&](int column) {
      return std::string(reinterpret_cast<const char*>(sqlite3_column_text(row, column)));
    };
    const store::RawEntry entry{at,      sqlite3_column_int64(row, 0),
                                text(1), sqlite3_column_int64(row, 2),
                                text(3), text(4),
                                text(5), text(6),
                                text(7), before,
                                {}};
    sqlite3_finalize(row);
    before = store::hash_of(entry);
    run(handle,
        "UPDATE journal SET hash = x'" + store::hex_of(before) + "' WHERE seq = " + std::to_string(at));
  }
}

}  // namespace hotline::test
