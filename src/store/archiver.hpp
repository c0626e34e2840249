// The writer's side of the archive.
#pragma once

#include <atomic>
#include <filesystem>
#include <mutex>
#include <string>
#include <vector>

#include "hotline/base/clock.hpp"
#include "hotline/base/log.hpp"
#include "hotline/base/random.hpp"
#include "hotline/store/archive.hpp"
#include "store/archive_stream.hpp"
#include "store/connection.hpp"

namespace hotline::store {

// Used by the writer's thread, but for status(), and make_base() which runs beside it.
class Archiver {
 public:
  // All references must outlive it.
  Archiver(ArchiveSettings settings, const base::Clock& clock, base::Random& random, base::Logger logger)
      : settings_(std::move(settings)), clock_(clock), random_(random), logger_(std::move(logger)) {}
  ~Archiver();
  Archiver(const Archiver&) = delete;
  Archiver& operator=(const Archiver&) = delete;

  bool enabled() const { return !settings_.directory.empty(); }
  // Before the first write of this process: goes on with the newest stream when this database wrote it and
  // nothing has happened to it since its last record, or else begins a new one. A database without a note
  // beside it (StreamNote) is known by its log, or by size and time of its file. Errors: unavailable (a
  // stand-by has taken over; or this is a stand-by's copy that has not).
  base::Status resume(Connection& connection);
  // After a commit and before its acknowledgement: archives the frames that are new. `pages` is the size of
  // the log. Errors: unavailable (a stand-by has taken over; nothing may be acknowledged). Other failures end
  // the stream and go to the log.
  base::Status append(Connection& connection, int pages);
  // Makes what was written durable: before a checkpoint, and when `sync_every` is over.
  void sync();
  void sync_when_due();
  bool unsynced() const { return unsynced_ && descriptor_ >= 0; }
  // After the database was closed in an orderly way: the next process may go on with this stream.
  void close(const std::string& database);

  // Where a base that is copied from the database file now begins. `log_is_in_file`: a checkpoint has just
  // moved all of the log there. Errors: unavailable (the stream has ended; a new one is begun for the next
  // try).
  base::Result<Base> plan_base(Connection& connection, bool log_is_in_file, int pages);
  // Records that `base` is whole, and drops what is older than is kept. From any thread.
  base::Status finish_base(const Base& base);

  ArchiveStatus status() const;
  const ArchiveSettings& settings() const { return settings_; }

 private:
  base::Status begin_stream(Connection& connection, int pages);
  base::Status write_record(RecordHead head, std::span<const std::uint8_t> frames);
  base::Status open_segment();
  base::Status note_own(const std::string& database) const;
  // Whether one of the streams that this database wrote bears a fence; remembered.
  bool is_taken_over();
  bool go_on(Connection& connection, const std::string& database, int pages);
  void end_stream(const base::Error& cause);
  void drop_old(std::int64_t now);

  const ArchiveSettings settings_;
  const base::Clock& clock_;
  base::Random& random_;
  base::Logger logger_;
  std::filesystem::path stream_;  // "" while there is none
  std::vector<std::string> own_;  // names of the streams that this database wrote, the newest first
  bool fenced_ = false;           // a stand-by has taken over
  int descriptor_ = -1;           // of the segment
  std::uint64_t segment_size_ = 0;
  std::uint64_t next_ = 1;  // record
  Hash hash_{};
  WalSalts salts_{};             // of the log whose frames were archived last
  std::uint32_t archived_ = 0;   // frames of it
  std::uint64_t log_begin_ = 1;  // record that holds its first frame
  std::int64_t synced_at_ = 0;
  bool unsynced_ = false;

  mutable std::mutex mutex_;  // of the status
  ArchiveStatus status_;
};

}  // namespace hotline::store
