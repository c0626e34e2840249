#include "bench/load.hpp"

#include <fmt/format.h>

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <charconv>
#include <memory>
#include <stdexcept>

#include "bench/measure.hpp"

namespace hotline::bench {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

constexpr std::size_t read_size = 16 * 1024;

// Where the first answer of `text` ends; 0 while it is not whole. The servers measured here write their own
// Content-Length headers in this case.
std::size_t end_of_answer(std::string_view text) {
  const std::size_t head = text.find("\r\n\r\n");
  if (head == std::string_view::npos) return 0;
  constexpr std::string_view name = "\r\nContent-Length: ";
  const std::size_t at = text.substr(0, head).find(name);
  std::size_t length = 0;
  if (at != std::string_view::npos) {
    const std::string_view digits = text.substr(at + name.size());
    std::from_chars(digits.data(), digits.data() + digits.size(), length);
  }
  const std::size_t end = head + 4 + length;
  return text.size() >= end ? end : 0;
}

bool is_success(std::string_view answer) {
  return answer.size() > 9 && answer[9] == '2';
}

struct Load {
  const LoadPlan& plan;
  LoadResult result{};
  std::size_t begun = 0;
  Steady::time_point began = Steady::now();

  bool wants_more() const { return begun < plan.most && Steady::now() - began < plan.time; }
};

class Caller : public std::enable_shared_from_this<Caller> {
 public:
  Caller(asio::io_context& io, Load& load) : socket_(io), load_(load) {
    socket_.connect({asio::ip::address_v4::loopback(), load.plan.port});
    socket_.set_option(tcp::no_delay(true));
    answer_.resize(read_size);
  }

  void ask() {
    if (!load_.wants_more()) return;
    ++load_.begun;
    load_.plan.next(request_);
    asked_ = Steady::now();
    asio::async_write(socket_, asio::buffer(request_),
                      [self = shared_from_this()](boost::system::error_code failed, std::size_t) {
                        if (failed) throw std::runtime_error("load: cannot send: " + failed.message());
                        self->have_ = 0;
                        self->read();
                      });
  }

 private:
  void read() {
    if (have_ == answer_.size()) answer_.resize(2 * answer_.size());
    socket_.async_read_some(asio::buffer(answer_.data() + have_, answer_.size() - have_),
                            [self = shared_from_this()](boost::system::error_code failed, std::size_t size) {
                              if (failed) throw std::runtime_error("load: no answer: " + failed.message());
                              self->have_ += size;
                              self->take();
                            });
  }

  void take() {
    const std::string_view text(answer_.data(), have_);
    if (end_of_answer(text) == 0) return read();
    LoadResult& result = load_.result;
    ++result.answered;
    result.micros.push_back(micros_since(asked_));
    if (!is_success(text)) {
      ++result.refused;
      if (result.first_refusal.empty()) result.first_refusal = text.substr(0, 600);
    }
    ask();
  }

  tcp::socket socket_;
  Load& load_;
  std::string request_, answer_;
  std::size_t have_ = 0;
  Steady::time_point asked_;
};

}  // namespace

LoadResult run_load(const LoadPlan& plan) {
  asio::io_context io(1);
  Load load{plan};
  load.result.micros.reserve(1 << 18);
  std::vector<std::shared_ptr<Caller>> callers;
  for (int i = 0; i < plan.connections; ++i) callers.push_back(std::make_shared<Caller>(io, load));
  load.began = Steady::now();
  for (const auto& caller : callers) caller->ask();
  io.run();
  load.result.seconds = seconds_since(load.began);
  return std::move(load.result);
}

bool is_whole_answer(std::string_view text) {
  return end_of_answer(text) != 0;
}

std::string fetch(unsigned short port, const std::string& request) {
  asio::io_context io(1);
  tcp::socket socket(io);
  socket.connect({asio::ip::address_v4::loopback(), port});
  asio::write(socket, asio::buffer(request));
  std::string answer;
  while (end_of_answer(answer) == 0) {
    char bytes[4096];
    answer.append(bytes, socket.read_some(asio::buffer(bytes)));
  }
  return answer;
}

std::string_view body_of(std::string_view answer) {
  const std::size_t head = answer.find("\r\n\r\n");
  return head == std::string_view::npos ? std::string_view() : answer.substr(head + 4);
}

std::string get_request(const std::string& target, const std::string& key) {
  const std::string authorization = key.empty() ? "" : "Authorization: Bearer " + key + "\r\n";
  return fmt::format("GET {} HTTP/1.1\r\nHost: 127.0.0.1\r\n{}\r\n", target, authorization);
}

std::string post_request(const std::string& target, const std::string& key, const std::string& body) {
  return fmt::format(
      "POST {} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {}\r\nContent-Type: application/json\r\n"
      "Content-Length: {}\r\n\r\n{}",
      target, key, body.size(), body);
}

}  // namespace hotline::bench
