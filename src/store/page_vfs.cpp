#include "store/page_vfs.hpp"

#include <sqlite3.h>

#include <cstring>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <span>
#include <stdexcept>

#include "store/page_checksum.hpp"

namespace hotline::store {
namespace {

constexpr std::int64_t header_size = 100;
constexpr std::size_t reserved_at = 20;  // in the header: bytes of reserved space
constexpr std::size_t largest_page = 65536;

// Damaged pages of one file, shared by all connections to it.
struct Damage {
  std::mutex mutex;
  std::set<std::uint32_t> pages;
};

std::mutex registry_mutex;
std::map<std::string, std::shared_ptr<Damage>>& registry() {
  static std::map<std::string, std::shared_ptr<Damage>> all;
  return all;
}
std::shared_ptr<Damage> damage_of(const std::string& path) {
  const std::lock_guard lock(registry_mutex);
  auto& one = registry()[path];
  if (!one) one = std::make_shared<Damage>();
  return one;
}

struct File {
  sqlite3_file base;
  bool has_tails;
  std::shared_ptr<Damage>* damage;
  sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};
File& of(sqlite3_file* file) {
  return *reinterpret_cast<File*>(file);
}
sqlite3_file* real_of(sqlite3_file* file) {
  return of(file).real();
}

// Whether a read or write is a whole page, and which: SQLite moves the database file's content page by page,
// but for parts of the header.
bool is_page(int size, sqlite3_int64 at) {
  return size >= 512 && static_cast<std::size_t>(size) <= largest_page && (size & (size - 1)) == 0 &&
         at % size == 0;
}
std::uint32_t number_of(int size, sqlite3_int64 at) {
  return static_cast<std::uint32_t>(at / size + 1);
}

int close_file(sqlite3_file* file) {
  delete of(file).damage;
  of(file).damage = nullptr;
  sqlite3_file* real = real_of(file);
  return real->pMethods ? real->pMethods->xClose(real) : SQLITE_OK;
}

int read_file(sqlite3_file* file, void* bytes, int size, sqlite3_int64 at) {
  File& own = of(file);
  const int code = own.real()->pMethods->xRead(own.real(), bytes, size, at);
  if (code != SQLITE_OK || !own.has_tails || !is_page(size, at)) return code;
  const std::span page(static_cast<const std::uint8_t*>(bytes), static_cast<std::size_t>(size));
  if (!is_page_whole(page, number_of(size, at))) {
    const std::lock_guard lock((*own.damage)->mutex);
    (*own.damage)->pages.insert(number_of(size, at));
  }
  return code;
}

int write_file(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 at) {
  File& own = of(file);
  sqlite3_file* real = own.real();
  if (at == 0 && size >= header_size)
    own.has_tails = static_cast<const std::uint8_t*>(bytes)[reserved_at] == page_tail;
  if (!own.has_tails || !is_page(size, at)) return real->pMethods->xWrite(real, bytes, size, at);
  // A copy: the buffer belongs to a page cache.
  thread_local std::uint8_t copy[largest_page];
  std::memcpy(copy, bytes, static_cast<std::size_t>(size));
  const std::span page(copy, static_cast<std::size_t>(size));
  {
    const std::lock_guard lock((*own.damage)->mutex);
    if ((*own.damage)->pages.contains(number_of(size, at))) {
      mark_page_damaged(page, number_of(size, at));
    } else {
      seal_page(page, number_of(size, at));
    }
  }
  return real->pMethods->xWrite(real, copy, size, at);
}

int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
  return real_of(file)->pMethods->xTruncate(real_of(file), size);
}
int sync_file(sqlite3_file* file, int flags) {
  return real_of(file)->pMethods->xSync(real_of(file), flags);
}
int file_size(sqlite3_file* file, sqlite3_int64* size) {
  return real_of(file)->pMethods->xFileSize(real_of(file), size);
}
int lock_file(sqlite3_file* file, int level) {
  return real_of(file)->pMethods->xLock(real_of(file), level);
}
int unlock_file(sqlite3_file* file, int level) {
  return real_of(file)->pMethods->xUnlock(real_of(file), level);
}
int check_lock(sqlite3_file* file, int* held) {
  return real_of(file)->pMethods->xCheckReservedLock(real_of(file), held);
}
int control_file(sqlite3_file* file, int operation, void* argument) {
  return real_of(file)->pMethods->xFileControl(real_of(file), operation, argument);
}
int sector_size(sqlite3_file* file) {
  return real_of(file)->pMethods->xSectorSize(real_of(file));
}
int characteristics(sqlite3_file* file) {
  return real_of(file)->pMethods->xDeviceCharacteristics(real_of(file));
}
int shm_map(sqlite3_file* file, int page, int size, int extend, void volatile** at) {
  return real_of(file)->pMethods->xShmMap(real_of(file), page, size, extend, at);
}
int shm_lock(sqlite3_file* file, int offset, int n, int flags) {
  return real_of(file)->pMethods->xShmLock(real_of(file), offset, n, flags);
}
void shm_barrier(sqlite3_file* file) {
  real_of(file)->pMethods->xShmBarrier(real_of(file));
}
int shm_unmap(sqlite3_file* file, int remove) {
  return real_of(file)->pMethods->xShmUnmap(real_of(file), remove);
}

// Version 2: shared memory for the log, and no mapping of the file, which would pass by the checksums.
constexpr sqlite3_io_methods methods{.iVersion = 2,
                                     .xClose = close_file,
                                     .xRead = read_file,
                                     .xWrite = write_file,
                                     .xTruncate = truncate_file,
                                     .xSync = sync_file,
                                     .xFileSize = file_size,
                                     .xLock = lock_file,
                                     .xUnlock = unlock_file,
                                     .xCheckReservedLock = check_lock,
                                     .xFileControl = control_file,
                                     .xSectorSize = sector_size,
                                     .xDeviceCharacteristics = characteristics,
                                     .xShmMap = shm_map,
                                     .xShmLock = shm_lock,
                                     .xShmBarrier = shm_barrier,
                                     .xShmUnmap = shm_unmap,
                                     .xFetch = nullptr,
                                     .xUnfetch = nullptr};

// Asked for at each use: whoever replaces the default VFS (a test's failing disk) is gone through as well.
sqlite3_vfs* under() {
  return sqlite3_vfs_find(nullptr);
}

bool header_asks_for_tails(sqlite3_file* real) {
  std::uint8_t header[header_size];
  sqlite3_int64 size = 0;
  if (real->pMethods->xFileSize(real, &size) != SQLITE_OK || size < header_size) return false;
  if (real->pMethods->xRead(real, header, header_size, 0) != SQLITE_OK) return false;
  return std::memcmp(header, "SQLite format 3", 16) == 0 && header[reserved_at] == page_tail;
}

int open_file(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out) {
  if (!name || (flags & SQLITE_OPEN_MAIN_DB) == 0) return under()->xOpen(under(), name, file, flags, out);
  File& own = of(file);
  std::memset(&own, 0, static_cast<std::size_t>(vfs->szOsFile));
  const int code = under()->xOpen(under(), name, own.real(), flags, out);
  if (code != SQLITE_OK) return code;
  own.has_tails = header_asks_for_tails(own.real());
  own.damage = new std::shared_ptr<Damage>(damage_of(name));
  own.base.pMethods = &methods;
  return SQLITE_OK;
}

constexpr int room_for_real_file = 2048;  // of any VFS beneath

}  // namespace

const char* page_vfs() {
  static const char* const name = "hotline-pages";
  static sqlite3_vfs vfs = [] {
    if (under()->szOsFile > room_for_real_file) throw std::runtime_error("SQLite's files need more room");
    sqlite3_vfs own = *under();
    own.pNext = nullptr;
    own.zName = name;
    own.szOsFile = static_cast<int>(sizeof(File)) + room_for_real_file;
    own.pAppData = nullptr;
    own.xOpen = open_file;
    own.xDelete = [](sqlite3_vfs*, const char* path, int sync) {
      return under()->xDelete(under(), path, sync);
    };
    own.xAccess = [](sqlite3_vfs*, const char* path, int flags, int* result) {
      return under()->xAccess(under(), path, flags, result);
    };
    own.xFullPathname = [](sqlite3_vfs*, const char* path, int size, char* result) {
      return under()->xFullPathname(under(), path, size, result);
    };
    return own;
  }();
  static const int registered = sqlite3_vfs_register(&vfs, 0);
  if (registered != SQLITE_OK) throw std::runtime_error("SQLite refuses the checksums");
  return name;
}

std::vector<std::uint32_t> damaged_pages(const std::string& path) {
  const auto damage = damage_of(path);
  const std::lock_guard lock(damage->mutex);
  return {damage->pages.begin(), damage->pages.end()};
}

bool has_damage(const std::string& path) {
  const auto damage = damage_of(path);
  const std::lock_guard lock(damage->mutex);
  return !damage->pages.empty();
}

std::string full_path_of(const std::string& path) {
  std::string full(static_cast<std::size_t>(under()->mxPathname) + 1, '\0');
  if (under()->xFullPathname(under(), path.c_str(), static_cast<int>(full.size()), full.data()) != SQLITE_OK)
    return path;
  full.resize(std::strlen(full.c_str()));
  return full;
}

void note_damage(const std::string& path, std::uint32_t page) {
  const auto damage = damage_of(path);
  const std::lock_guard lock(damage->mutex);
  damage->pages.insert(page);
}

int read_unchecked(sqlite3_file* file, void* bytes, int size, std::int64_t at) {
  return real_of(file)->pMethods->xRead(real_of(file), bytes, size, at);
}

bool has_page_tails(sqlite3* handle) {
  sqlite3_file* file = nullptr;
  sqlite3_file_control(handle, "main", SQLITE_FCNTL_FILE_POINTER, &file);
  return file && file->pMethods == &methods && of(file).has_tails;
}

void forget_damage(const std::string& path) {
  const auto damage = damage_of(path);
  const std::lock_guard lock(damage->mutex);
  damage->pages.clear();
}

void reserve_page_tail(sqlite3* handle) {
  int bytes = page_tail;
  sqlite3_file_control(handle, "main", SQLITE_FCNTL_RESERVE_BYTES, &bytes);
}

}  // namespace hotline::store
