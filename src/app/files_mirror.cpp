#include "app/files_mirror.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <vector>

namespace hotline::app {
namespace {

namespace fs = std::filesystem;

bool make_durable(const fs::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return false;
  const bool done = ::fsync(descriptor) == 0;
  ::close(descriptor);
  return done;
}

// A file that somebody is writing beside its place: this mirror, or an upload.
bool is_unfinished(const fs::path& path) {
  return path.extension() == ".partial" || path.filename().string().starts_with('.');
}

bool copy_whole(const fs::path& from, const fs::path& to, std::error_code& failed) {
  const fs::path draft = to.string() + ".partial";
  fs::create_directories(to.parent_path(), failed);
  if (failed || !fs::copy_file(from, draft, fs::copy_options::overwrite_existing, failed)) return false;
  if (!make_durable(draft)) {
    failed = std::make_error_code(std::errc::io_error);
    return false;
  }
  fs::rename(draft, to, failed);
  return !failed;
}

void drop_gone(const fs::path& from, const fs::path& to, std::chrono::hours keep) {
  std::error_code failed;
  std::vector<fs::path> gone;
  const auto limit = fs::file_time_type::clock::now() - keep;
  for (const auto& entry : fs::recursive_directory_iterator(to, failed)) {
    std::error_code one;
    if (!entry.is_regular_file(one) || fs::exists(from / fs::relative(entry.path(), to, one), one)) continue;
    if (entry.last_write_time(one) < limit) gone.push_back(entry.path());
  }
  for (const fs::path& path : gone) fs::remove(path, failed);
}

}  // namespace

std::size_t mirror_files(const fs::path& from, const fs::path& to, std::chrono::hours keep,
                         std::error_code& failed) {
  std::size_t copied = 0;
  failed.clear();
  if (!fs::exists(from, failed)) return 0;
  for (const auto& entry : fs::recursive_directory_iterator(from, failed)) {
    std::error_code one;
    if (!entry.is_regular_file(one) || is_unfinished(entry.path())) continue;
    const fs::path place = to / fs::relative(entry.path(), from, one);
    if (fs::exists(place, one)) continue;
    if (copy_whole(entry.path(), place, one)) ++copied;
    if (one && one != std::errc::no_such_file_or_directory) failed = one;
  }
  drop_gone(from, to, keep);
  return copied;
}

}  // namespace hotline::app
