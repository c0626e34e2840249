// Many connections that want nothing: idle ones, and ones that send a byte now and then.
#pragma once

#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <memory>
#include <thread>
#include <vector>

namespace hotline::bench {

// Raises this process's limit of open files to the most that the system allows; returns it.
std::size_t allow_many_files();

// On a thread of its own, which stays on the processor of the thread that makes it. A connection that the
// server ends is opened anew, so that the crowd stays as large as it is.
class Crowd {
 public:
  // Opens all connections before it returns. Throws std::runtime_error when it cannot.
  Crowd(unsigned short port, int idle, int slow);
  ~Crowd();
  Crowd(const Crowd&) = delete;
  Crowd& operator=(const Crowd&) = delete;

  // Connections that the server ended so far.
  std::size_t ended() const { return ended_; }

 private:
  class Member;

  boost::asio::io_context io_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
  std::vector<std::unique_ptr<Member>> members_;
  std::atomic<std::size_t> ended_ = 0;
  std::thread thread_;
};

}  // namespace hotline::bench
