#include "bench/process.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <csignal>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace hotline::bench {
namespace {

cpu_set_t set_of(int cpu) {
  cpu_set_t set;
  CPU_ZERO(&set);
  for (int one = 0; one < CPU_SETSIZE; ++one) {
    if (cpu < 0 || one == cpu) CPU_SET(one, &set);
  }
  return set;
}

}  // namespace

Process::Process(const std::vector<std::string>& arguments, const std::string& log, int cpu) : log_(log) {
  // All that allocates is done before the fork.
  std::vector<char*> raw;
  for (const std::string& one : arguments) raw.push_back(const_cast<char*>(one.c_str()));
  raw.push_back(nullptr);
  const cpu_set_t cpus = set_of(cpu);
  const int out = ::open(log.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  pid_ = ::fork();
  if (pid_ == 0) {
    ::sched_setaffinity(0, sizeof cpus, &cpus);
    ::dup2(out, 1);
    ::dup2(out, 2);
    ::execv(raw[0], raw.data());
    ::_exit(127);
  }
  ::close(out);
  if (pid_ < 0) throw std::runtime_error("bench: cannot start " + arguments[0]);
}

Process::~Process() {
  if (pid_ <= 0) return;
  ::kill(pid_, SIGTERM);
  ::waitpid(pid_, nullptr, 0);
}

void Process::kill_now() {
  if (pid_ <= 0) return;
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
  pid_ = -1;
}

bool Process::is_running() {
  if (pid_ > 0 && ::waitpid(pid_, nullptr, WNOHANG) == pid_) {
    pid_ = -1;
    std::stringstream said;
    said << std::ifstream(log_).rdbuf();
    throw std::runtime_error("bench: the program ended by itself: " + said.str());
  }
  return pid_ > 0;
}

Memory Process::memory() const {
  std::ifstream status(fmt::format("/proc/{}/status", pid_));
  Memory memory;
  for (std::string line; std::getline(status, line);) {
    const auto read = [&line](std::string_view name, double& mib) {
      if (line.starts_with(name)) mib = std::stod(line.substr(name.size())) / 1024;
    };
    read("VmRSS:", memory.resident_mib);
    read("RssAnon:", memory.own_mib);
    read("RssFile:", memory.file_mib);
  }
  return memory;
}

double Process::cpu_seconds() const {
  std::ifstream stat(fmt::format("/proc/{}/stat", pid_));
  std::string line;
  std::getline(stat, line);
  // Fields 14 and 15; the second one is the name in brackets and may hold blanks.
  std::istringstream rest(line.substr(line.rfind(')') + 2));
  std::string skipped;
  for (int field = 3; field < 14; ++field) rest >> skipped;
  double user = 0;
  double system = 0;
  rest >> user >> system;
  return (user + system) / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

void pin_to(int cpu) {
  const cpu_set_t cpus = set_of(cpu);
  ::sched_setaffinity(0, sizeof cpus, &cpus);
}

unsigned short free_port() {
  boost::asio::io_context io;
  boost::asio::ip::tcp::acceptor acceptor(io, {boost::asio::ip::address_v4::loopback(), 0});
  return acceptor.local_endpoint().port();
}

}  // namespace hotline::bench
