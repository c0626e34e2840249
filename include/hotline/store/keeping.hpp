// What looks after the data of a store: backup, archive, and the look at the whole database. Apart from
// store.hpp, since what reads and writes needs none of it.
//
// Threads: all functions from any thread; those that block must not be called from inside the store's
// callbacks.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "hotline/store/archive.hpp"
#include "hotline/store/store.hpp"

namespace hotline::store {

struct AnchorEvidence;  // anchor.hpp

// What a look at the whole database found.
struct CheckReport {
  std::int64_t pages = 0;                // that were looked at
  std::vector<std::uint32_t> damaged{};  // numbers of pages whose checksum is wrong, ascending
  std::string structure;                 // what SQLite's quick_check says is wrong; "" when nothing
  ChainReport chain{};                   // with evidence, held against the anchors too
  bool ok() const { return damaged.empty() && structure.empty() && !chain.first_broken; }
};

// The same object as the store that it is asked for.
class Keeping {
 public:
  virtual ~Keeping() = default;
  // Makes a new base of the archive, checked as Store::backup_to() does; what the archive need no longer keep
  // goes. A stream that had ended begins anew. Blocks the caller, not the store. Errors: not_found (no
  // archive is set), corrupt (the database is damaged: nothing of it gets into the archive), storage_full,
  // unavailable.
  virtual base::Status make_base() = 0;
  virtual ArchiveStatus archive_status() const = 0;
  // Looks at the whole database while service goes on: checksum of each page, quick_check, the journal's
  // chain, and with `evidence` the signed anchors, as verify_audit() does. Blocks the caller. Errors:
  // unavailable or internal when it cannot be read at all.
  virtual base::Result<CheckReport> check(const AnchorEvidence* evidence) = 0;
  base::Result<CheckReport> check() { return check(nullptr); }
  // Pages that any reading so far has found damaged, ascending. Cheap.
  virtual std::vector<std::uint32_t> damaged() const = 0;
};

// Lives as long as the store.
Keeping& keeping_of(Store& store);

// Store::open() with an archive.
base::Result<std::unique_ptr<Store>> open_archived(StoreSettings settings, ArchiveSettings archive,
                                                   const MasterKey& key, std::vector<Migration> migrations,
                                                   const base::Clock& clock, base::Random& random,
                                                   const base::Logger& logger);

}  // namespace hotline::store
