#include "app/open_files.hpp"

#include <sys/resource.h>

#include <algorithm>

namespace hotline::app {

std::size_t allow_many_files() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return 0;
  if (limit.rlim_cur != limit.rlim_max) {
    rlimit raised = limit;
    raised.rlim_cur = raised.rlim_max;
    if (::setrlimit(RLIMIT_NOFILE, &raised) == 0) limit = raised;
  }
  return limit.rlim_cur;
}

std::size_t fitting_connections(std::size_t wanted, std::size_t files) {
  const std::size_t kept = std::min(kept_files, files / 2);
  return std::clamp<std::size_t>(wanted, 1, std::max<std::size_t>(1, files - kept));
}

}  // namespace hotline::app
