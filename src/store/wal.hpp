// SQLite's write-ahead log as frames (file format, section 4), and pages of a database file as bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "hotline/base/result.hpp"

struct sqlite3;

namespace hotline::store {

inline constexpr std::size_t wal_head_size = 32;
inline constexpr std::size_t frame_head_size = 24;

// Tells one life of the log from the next: SQLite draws new salts whenever the log begins anew.
struct WalSalts {
  std::uint32_t first = 0, second = 0;
  bool operator==(const WalSalts&) const = default;
};

struct WalHead {
  std::uint32_t page_size = 0;
  WalSalts salts{};
};

// The head of the log that `handle` has open; nullopt while there is none. On the thread of `handle`.
std::optional<WalHead> read_wal_head(sqlite3* handle);
// Frames `first` (from 1) to `last` as they lie in the log, frame heads and pages. Throws SqlError.
std::vector<std::uint8_t> read_frames(sqlite3* handle, std::uint32_t page_size, std::uint32_t first,
                                      std::uint32_t last);

struct FrameView {
  std::uint32_t page = 0;      // number, from 1
  std::uint32_t db_pages = 0;  // size of the database after this commit; 0: not the last frame of a commit
  std::span<const std::uint8_t> content{};
};
// Frame `index` (from 0) of bytes that read_frames() gave.
FrameView frame_of(std::span<const std::uint8_t> frames, std::uint32_t page_size, std::size_t index);

// A database file that no SQLite has open, written page by page.
class PageFile {
 public:
  // Makes or opens the file, mode 0600. Errors: unavailable.
  static base::Result<PageFile> open(const std::string& path, bool create_anew);
  PageFile(PageFile&& other) noexcept : descriptor_(other.descriptor_) { other.descriptor_ = -1; }
  PageFile& operator=(PageFile&&) = delete;
  ~PageFile();

  // Errors of all: storage_full, unavailable.
  base::Status write(std::int64_t at, std::span<const std::uint8_t> bytes);
  // Writes the pages of whole commits in their order, each with its checksum when the database has them, and
  // cuts the file to the size that the last commit says.
  base::Status apply(std::span<const std::uint8_t> frames, std::uint32_t page_size);
  base::Status sync();

 private:
  explicit PageFile(int descriptor) : descriptor_(descriptor) {}
  base::Status learn_form();
  int descriptor_;
  std::optional<bool> has_tails_;  // nullopt while page 1 is not known
};

// Walks the pages of a database file that `handle` has open (without its log) and holds each against its
// checksum. A page that fails is noted as damaged, unless the log holds a newer one: a checkpoint that was
// cut off. On a thread and at a time when no checkpoint runs.
class PageWalk {
 public:
  explicit PageWalk(sqlite3* handle) : handle_(handle) {}
  // Reads up to `most` more pages into `pages`; false at the end. Throws SqlError.
  bool read(std::size_t most, std::vector<std::uint8_t>& pages);
  std::int64_t at() const { return at_; }  // bytes read so far
  std::uint32_t page_size() const { return page_size_; }

 private:
  bool log_holds(std::uint32_t page) const;
  sqlite3* handle_;
  std::uint32_t page_size_ = 0;
  std::int64_t at_ = 0;
};
// Copies that file to `out`. Errors: corrupt (a page is damaged; the text names it), those of PageFile.
// Throws SqlError.
base::Status copy_file_of(sqlite3* handle, PageFile& out);

// Makes a file's or folder's content durable; false when that fails.
bool make_durable(const std::string& path);
// The Error for an errno of writing: storage_full, or unavailable.
base::Error failure_of_errno(int number);

}  // namespace hotline::store
