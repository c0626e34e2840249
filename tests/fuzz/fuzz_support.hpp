// What the fuzz targets share. Each target is LLVMFuzzerTestOneInput over the code of one way in; what it
// asserts beyond "does not crash" stands in its file.
#pragma once

#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>

namespace hotline::fuzz {

inline std::string_view view_of(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

// What stands before the first `mark`, and what behind it; all before it when there is none.
inline std::pair<std::string_view, std::string_view> cut_at(std::string_view input, char mark) {
  const std::size_t at = input.find(mark);
  if (at == std::string_view::npos) return {input, {}};
  return {input.substr(0, at), input.substr(at + 1)};
}

// A file in memory, for readers that take a path.
class MemoryFile {
 public:
  explicit MemoryFile(std::string_view content) : descriptor_(::memfd_create("fuzz", MFD_CLOEXEC)) {
    if (::write(descriptor_, content.data(), content.size()) != static_cast<ssize_t>(content.size()))
      std::abort();
  }
  ~MemoryFile() { ::close(descriptor_); }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;
  std::string path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }

 private:
  int descriptor_;
};

// While it lives, the fuzzer's timer does not cut off calls of this thread that wait for the server.
class Undisturbed {
 public:
  Undisturbed() {
    sigset_t timer;
    ::sigemptyset(&timer);
    ::sigaddset(&timer, SIGALRM);
    ::pthread_sigmask(SIG_BLOCK, &timer, &before_);
  }
  ~Undisturbed() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  Undisturbed(const Undisturbed&) = delete;
  Undisturbed& operator=(const Undisturbed&) = delete;

 private:
  sigset_t before_{};
};

// A property that does not hold is a find like any crash.
inline void must_hold(bool property) {
  if (!property) std::abort();
}

}  // namespace hotline::fuzz
