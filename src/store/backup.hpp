// Whole, checked copies of the database while service goes on.
#pragma once

#include <string>

#include "hotline/base/result.hpp"
#include "hotline/store/keeping.hpp"
#include "hotline/store/vault.hpp"

namespace hotline::store {

// What a copy of the database file needs besides the file.
struct CopyPlan {
  std::uint32_t frames = 0;  // of the log, from its first on
};

// Copies the database file at `from` and the frames of its log into `to` over a connection of its own, checks
// the copy (checksum of each page, quick_check, journal chain), makes it durable, and only then gives it its
// name; an older file there is replaced. Checkpoints are held meanwhile; writers go on. Errors: storage_full,
// unavailable (the place cannot be written), corrupt (a page of the database is damaged, or the copy fails
// its check; it is removed). Throws SqlError for other failures of SQLite.
base::Status copy_database(const std::string& from, const std::string& to, const CopyPlan& plan,
                           Vault& vault);
// Copies the database file alone: a base of the archive. Errors as above.
base::Status copy_base(const std::string& from, const std::string& to);
// quick_check and chain of the database that is in service. Errors: corrupt.
base::Status check_live(const std::string& path, Vault& vault);
// The same into a report; the chain is held against the anchors when there is evidence. Throws SqlError.
void look_at_structure(const std::string& path, Vault& vault, const AnchorEvidence* evidence,
                       CheckReport& report);

}  // namespace hotline::store
