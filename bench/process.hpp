// A child process: started, looked at, ended.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace hotline::bench {

struct Memory {
  double resident_mib = 0;  // all of it: what follows together
  double own_mib = 0;       // anonymous: heap and stacks
  double file_mib = 0;      // pages of files, which the kernel may take back
};

class Process {
 public:
  // Starts `arguments[0]` with its output in the file `log`. `cpu` below 0: not pinned. Throws
  // std::runtime_error.
  Process(const std::vector<std::string>& arguments, const std::string& log, int cpu);
  // Ends it with SIGTERM and waits.
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  // Ends it with SIGKILL, as nothing can be done against, and waits.
  void kill_now();
  bool is_running();
  Memory memory() const;
  // User and system time of all its threads so far.
  double cpu_seconds() const;

 private:
  pid_t pid_ = -1;
  std::string log_;
};

// Pins the calling thread, and what it starts later; below 0 lets it run anywhere.
void pin_to(int cpu);
// A TCP port that nobody listens on.
unsigned short free_port();

}  // namespace hotline::bench
