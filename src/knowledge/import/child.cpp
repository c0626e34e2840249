#include "knowledge/import/child.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <string_view>

#include "knowledge/import/document.hpp"

namespace hotline::knowledge {
namespace {

using SteadyClock = std::chrono::steady_clock;

std::string find_program(const std::string& name) {
  const char* path = std::getenv("PATH");
  std::string_view left = path != nullptr ? path : "/usr/bin:/bin";
  while (!left.empty()) {
    const std::size_t end = std::min(left.find(':'), left.size());
    const std::string candidate = std::string(left.substr(0, end)) + "/" + name;
    if (::access(candidate.c_str(), X_OK) == 0) return candidate;
    left.remove_prefix(std::min(end + 1, left.size()));
  }
  return "";
}

// Only async-signal-safe calls: the parent has threads.
[[noreturn]] void become(const char* program, char* const* arguments, const int in, const int out,
                         const ChildLimits& limits) {
  const auto seconds = static_cast<rlim_t>(std::chrono::ceil<std::chrono::seconds>(limits.time).count() + 1);
  const rlimit time{seconds, seconds}, memory{limits.memory, limits.memory},
      file{limits.output, limits.output}, none{0, 0}, files{64, 64};
  ::setrlimit(RLIMIT_CPU, &time);
  ::setrlimit(RLIMIT_AS, &memory);
  ::setrlimit(RLIMIT_FSIZE, &file);
  ::setrlimit(RLIMIT_CORE, &none);
  const int nowhere = ::open("/dev/null", O_WRONLY);
  ::dup2(in, STDIN_FILENO);
  ::dup2(out, STDOUT_FILENO);
  ::dup2(nowhere, STDERR_FILENO);
  for (int fd = STDERR_FILENO + 1; fd < 1024; ++fd) ::close(fd);
  ::setrlimit(RLIMIT_NOFILE, &files);
  sigset_t none_blocked;
  ::sigemptyset(&none_blocked);
  ::sigprocmask(SIG_SETMASK, &none_blocked, nullptr);
  static char one_thread[] = "OMP_THREAD_LIMIT=1", language[] = "LC_ALL=C.UTF-8",
              path[] = "PATH=/usr/bin:/bin";
  char* const environment[] = {one_thread, language, path, nullptr};
  ::execve(program, arguments, environment);
  ::_exit(127);
}

class Pipe {
 public:
  bool open() { return ::pipe2(ends_.data(), O_CLOEXEC) == 0; }
  ~Pipe() {
    close(0);
    close(1);
  }
  int end(std::size_t which) const { return ends_[which]; }
  void close(std::size_t which) {
    if (ends_[which] >= 0) ::close(ends_[which]);
    ends_[which] = -1;
  }

 private:
  std::array<int, 2> ends_{-1, -1};
};

// Feeds and drains the child until it closes its output; false when a limit is passed.
bool converse(Pipe& in, Pipe& out, const std::string& input, const ChildLimits& limits, std::string& output) {
  const auto deadline = SteadyClock::now() + limits.time;
  std::size_t written = 0;
  ::fcntl(in.end(1), F_SETFL, O_NONBLOCK);
  if (input.empty()) in.close(1);
  std::array<char, 65536> buffer{};
  for (;;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - SteadyClock::now());
    if (left.count() <= 0) return false;
    std::array<pollfd, 2> polled{{{out.end(0), POLLIN, 0}, {in.end(1), POLLOUT, 0}}};
    if (::poll(polled.data(), polled.size(), static_cast<int>(left.count())) < 0 && errno != EINTR)
      return false;
    if ((polled[1].revents & (POLLERR | POLLHUP)) != 0) in.close(1);
    if ((polled[1].revents & POLLOUT) != 0 && in.end(1) >= 0) {
      const ssize_t sent = ::write(in.end(1), input.data() + written, input.size() - written);
      if (sent > 0) written += static_cast<std::size_t>(sent);
      if (written == input.size() || (sent < 0 && errno != EAGAIN && errno != EINTR)) in.close(1);
    }
    if ((polled[0].revents & (POLLIN | POLLHUP)) != 0) {
      const ssize_t got = ::read(out.end(0), buffer.data(), buffer.size());
      if (got == 0) return true;
      if (got > 0) output.append(buffer.data(), static_cast<std::size_t>(got));
      if (output.size() > limits.output) return false;
    }
  }
}

}  // namespace

base::Result<ChildOutcome> run_child(const std::vector<std::string>& command, const std::string& input,
                                     const ChildLimits& limits) {
  const std::string program = find_program(command.front());
  const base::Error missing = base::Error::of(
      base::ErrorCode::unavailable, "缺少处理此类文件的程序 " + command.front() + "，请联系系统管理员安装。",
      "The program " + command.front() + ", which reads such files, is not installed.");
  if (program.empty()) return missing;
  Pipe in, out;
  if (!in.open() || !out.open()) return missing;
  std::vector<char*> arguments;
  for (const std::string& one : command) arguments.push_back(const_cast<char*>(one.c_str()));
  arguments.push_back(nullptr);
  // A child that stops reading must not end this process.
  static const bool pipes_are_quiet = ::signal(SIGPIPE, SIG_IGN) != SIG_ERR;
  (void)pipes_are_quiet;
  const pid_t child = ::fork();
  if (child < 0) return missing;
  if (child == 0) become(program.c_str(), arguments.data(), in.end(0), out.end(1), limits);
  in.close(0);
  out.close(1);
  ChildOutcome outcome;
  const bool within = converse(in, out, input, limits, outcome.output);
  if (!within) ::kill(child, SIGKILL);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (!within) return oversized_file();
  outcome.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return outcome;
}

}  // namespace hotline::knowledge
