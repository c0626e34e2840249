// Requests at a fixed pace, whether answers come or not: what overload is made of.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "bench/measure.hpp"

namespace hotline::bench {

// Several may share one io_context. A request whose turn comes while every connection still waits for an
// answer is not sent, and counted as such.
class OpenLoad {
 public:
  using Next = std::function<void(std::string&)>;  // replaces the text by the next whole request

  // Connects. Throws when the server cannot be reached.
  OpenLoad(boost::asio::io_context& io, unsigned short port, int connections, Next next);
  OpenLoad(const OpenLoad&) = delete;
  OpenLoad& operator=(const OpenLoad&) = delete;

  // Sends for so long once the io_context runs. May be called again when it has ended; the counts go on.
  void start(Steady::duration time, double per_second);

  std::size_t sent() const { return sent_; }
  std::size_t unsent() const { return unsent_; }
  // Answers by status; 0: the connection ended without one.
  const std::map<int, std::size_t>& by_status() const { return by_status_; }
  std::size_t taken() const;  // answered 2xx
  std::size_t refused() const { return count_of(429) + count_of(503); }
  std::size_t other() const;                                     // neither of the two
  const std::vector<double>& micros() const { return micros_; }  // of those taken
  // "201: 5, 503: 10"
  std::string statuses() const;

 private:
  struct Caller {
    explicit Caller(boost::asio::io_context& io) : socket(io) {}
    boost::asio::ip::tcp::socket socket;
    std::string request, answer;
    Steady::time_point asked;
    char piece[8192];
  };

  std::size_t count_of(int status) const;
  void pace();
  void send(Caller& caller);
  void read(Caller& caller);

  boost::asio::steady_timer timer_;
  Steady::duration interval_{};
  Next next_;
  std::vector<std::unique_ptr<Caller>> callers_;
  std::deque<Caller*> free_;
  Steady::time_point due_, until_;
  std::size_t sent_ = 0, unsent_ = 0;
  std::map<int, std::size_t> by_status_;
  std::vector<double> micros_;
};

}  // namespace hotline::bench
