#include "support/faulty_disk.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <new>
#include <stdexcept>

namespace hotline::test {
namespace {

constexpr std::int64_t sector = 512;

struct Change {
  std::int64_t at = 0;  // offset; the new size for a truncation
  std::int64_t size_before = 0;
  bool truncation = false;
  std::vector<std::uint8_t> before, after;  // bytes; `before` may be shorter at the end of the file
};

struct Tracked {
  std::vector<Change> unsynced;
  bool listed = true;  // its folder entry is on the disk
};

// Plain file access for the damage, while SQLite has nothing open.
struct Raw {
  int descriptor;
  explicit Raw(const std::string& path)
      : descriptor(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {
    if (descriptor < 0) throw std::runtime_error("faulty disk: cannot open " + path);
  }
  ~Raw() { ::close(descriptor); }
  void write(std::int64_t at, const std::uint8_t* bytes, std::size_t size) const {
    if (::pwrite(descriptor, bytes, size, at) != static_cast<ssize_t>(size))
      throw std::runtime_error("faulty disk: cannot write");
  }
  void resize(std::int64_t size) const {
    if (::ftruncate(descriptor, size) != 0) throw std::runtime_error("faulty disk: cannot truncate");
  }
  std::int64_t size() const {
    struct stat about{};
    ::fstat(descriptor, &about);
    return about.st_size;
  }
};

void undo(const Raw& file, const Change& change) {
  if (!change.before.empty()) file.write(change.at, change.before.data(), change.before.size());
  file.resize(change.size_before);
}

}  // namespace

struct FaultyDisk::State {
  sqlite3_vfs vfs{};
  sqlite3_vfs* under = nullptr;
  std::string name;
  mutable std::mutex mutex;
  std::mt19937_64 random;
  bool off = false;
  std::optional<std::uint64_t> left;  // operations until power goes
  std::optional<std::int64_t> space;
  bool lies = false;
  double write_failures = 0, sync_failures = 0, read_failures = 0;
  std::uint64_t failures = 0;
  PowerCuts cuts;
  std::map<std::string, Tracked> files;
  std::map<std::string, std::vector<std::uint8_t>>
      deleted;  // durable bytes of files whose deletion may be lost

  bool chance(double p) { return p > 0 && std::uniform_real_distribution<double>(0, 1)(random) < p; }

  // Counts one operation; false when the power is gone.
  bool powered() {
    if (!off && left && (*left)-- == 0) {
      off = true;
      left.reset();
      ++cuts.cuts;
    }
    return !off;
  }

  // Rolls unsynced changes of one file back and lets some of them happen.
  void damage(const std::string& path, Tracked& tracked) {
    if (tracked.unsynced.empty()) return;
    const Raw file(path);
    for (auto change = tracked.unsynced.rbegin(); change != tracked.unsynced.rend(); ++change)
      undo(file, *change);
    const double kept = std::uniform_real_distribution<double>(0, 1)(random);
    for (const Change& change : tracked.unsynced) {
      ++cuts.unsynced;
      if (chance(kept)) {
        redo(file, change);
      } else if (change.truncation || change.after.size() <= sector || chance(0.5)) {
        ++cuts.dropped;
      } else {
        ++cuts.torn;
        tear(file, change);
      }
    }
    tracked.unsynced.clear();
  }
  static void redo(const Raw& file, const Change& change) {
    if (change.truncation) {
      if (file.size() > change.at) file.resize(change.at);
    } else {
      file.write(change.at, change.after.data(), change.after.size());
    }
  }
  void tear(const Raw& file, const Change& change) {
    const auto end = change.at + static_cast<std::int64_t>(change.after.size());
    for (std::int64_t from = change.at; from < end;) {
      const std::int64_t to = std::min(end, (from / sector + 1) * sector);
      if (chance(0.5)) {
        file.write(from, change.after.data() + (from - change.at), static_cast<std::size_t>(to - from));
      }
      from = to;
    }
  }
};

namespace {

using State = FaultyDisk::State;

struct File {
  sqlite3_file base;
  State* state;
  Tracked* tracked;
  bool syncs_folder;  // a new log or journal: the default VFS syncs the folder with its first sync
  sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};
File& of(sqlite3_file* file) {
  return *reinterpret_cast<File*>(file);
}

int close_file(sqlite3_file* file) {
  sqlite3_file* real = of(file).real();
  return real->pMethods ? real->pMethods->xClose(real) : SQLITE_OK;
}

int read_file(sqlite3_file* file, void* bytes, int size, sqlite3_int64 at) {
  {
    State& state = *of(file).state;
    const std::lock_guard lock(state.mutex);
    if (state.chance(state.read_failures)) {
      ++state.failures;
      return SQLITE_IOERR_READ;
    }
  }
  return of(file).real()->pMethods->xRead(of(file).real(), bytes, size, at);
}

std::int64_t size_of(sqlite3_file* real) {
  sqlite3_int64 size = 0;
  real->pMethods->xFileSize(real, &size);
  return size;
}

std::vector<std::uint8_t> bytes_of(sqlite3_file* real, std::int64_t at, std::int64_t size) {
  std::vector<std::uint8_t> bytes(static_cast<std::size_t>(std::max<std::int64_t>(0, size)));
  if (!bytes.empty()) real->pMethods->xRead(real, bytes.data(), static_cast<int>(bytes.size()), at);
  return bytes;
}

int write_file(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 at) {
  State& state = *of(file).state;
  sqlite3_file* real = of(file).real();
  const std::lock_guard lock(state.mutex);
  if (!state.powered()) return SQLITE_IOERR_WRITE;
  if (state.chance(state.write_failures)) {
    ++state.failures;
    return SQLITE_IOERR_WRITE;
  }
  const std::int64_t before = size_of(real);
  const std::int64_t growth = std::max<std::int64_t>(0, at + size - before);
  if (state.space && growth > *state.space) {
    ++state.failures;
    return SQLITE_FULL;
  }
  if (state.space) *state.space -= growth;
  const auto* from = static_cast<const std::uint8_t*>(bytes);
  of(file).tracked->unsynced.push_back({at,
                                        before,
                                        false,
                                        bytes_of(real, at, std::min<std::int64_t>(size, before - at)),
                                        {from, from + size}});
  return real->pMethods->xWrite(real, bytes, size, at);
}

int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
  State& state = *of(file).state;
  sqlite3_file* real = of(file).real();
  const std::lock_guard lock(state.mutex);
  if (!state.powered()) return SQLITE_IOERR_TRUNCATE;
  const std::int64_t before = size_of(real);
  of(file).tracked->unsynced.push_back({size, before, true, bytes_of(real, size, before - size), {}});
  if (state.space) *state.space += std::max<std::int64_t>(0, before - size);
  return real->pMethods->xTruncate(real, size);
}

int sync_file(sqlite3_file* file, int) {
  State& state = *of(file).state;
  const std::lock_guard lock(state.mutex);
  if (!state.powered()) return SQLITE_IOERR_FSYNC;
  if (state.chance(state.sync_failures)) {
    ++state.failures;
    return SQLITE_IOERR_FSYNC;  // what was not synced stays so: a power cut may still lose it
  }
  if (state.lies) return SQLITE_OK;
  Tracked& tracked = *of(file).tracked;
  tracked.unsynced.clear();
  if (of(file).syncs_folder) {
    of(file).syncs_folder = false;
    for (auto& [path, other] : state.files) other.listed = true;
    state.deleted.clear();
  }
  return SQLITE_OK;
}

int file_size(sqlite3_file* file, sqlite3_int64* size) {
  return of(file).real()->pMethods->xFileSize(of(file).real(), size);
}
int lock_file(sqlite3_file* file, int level) {
  return of(file).real()->pMethods->xLock(of(file).real(), level);
}
int unlock_file(sqlite3_file* file, int level) {
  return of(file).real()->pMethods->xUnlock(of(file).real(), level);
}
int check_lock(sqlite3_file* file, int* held) {
  return of(file).real()->pMethods->xCheckReservedLock(of(file).real(), held);
}
int control_file(sqlite3_file* file, int operation, void* argument) {
  // Growing ahead would pass by the limit of space.
  if (operation == SQLITE_FCNTL_SIZE_HINT || operation == SQLITE_FCNTL_CHUNK_SIZE) return SQLITE_OK;
  return of(file).real()->pMethods->xFileControl(of(file).real(), operation, argument);
}
int sector_size(sqlite3_file* file) {
  return of(file).real()->pMethods->xSectorSize(of(file).real());
}
int characteristics(sqlite3_file*) {
  return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}
int shm_map(sqlite3_file* file, int page, int size, int extend, void volatile** at) {
  return of(file).real()->pMethods->xShmMap(of(file).real(), page, size, extend, at);
}
int shm_lock(sqlite3_file* file, int offset, int n, int flags) {
  return of(file).real()->pMethods->xShmLock(of(file).real(), offset, n, flags);
}
void shm_barrier(sqlite3_file* file) {
  of(file).real()->pMethods->xShmBarrier(of(file).real());
}
int shm_unmap(sqlite3_file* file, int remove) {
  return of(file).real()->pMethods->xShmUnmap(of(file).real(), remove);
}

constexpr sqlite3_io_methods methods{
    2,         close_file,  read_file,  write_file,   truncate_file, sync_file,       file_size,
    lock_file, unlock_file, check_lock, control_file, sector_size,   characteristics, shm_map,
    shm_lock,  shm_barrier, shm_unmap,  nullptr,      nullptr};

State& state_of(sqlite3_vfs* vfs) {
  return *static_cast<State*>(vfs->pAppData);
}

int open_file(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out) {
  State& state = state_of(vfs);
  constexpr int kept = SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL;
  if (!name || (flags & kept) == 0) return state.under->xOpen(state.under, name, file, flags, out);
  const std::lock_guard lock(state.mutex);
  const bool there = ::access(name, F_OK) == 0;
  if (!there && state.off) return SQLITE_CANTOPEN;
  File& own = of(file);
  std::memset(&own, 0, static_cast<std::size_t>(vfs->szOsFile));
  const int code = state.under->xOpen(state.under, name, own.real(), flags, out);
  if (code != SQLITE_OK) return code;
  own.state = &state;
  own.tracked = &state.files[name];
  own.syncs_folder = !there && (flags & SQLITE_OPEN_MAIN_DB) == 0;
  if (!there) own.tracked->listed = false;
  own.base.pMethods = &methods;
  return SQLITE_OK;
}

int delete_file(sqlite3_vfs* vfs, const char* name, int sync_folder) {
  State& state = state_of(vfs);
  const std::lock_guard lock(state.mutex);
  if (!state.powered()) return SQLITE_IOERR_DELETE;
  const auto tracked = state.files.find(name);
  if (tracked != state.files.end()) {
    if (!sync_folder && tracked->second.listed && ::access(name, F_OK) == 0) {
      for (auto& change : tracked->second.unsynced) change.after.clear();
      const Raw file(name);
      for (auto change = tracked->second.unsynced.rbegin(); change != tracked->second.unsynced.rend();
           ++change)
        undo(file, *change);
      std::vector<std::uint8_t> bytes(static_cast<std::size_t>(file.size()));
      if (::pread(file.descriptor, bytes.data(), bytes.size(), 0) == static_cast<ssize_t>(bytes.size()))
        state.deleted[name] = std::move(bytes);
    }
    tracked->second.unsynced.clear();
  }
  if (sync_folder) state.deleted.clear();
  return state.under->xDelete(state.under, name, sync_folder);
}

}  // namespace

FaultyDisk::FaultyDisk(std::uint64_t seed) : state_(std::make_unique<State>()) {
  State& state = *state_;
  state.random.seed(seed);
  state.under = sqlite3_vfs_find(nullptr);
  state.name = "faulty disk of " + std::string(state.under->zName);
  state.vfs = *state.under;
  state.vfs.pNext = nullptr;
  state.vfs.zName = state.name.c_str();
  state.vfs.szOsFile = static_cast<int>(sizeof(File)) + state.under->szOsFile;
  state.vfs.pAppData = &state;
  state.vfs.xOpen = open_file;
  state.vfs.xDelete = delete_file;
  // The rest of the default VFS finds its own data through the VFS it is called with.
  state.vfs.xAccess = [](sqlite3_vfs* vfs, const char* name, int flags, int* result) {
    return state_of(vfs).under->xAccess(state_of(vfs).under, name, flags, result);
  };
  state.vfs.xFullPathname = [](sqlite3_vfs* vfs, const char* name, int size, char* out) {
    return state_of(vfs).under->xFullPathname(state_of(vfs).under, name, size, out);
  };
  sqlite3_vfs_register(&state.vfs, 1);
}

FaultyDisk::~FaultyDisk() {
  sqlite3_vfs_unregister(&state_->vfs);
  sqlite3_vfs_register(state_->under, 1);
}

void FaultyDisk::cut_power_after(std::uint64_t operations) {
  const std::lock_guard lock(state_->mutex);
  state_->left = operations;
}

void FaultyDisk::cut_power_now() {
  const std::lock_guard lock(state_->mutex);
  if (!state_->off) ++state_->cuts.cuts;
  state_->off = true;
  state_->left.reset();
}

bool FaultyDisk::is_off() const {
  const std::lock_guard lock(state_->mutex);
  return state_->off;
}

void FaultyDisk::restore_power() {
  State& state = *state_;
  const std::lock_guard lock(state.mutex);
  for (auto& [path, tracked] : state.files) {
    if (::access(path.c_str(), F_OK) == 0) {
      if (!tracked.listed && state.chance(0.5)) {
        ::unlink(path.c_str());
        ++state.cuts.files;
      } else {
        state.damage(path, tracked);
      }
    }
    ::unlink((path + "-shm").c_str());
  }
  for (const auto& [path, bytes] : state.deleted) {
    if (::access(path.c_str(), F_OK) == 0 || !state.chance(0.5)) continue;
    const Raw file(path);
    file.resize(0);
    file.write(0, bytes.data(), bytes.size());
    ++state.cuts.files;
  }
  state.deleted.clear();
  state.files.clear();
  state.off = false;
  state.left.reset();
}

void FaultyDisk::set_space(std::optional<std::int64_t> bytes) {
  const std::lock_guard lock(state_->mutex);
  state_->space = bytes;
}

void FaultyDisk::set_failures(double writes, double syncs, double reads) {
  const std::lock_guard lock(state_->mutex);
  state_->write_failures = writes;
  state_->sync_failures = syncs;
  state_->read_failures = reads;
}

void FaultyDisk::set_lying(bool lies) {
  const std::lock_guard lock(state_->mutex);
  state_->lies = lies;
}

PowerCuts FaultyDisk::cuts() const {
  const std::lock_guard lock(state_->mutex);
  return state_->cuts;
}

std::uint64_t FaultyDisk::failures() const {
  const std::lock_guard lock(state_->mutex);
  return state_->failures;
}

}  // namespace hotline::test
