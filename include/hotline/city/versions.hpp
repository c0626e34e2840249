// Recorded versions of the city's files, in the database: numbered, diffable, and never changed again.
//
// Invariants: only files without errors are recorded; numbers grow by one; going back records the old files
// anew under a new number, so that the newest version is always the one in force. Each recording is a journal
// entry (stream "city", kind "config_loaded", subject the number; payload: version, digest, files, and
// rollback_of when it goes back).
// Threads: any, but every function waits for the store: never on an I/O thread. `store` must outlive it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "hotline/city/diff.hpp"
#include "hotline/city/holder.hpp"
#include "hotline/city/load.hpp"
#include "hotline/store/store.hpp"

namespace hotline::city {

struct CityVersion {
  std::int64_t number = 0;  // 1, 2, 3, ...
  base::Time at;
  std::string actor;                        // Actor::id of who loaded it
  std::string digest;                       // BLAKE2b-256 over names and contents, 64 hexadecimal digits
  std::string note;                         // why, in the actor's words
  std::optional<std::int64_t> rollback_of;  // the version whose files these are again
};

std::string digest_of(const CityFiles& files);

class CityVersions {
 public:
  explicit CityVersions(store::Store& store) : store_(store) {}

  // Records the files as the newest version; gives the newest itself when they are the same.
  // Errors: invalid_input (the files have errors: one field for each, "units.csv:12"), and the store's.
  base::Result<CityVersion> record(const CityFiles& files, const store::Actor& actor,
                                   const std::string& note);
  // Records the files of an earlier version again. Errors: not_found; conflict, when they are in force
  // already; invalid_input, when this release finds errors in them; and the store's.
  base::Result<CityVersion> rollback(std::int64_t number, const store::Actor& actor, const std::string& note);

  // Newest first, at most `limit`, below the number `before` (0: from the newest on).
  base::Result<std::vector<CityVersion>> list(std::size_t limit, std::int64_t before = 0);
  // Nothing when none was ever recorded.
  base::Result<std::optional<CityVersion>> find_newest();
  base::Result<std::optional<CityVersion>> find_by_digest(const std::string& digest);
  // Errors of the three: not_found.
  base::Result<CityVersion> version(std::int64_t number);
  base::Result<CityFiles> files(std::int64_t number);
  base::Result<CityDiff> diff(std::int64_t before, std::int64_t after);
  // The snapshot of a recorded version. Errors: not_found; corrupt, when this release finds errors in it.
  base::Result<std::shared_ptr<const City>> load(std::int64_t number);

 private:
  base::Result<CityVersion> store_version(const CityFiles& files, const store::Actor& actor,
                                          const std::string& note, std::optional<std::int64_t> rollback_of);
  store::Store& store_;
};

// What came of a reload.
struct Reload {
  std::vector<Diagnostic> diagnostics;  // errors, when nothing was swapped; warnings otherwise
  std::optional<CityVersion> version;   // now in force; nothing when the files have errors
};

// Takes the whole snapshot or nothing: checks, records, then swaps. With errors in the files the city in
// force stays, and the diagnostics say why. Errors: the store's; the city in force stays then too.
base::Result<Reload> reload_city(const CityFiles& files, CityVersions& versions, CityHolder& holder,
                                 const store::Actor& actor, const std::string& note);
// Goes back to an earlier version. Errors: those of CityVersions::rollback.
base::Result<Reload> rollback_city(std::int64_t number, CityVersions& versions, CityHolder& holder,
                                   const store::Actor& actor, const std::string& note);

// At start-up: `files` are those of the folder. Files that were recorded before bring nothing new, and the
// newest version goes on (so that a rollback outlives a restart); others are recorded. When they have errors,
// the newest version goes on and `diagnostics` say why.
struct CityStart {
  std::shared_ptr<const City> city;     // null when the files have errors and there is no earlier version
  std::vector<Diagnostic> diagnostics;  // of the folder's files
};
base::Result<CityStart> start_city(const CityFiles& files, CityVersions& versions, const store::Actor& actor);

// Schema of the module's tables.
std::vector<store::Migration> migrations();

}  // namespace hotline::city
