// Keeps a second process away from the database.
#pragma once

#include <string>

#include "hotline/base/result.hpp"

namespace hotline::store {

// Holds an flock on `path`; the kernel lets go of it when the process ends, however it ends.
class ProcessLock {
 public:
  // Errors: unavailable (another holds it, or the file cannot be made).
  static base::Result<ProcessLock> take(const std::string& path);

  ProcessLock(ProcessLock&& other) noexcept : descriptor_(other.descriptor_) { other.descriptor_ = -1; }
  ProcessLock& operator=(ProcessLock&&) = delete;
  ~ProcessLock();

 private:
  explicit ProcessLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

}  // namespace hotline::store
