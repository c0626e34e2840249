#include "store/wal.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "hotline/store/transaction.hpp"
#include "store/failures.hpp"
#include "store/page_checksum.hpp"
#include "store/page_vfs.hpp"

namespace hotline::store {
namespace {

constexpr std::size_t reserved_at = 20;
constexpr std::size_t copy_pages_per_step = 256;

std::uint32_t big_endian(const std::uint8_t* bytes) {
  return static_cast<std::uint32_t>(bytes[0]) << 24 | static_cast<std::uint32_t>(bytes[1]) << 16 |
         static_cast<std::uint32_t>(bytes[2]) << 8 | bytes[3];
}

sqlite3_file* file_of(sqlite3* handle, int operation) {
  sqlite3_file* file = nullptr;
  sqlite3_file_control(handle, "main", operation, &file);
  return file && file->pMethods ? file : nullptr;
}

}  // namespace

std::optional<WalHead> read_wal_head(sqlite3* handle) {
  sqlite3_file* file = file_of(handle, SQLITE_FCNTL_JOURNAL_POINTER);
  std::uint8_t head[wal_head_size];
  if (!file || file->pMethods->xRead(file, head, wal_head_size, 0) != SQLITE_OK) return std::nullopt;
  if ((big_endian(head) & ~1u) != 0x377f0682u) return std::nullopt;
  return WalHead{big_endian(head + 8), {big_endian(head + 16), big_endian(head + 20)}};
}

std::vector<std::uint8_t> read_frames(sqlite3* handle, std::uint32_t page_size, std::uint32_t first,
                                      std::uint32_t last) {
  const std::size_t frame = frame_head_size + page_size;
  std::vector<std::uint8_t> frames((last - first + 1) * frame);
  sqlite3_file* file = file_of(handle, SQLITE_FCNTL_JOURNAL_POINTER);
  if (!file) throw SqlError(SQLITE_IOERR_READ, "the write-ahead log is not open");
  const auto at = static_cast<sqlite3_int64>(wal_head_size + (first - 1) * frame);
  const int code = file->pMethods->xRead(file, frames.data(), static_cast<int>(frames.size()), at);
  if (code != SQLITE_OK) throw SqlError(code, "frames of the write-ahead log cannot be read");
  return frames;
}

FrameView frame_of(std::span<const std::uint8_t> frames, std::uint32_t page_size, std::size_t index) {
  const auto frame = frames.subspan(index * (frame_head_size + page_size), frame_head_size + page_size);
  return {big_endian(frame.data()), big_endian(frame.data() + 4), frame.subspan(frame_head_size)};
}

base::Error failure_of_errno(int number) {
  return failure_of(number == ENOSPC || number == EDQUOT ? SQLITE_FULL : SQLITE_CANTOPEN);
}

base::Result<PageFile> PageFile::open(const std::string& path, bool create_anew) {
  const int flags = O_RDWR | O_CLOEXEC | (create_anew ? O_CREAT | O_TRUNC : 0);
  const int descriptor = ::open(path.c_str(), flags, 0600);
  if (descriptor < 0) return failure_of_errno(errno);
  return PageFile(descriptor);
}

PageFile::~PageFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

base::Status PageFile::write(std::int64_t at, std::span<const std::uint8_t> bytes) {
  while (!bytes.empty()) {
    const ssize_t wrote = ::pwrite(descriptor_, bytes.data(), bytes.size(), at);
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote <= 0) return failure_of_errno(errno);
    at += wrote;
    bytes = bytes.subspan(static_cast<std::size_t>(wrote));
  }
  return {};
}

base::Status PageFile::learn_form() {
  std::uint8_t reserved = 0;
  if (::pread(descriptor_, &reserved, 1, reserved_at) == 1) has_tails_ = reserved == page_tail;
  return {};
}

base::Status PageFile::apply(std::span<const std::uint8_t> frames, std::uint32_t page_size) {
  const std::size_t count = frames.size() / (frame_head_size + page_size);
  if (!has_tails_) HOTLINE_CHECK(learn_form());
  // The first page of all says whether pages have tails; it may come after others.
  for (std::size_t i = 0; i < count; ++i) {
    const FrameView frame = frame_of(frames, page_size, i);
    if (frame.page == 1) has_tails_ = frame.content[reserved_at] == page_tail;
  }
  std::vector<std::uint8_t> page(page_size);
  std::uint32_t db_pages = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const FrameView frame = frame_of(frames, page_size, i);
    std::ranges::copy(frame.content, page.begin());
    if (has_tails_.value_or(false)) seal_page(page, frame.page);
    HOTLINE_CHECK(write(static_cast<std::int64_t>(frame.page - 1) * page_size, page));
    if (frame.db_pages != 0) db_pages = frame.db_pages;
  }
  struct stat about{};
  if (::fstat(descriptor_, &about) != 0) return failure_of_errno(errno);
  const std::int64_t size = static_cast<std::int64_t>(db_pages) * page_size;
  if (db_pages != 0 && about.st_size > size && ::ftruncate(descriptor_, size) != 0)
    return failure_of_errno(errno);
  return {};
}

base::Status PageFile::sync() {
  if (::fsync(descriptor_) != 0) return failure_of_errno(errno);
  return {};
}

bool PageWalk::log_holds(std::uint32_t page) const {
  const auto log = read_wal_head(handle_);
  sqlite3_file* file = file_of(handle_, SQLITE_FCNTL_JOURNAL_POINTER);
  if (!log || !file) return false;
  std::uint8_t head[frame_head_size];
  for (std::int64_t at = wal_head_size; file->pMethods->xRead(file, head, frame_head_size, at) == SQLITE_OK;
       at += static_cast<std::int64_t>(frame_head_size + log->page_size)) {
    if (WalSalts{big_endian(head + 8), big_endian(head + 12)} != log->salts) return false;
    if (big_endian(head) == page) return true;
  }
  return false;
}

bool PageWalk::read(std::size_t most, std::vector<std::uint8_t>& pages) {
  sqlite3_file* file = file_of(handle_, SQLITE_FCNTL_FILE_POINTER);
  if (!file) throw SqlError(SQLITE_CANTOPEN, "the database file is not open");
  sqlite3_int64 size = 0;
  int code = file->pMethods->xFileSize(file, &size);
  if (code != SQLITE_OK) throw SqlError(code, "size of the database file");
  pages.clear();
  if (at_ == 0) {
    std::uint8_t head[100];
    if (size < static_cast<sqlite3_int64>(sizeof head)) return false;  // everything is still in the log
    code = read_unchecked(file, head, sizeof head, 0);
    if (code != SQLITE_OK) throw SqlError(code, "head of the database file");
    const std::uint32_t stored = static_cast<std::uint32_t>(head[16]) << 8 | head[17];
    page_size_ = stored == 1 ? 65536 : stored;
    const bool possible = page_size_ >= 512 && (page_size_ & (page_size_ - 1)) == 0;
    if (!possible) page_size_ = 4096;  // a damaged head: what follows says so
  }
  const bool has_tails = has_page_tails(handle_);
  const std::string path = sqlite3_db_filename(handle_, "main");
  for (std::size_t i = 0; i < most && at_ + page_size_ <= size; ++i, at_ += page_size_) {
    pages.resize(pages.size() + page_size_);
    const auto page = std::span(pages).last(page_size_);
    code = read_unchecked(file, page.data(), static_cast<int>(page_size_), at_);
    if (code != SQLITE_OK) throw SqlError(code, "a page of the database file");
    const auto number = static_cast<std::uint32_t>(at_ / page_size_ + 1);
    if (has_tails && !is_page_whole(page, number) && !log_holds(number)) note_damage(path, number);
  }
  return !pages.empty();
}

base::Status copy_file_of(sqlite3* handle, PageFile& out) {
  const std::string path = sqlite3_db_filename(handle, "main");
  PageWalk walk(handle);
  std::vector<std::uint8_t> pages;
  for (std::int64_t at = 0; walk.read(copy_pages_per_step, pages); at = walk.at()) {
    if (has_damage(path)) return damaged_page(damaged_pages(path).front());
    HOTLINE_CHECK(out.write(at, pages));
  }
  return {};
}

bool make_durable(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return false;
  const bool synced = ::fsync(descriptor) == 0;
  ::close(descriptor);
  return synced;
}

}  // namespace hotline::store
