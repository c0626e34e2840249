// The voice platform of the demo: the reference worker as a child process, with a key of its own.
#pragma once

#include <sys/types.h>

#include <memory>
#include <string>

#include "app/hotline.hpp"

namespace hotline::app {

class DemoWorker {
 public:
  // Issues the key (once: it is kept beside the database) and starts `script`. Errors: the store's;
  // unavailable (the key's file cannot be written, the script cannot be started).
  static base::Result<std::unique_ptr<DemoWorker>> start(Hotline& hotline, const std::string& script,
                                                         unsigned short port);
  // Asks it to stop and waits: calls that began are reported.
  ~DemoWorker();
  DemoWorker(const DemoWorker&) = delete;
  DemoWorker& operator=(const DemoWorker&) = delete;

 private:
  explicit DemoWorker(pid_t child) : child_(child) {}
  pid_t child_;
};

}  // namespace hotline::app
