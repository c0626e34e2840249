// A disk that loses power, fills up or fails: an SQLite VFS around the default one.
//
// What was written and not yet synced is remembered for each file. When power is cut, nothing reaches the
// disk any more, and restore_power() undoes those writes and then lets each of them happen wholly, in part
// (any of its sectors) or not at all, in their order: what a disk with a cache of its own may leave behind. A
// new file is only there for sure once its folder was synced, a deleted one may come back. xSync itself costs
// nothing here: no real disk is cut.
//
// Threads: all functions from any thread, but restore_power() while no file of the database is open.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <vector>

struct sqlite3_vfs;

namespace hotline::test {

// What a power cut did, summed over all cuts of a disk.
struct PowerCuts {
  std::uint64_t cuts = 0;
  std::uint64_t unsynced = 0;  // writes and truncations that had not been synced
  std::uint64_t dropped = 0;   // of these, wholly lost
  std::uint64_t torn = 0;      // of these, there in part
  std::uint64_t files = 0;     // new files lost, or deleted ones back
};

class FaultyDisk {
 public:
  // Becomes the default VFS of this process; at the end the former one is that again.
  explicit FaultyDisk(std::uint64_t seed);
  ~FaultyDisk();
  FaultyDisk(const FaultyDisk&) = delete;
  FaultyDisk& operator=(const FaultyDisk&) = delete;

  // Power goes at that many writes, syncs, truncations or deletions from now.
  void cut_power_after(std::uint64_t operations);
  void cut_power_now();
  bool is_off() const;
  // Damages the files as a power cut may, then lets the disk work again.
  void restore_power();

  // Bytes by which files may still grow; nullopt: no limit.
  void set_space(std::optional<std::int64_t> bytes);
  // Each write and each sync fails with this probability; a failed sync loses unsynced writes as a power cut
  // would.
  void set_failures(double writes, double syncs, double reads = 0);

  // Says that it has synced, and has not: what a proof by this disk must notice.
  void set_lying(bool lies);

  PowerCuts cuts() const;
  std::uint64_t failures() const;  // operations that were told to fail

  struct State;

 private:
  std::unique_ptr<State> state_;
};

}  // namespace hotline::test
