// The real hotline: a folder with its settings and database, its parts in this process or the shipped
// program.
#pragma once

#include <memory>
#include <string>

#include "app/hotline.hpp"
#include "bench/load.hpp"
#include "bench/process.hpp"

namespace hotline::bench {

class Service {
 public:
  // An empty folder below the build folder; removed with what is in it at the end.
  explicit Service(const std::string& name);
  ~Service();
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;

  std::string path(const std::string& file) const { return folder_ + "/" + file; }
  std::string database() const { return path("hotline.db"); }
  const std::string& key() const { return key_; }
  unsigned short port() const { return port_; }

  // The parts below HTTP, in this process; not while the program runs. `group`: writes of one commit. The
  // first call makes the database, and a key that may take and read requests. Throws std::runtime_error.
  std::unique_ptr<app::Hotline> open_parts(std::size_t group = 256);

  // A further key that may take and read requests. Throws std::runtime_error.
  static std::string issue_key(app::Hotline& parts, const std::string& name);

  // Starts the shipped program with shipped settings but for paths, port and rate limits; returns the seconds
  // until /health/ready said ready. Throws std::runtime_error.
  double start(int cpu = -1);
  void stop() { process_.reset(); }
  void kill_now() { process_->kill_now(); }
  Process& process() { return *process_; }
  // A gauge of /metrics, 0 when there is none of this name.
  double metric(const std::string& name) const;
  // Waits until the program has done what follows from earlier requests: no new journal entries, no CPU used.
  void wait_until_idle();

 private:
  std::string folder_, key_;
  unsigned short port_ = 0;
  std::unique_ptr<Process> process_;
};

// The value, or the end of the program with the error's text.
template <class T>
T must(base::Result<T> result) {
  if (!result.ok()) throw std::runtime_error("bench: " + result.error().text.en);
  return std::move(result).value();
}
inline void must(const base::Status& status) {
  if (!status.ok()) throw std::runtime_error("bench: " + status.error().text.en);
}

}  // namespace hotline::bench
