// How SQLite means to answer a query: whether by an index or by reading a whole table.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "support/store_fixture.hpp"

namespace hotline::test {

// The steps of `sql`, as EXPLAIN QUERY PLAN words them.
inline std::vector<std::string> plan_of(TestStore& store, std::string_view sql) {
  const std::string explain = "EXPLAIN QUERY PLAN " + std::string(sql);
  return store.read([&](store::ReadTx& tx) {
    std::vector<std::string> steps;
    auto rows = tx.query(explain);
    while (rows.step()) steps.push_back(rows.text(3));
    return steps;
  });
}

}  // namespace hotline::test
