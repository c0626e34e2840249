// A small table to write into.
#pragma once

#include <fstream>
#include <string>
#include <vector>

#include "hotline/store/store.hpp"

namespace hotline::test {

struct Notes {
  static constexpr std::string_view list = "SELECT text FROM note ORDER BY id";

  static std::vector<store::Migration> migrations() {
    return {{"notes", 1, "01_notes",
             "CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL,"
             " parent INTEGER REFERENCES note (id) DEFERRABLE INITIALLY DEFERRED) STRICT"}};
  }
  static std::int64_t add(store::WriteTx& tx, std::string_view text) {
    tx.execute("INSERT INTO note (text) VALUES (?)", text);
    return tx.last_insert_id();
  }
  static std::vector<std::string> all(store::ReadTx& tx) {
    std::vector<std::string> texts;
    store::Statement rows = tx.query(list);
    while (rows.step()) texts.push_back(rows.text(0));
    return texts;
  }
};

}  // namespace hotline::test
