// The archive: one mechanism for backup, restore to a point in time, and a warm stand-by.
//
// DIRECTORY/stream-<begin>-<random>/
//   base-<record>.db     a checked copy of the database file
//   base-<record>.info   which records it needs, and when it was made
//   wal-<record>.seg     frames of the write-ahead log, one record for each group commit, in one hash chain
//   fenced               a stand-by has taken over: who still writes here must stop; kept for good
//
// DATABASE.stream, beside the database, names the stream that it writes, or is a stand-by's copy of.
//
// The writer copies the frames of each commit into the stream before it acknowledges the commit. A base and
// the records from `base-<record>` on give every later state. Killing the process loses nothing that was
// acknowledged; a power cut of the archive's own disk loses at most what `sync_every` allows there (the
// database itself loses nothing).
//
// When frames can no longer be archived (no space, damaged pages) the database goes on, the stream ends, and
// health says so; a new stream begins with a new base as soon as that is possible. Frames never come from a
// damaged page.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "hotline/base/clock.hpp"
#include "hotline/base/error.hpp"
#include "hotline/base/result.hpp"

namespace hotline::store {

struct ArchiveSettings {
  std::string directory{};                     // "": no archive; else made when missing, mode 0700
  std::chrono::milliseconds sync_every{1000};  // how often it is made durable; 0: with each commit
  int base_every_hours = 24;                   // how often a new base is made
  int keep_days = 14;                          // how far back a restore must be able to go
};

struct ArchiveStatus {
  bool enabled = false;
  bool streaming = false;    // each commit is being archived
  base::Text problem{};      // why not
  std::uint64_t record = 0;  // newest
  std::uint64_t bytes = 0;   // written since the start
  base::Time base_at{};      // when the newest base was made; the epoch when there is none
};

struct Restored {
  std::uint64_t records = 0;  // applied to the base
  base::Time base_at{};
  base::Time at{};  // of the last commit that is in it
};

// Makes the database file `to` (with nothing of an older one beside it) as it was at `at`, or at the last
// archived commit. It is written beside its place, checked (checksum of each page, quick_check), made durable
// and only then gets its name. Blocks. Errors: not_found (no base that old: the text says what there is),
// corrupt (a record in the middle is damaged, or the result fails its check), storage_full, unavailable,
// conflict (`to` is in use).
base::Result<Restored> restore_archive(const std::string& directory, const std::string& to,
                                       std::optional<base::Time> at);

// Keeps a copy of the database that follows the archive.
class Follower {
 public:
  // Builds the copy at `to` from the newest base. Errors: those of restore_archive.
  static base::Result<std::unique_ptr<Follower>> open(const std::string& directory, const std::string& to);
  virtual ~Follower() = default;
  // Applies what has come since; how many records. A new stream is followed from its base on. Errors: as
  // above.
  virtual base::Result<std::uint64_t> catch_up() = 0;
  // Time of the last applied commit.
  virtual base::Time at() const = 0;
  // Fences the stream, so that whoever writes it stops acknowledging; applies the rest; makes the copy
  // durable. The copy can be opened as a store then. Nothing may be called after it.
  virtual base::Status take_over() = 0;
};

}  // namespace hotline::store
