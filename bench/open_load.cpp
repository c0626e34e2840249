#include "bench/open_load.hpp"

#include <fmt/format.h>

#include <boost/asio/write.hpp>
#include <cstdlib>

#include "bench/load.hpp"

namespace hotline::bench {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

constexpr std::size_t status_at = 9;  // behind "HTTP/1.1 "

bool is_taken(int status) {
  return status >= 200 && status < 300;
}

}  // namespace

OpenLoad::OpenLoad(asio::io_context& io, unsigned short port, int connections, Next next)
    : timer_(io), next_(std::move(next)) {
  for (int i = 0; i < connections; ++i) {
    auto caller = std::make_unique<Caller>(io);
    caller->socket.connect({asio::ip::address_v4::loopback(), port});
    caller->socket.set_option(tcp::no_delay(true));
    free_.push_back(caller.get());
    callers_.push_back(std::move(caller));
  }
}

void OpenLoad::start(Steady::duration time, double per_second) {
  interval_ = std::chrono::duration_cast<Steady::duration>(std::chrono::duration<double>(1 / per_second));
  due_ = Steady::now();
  until_ = due_ + time;
  pace();
}

void OpenLoad::pace() {
  const auto now = Steady::now();
  for (; due_ <= now && due_ < until_; due_ += interval_) {
    if (free_.empty()) {
      ++unsent_;
      continue;
    }
    Caller* caller = free_.front();
    free_.pop_front();
    send(*caller);
  }
  if (due_ >= until_) return;
  timer_.expires_at(due_);
  timer_.async_wait([this](boost::system::error_code) { pace(); });
}

void OpenLoad::send(Caller& caller) {
  next_(caller.request);
  caller.answer.clear();
  caller.asked = Steady::now();
  ++sent_;
  asio::async_write(caller.socket, asio::buffer(caller.request), [this, &caller](auto failed, std::size_t) {
    if (!failed) return read(caller);
    ++by_status_[0];
  });
}

void OpenLoad::read(Caller& caller) {
  caller.socket.async_read_some(asio::buffer(caller.piece), [this, &caller](auto failed, std::size_t size) {
    if (failed) {
      ++by_status_[0];
      return;
    }
    caller.answer.append(caller.piece, size);
    if (!is_whole_answer(caller.answer)) return read(caller);
    const int status = std::atoi(caller.answer.c_str() + status_at);
    ++by_status_[status];
    if (is_taken(status)) micros_.push_back(micros_since(caller.asked));
    free_.push_back(&caller);
  });
}

std::size_t OpenLoad::count_of(int status) const {
  const auto found = by_status_.find(status);
  return found == by_status_.end() ? 0 : found->second;
}

std::size_t OpenLoad::taken() const {
  std::size_t sum = 0;
  for (const auto& [status, count] : by_status_) sum += is_taken(status) ? count : 0;
  return sum;
}

std::size_t OpenLoad::other() const {
  std::size_t sum = 0;
  for (const auto& [status, count] : by_status_) sum += count;
  return sum - taken() - refused();
}

std::string OpenLoad::statuses() const {
  std::string out;
  for (const auto& [status, count] : by_status_)
    out += fmt::format("{}{}: {}", out.empty() ? "" : ", ", status, count);
  return out;
}

}  // namespace hotline::bench
