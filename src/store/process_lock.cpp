#include "store/process_lock.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/file.h>
#include <unistd.h>

#include "store/failures.hpp"

namespace hotline::store {

base::Result<ProcessLock> ProcessLock::take(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0) return failure_of(SQLITE_CANTOPEN);
  if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    ::close(descriptor);
    return failure_of(SQLITE_BUSY);
  }
  return ProcessLock(descriptor);
}

ProcessLock::~ProcessLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace hotline::store
