#include "bench/crowd.hpp"

#include <sys/resource.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <string_view>

namespace hotline::bench {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

// One address of the loopback network has fewer ports than a crowd may have connections.
constexpr unsigned addresses = 16;
constexpr unsigned first_address = 0x7f000002u;
constexpr std::chrono::seconds between_bytes{1}, before_reconnect{1};
constexpr std::string_view head =
    "GET /api/v1/tickets HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Filler: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

}  // namespace

class Crowd::Member {
 public:
  Member(Crowd& crowd, unsigned number, tcp::endpoint server, bool slow)
      : crowd_(crowd),
        socket_(crowd.io_),
        timer_(crowd.io_),
        server_(std::move(server)),
        own_{asio::ip::address_v4(first_address + number % addresses), 0},
        slow_(slow) {}

  void open() {
    socket_.open(tcp::v4());
    socket_.bind(own_);
    socket_.connect(server_);
    live();
  }

 private:
  void live() {
    sent_ = 0;
    listen();
    if (slow_) send();
  }
  // What the server says is of no interest; that it ends the connection is.
  void listen() {
    socket_.async_read_some(asio::buffer(said_), [this](boost::system::error_code failed, std::size_t) {
      if (!failed) return listen();
      ++crowd_.ended_;
      boost::system::error_code ignored;
      socket_.close(ignored);
      timer_.expires_after(before_reconnect);
      timer_.async_wait([this](boost::system::error_code) { reopen(); });
    });
  }
  void reopen() {
    boost::system::error_code failed;
    socket_.open(tcp::v4(), failed);
    if (!failed) socket_.bind(own_, failed);
    socket_.async_connect(server_, [this](boost::system::error_code refused) {
      if (!refused) live();
    });
  }
  void send() {
    timer_.expires_after(between_bytes);
    timer_.async_wait([this](boost::system::error_code ended) {
      if (ended || !socket_.is_open()) return;
      boost::system::error_code ignored;
      // The head never ends: once it is sent, its last letter follows again and again.
      socket_.write_some(asio::buffer(&head[std::min(sent_++, head.size() - 1)], 1), ignored);
      send();
    });
  }

  Crowd& crowd_;
  tcp::socket socket_;
  asio::steady_timer timer_;
  const tcp::endpoint server_, own_;
  const bool slow_;
  std::size_t sent_ = 0;
  char said_[512];
};

std::size_t allow_many_files() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return 0;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
  return limit.rlim_cur;
}

Crowd::Crowd(unsigned short port, int idle, int slow) : work_(io_.get_executor()) {
  const tcp::endpoint server{asio::ip::address_v4::loopback(), port};
  for (int i = 0; i < idle + slow; ++i) {
    members_.push_back(std::make_unique<Member>(*this, static_cast<unsigned>(i), server, i >= idle));
    members_.back()->open();
  }
  thread_ = std::thread([this] { io_.run(); });
}

Crowd::~Crowd() {
  io_.stop();
  thread_.join();
}

}  // namespace hotline::bench
