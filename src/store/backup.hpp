// A whole, checked copy of the database while service goes on.
#pragma once

#include <string>

#include "hotline/base/result.hpp"
#include "hotline/store/vault.hpp"

namespace hotline::store {

// Copies one consistent state of the database at `from` into `to` over a connection of its own, checks the
// copy (quick_check, journal chain), makes it durable, and only then gives it its name; an older file there
// is replaced. Writers go on meanwhile; the write-ahead log cannot start anew until the copy is read. Errors:
// storage_full, unavailable (the place cannot be written), corrupt (the copy fails its check; it is removed).
// Throws SqlError for other failures of SQLite.
base::Status copy_database(const std::string& from, const std::string& to, Vault& vault);

}  // namespace hotline::store
