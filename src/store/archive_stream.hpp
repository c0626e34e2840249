// The files of one stream of the archive: names, records, bases.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include "hotline/base/clock.hpp"
#include "hotline/base/result.hpp"
#include "hotline/store/journal.hpp"
#include "store/wal.hpp"

namespace hotline::store {

inline constexpr std::size_t record_head_size = 96;

// One group commit, or the mark of an orderly end.
struct RecordHead {
  std::uint64_t number = 0;  // 1, 2, 3, ... in its stream
  std::int64_t at = 0;       // UTC milliseconds
  std::uint32_t frames = 0;
  std::uint32_t page_size = 0;
  WalSalts salts{};                // of the log that the frames come from
  std::uint32_t first_frame = 0;   // the place of the first one in it
  bool closed = false;             // no frames: the database file holds everything, and was left so
  std::uint64_t file_size = 0;     // with `closed`: of the database file
  std::uint64_t file_changed = 0;  // with `closed`: its time of change, nanoseconds
  Hash hash{};                     // over the hash before, this head, and the frames

  std::uint32_t last_frame() const { return first_frame + frames - 1; }
  std::size_t frame_bytes() const { return frames * (frame_head_size + page_size); }
};

std::array<std::uint8_t, record_head_size> encode(const RecordHead& head);
// The hash that `head` must bear after a record with hash `before`; `head.hash` itself does not count.
Hash hash_record(const Hash& before, const RecordHead& head, std::span<const std::uint8_t> frames);

struct Base {
  std::filesystem::path file;
  std::uint64_t first_record = 0;  // apply from this one on
  std::uint64_t whole_from = 0;    // a whole state is there once this one is applied; 0: at once
  std::int64_t at = 0;             // UTC milliseconds of that state
};

// Streams of an archive, oldest first; none when it cannot be read.
std::vector<std::filesystem::path> streams_in(const std::filesystem::path& directory);
// Bases of a stream, oldest first.
std::vector<Base> bases_in(const std::filesystem::path& stream);
base::Status write_base_info(const Base& base);
struct Segment {
  std::filesystem::path file;
  std::uint64_t first_record = 0;
};
std::vector<Segment> segments_in(const std::filesystem::path& stream);
std::filesystem::path segment_path(const std::filesystem::path& stream, std::uint64_t first_record);
std::filesystem::path base_path(const std::filesystem::path& stream, std::uint64_t record);
bool is_fenced(const std::filesystem::path& stream);
// Durable when it returns ok. Errors: of the file system, also when there is no such stream.
base::Status fence(const std::filesystem::path& stream);

// What a database file is to the archive, noted beside it in DATABASE.stream. Sizes and times of files can
// agree by chance between a database and its successor; this cannot.
struct StreamNote {
  enum class Part {
    unknown,  // there is no note, or none that can be read
    begins,   // it was restored, or has taken over: no stream is its own yet
    writes,
    follows  // it is a stand-by's copy
  };
  Part part = Part::unknown;
  // Names of directories: those it wrote, the newest first, former ones too, for a fence on any of them is
  // its own; or the one it follows.
  std::vector<std::string> streams{};
};
StreamNote read_stream_note(const std::string& database);
// Durable when it returns ok.
base::Status write_stream_note(const std::string& database, const StreamNote& note);

// Reads the records of a stream in their order, over the ends of segments.
class RecordReader {
 public:
  // From `record` on, which must begin in some segment or within one.
  RecordReader(std::filesystem::path stream, std::uint64_t record);

  // Head and frames of the next record; nullopt when there is none yet: at the end, or where the last record
  // is not wholly written. Errors: corrupt (a record that is followed by others is damaged or missing).
  base::Result<std::optional<RecordHead>> next(std::vector<std::uint8_t>& frames);
  // Of the record that is damaged, when its head can still be read: UTC milliseconds.
  std::optional<std::int64_t> time_of_damaged();
  std::uint64_t expected() const { return expected_; }
  // Where the last whole record ended, for a writer that goes on there.
  std::filesystem::path file() const { return file_; }
  std::uint64_t offset() const { return offset_; }
  const Hash& hash() const { return hash_; }

 private:
  bool open_segment_of(std::uint64_t record);
  bool later_record_follows();
  base::Result<std::optional<RecordHead>> read_one(std::vector<std::uint8_t>& frames);

  std::filesystem::path stream_;
  std::uint64_t wanted_;    // first to hand out
  std::uint64_t expected_;  // next in the file
  std::filesystem::path file_;
  std::ifstream in_;
  std::uint64_t offset_ = 0;
  Hash hash_{};
};

}  // namespace hotline::store
