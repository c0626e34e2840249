#include "hotline/store/transaction.hpp"

#include <sqlite3.h>

#include "store/connection.hpp"

namespace hotline::store {

Statement ReadTx::query(std::string_view sql) {
  return connection_.query(sql);
}

std::int64_t WriteTx::last_insert_id() const {
  return sqlite3_last_insert_rowid(connection_.handle());
}

std::int64_t WriteTx::changes() const {
  return sqlite3_changes64(connection_.handle());
}

}  // namespace hotline::store
