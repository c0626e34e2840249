// Servers that a test runs on loopback, one connection at a time, on a thread of their own.
#pragma once

#include <atomic>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/write.hpp>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace hotline::notify {

namespace asio = boost::asio;

// One accepted connection, plain or encrypted.
class Peer {
 public:
  explicit Peer(asio::ip::tcp::socket& socket) : socket_(socket) {}

  // Reads up to and with `end`; "" once the other side is gone.
  std::string read(const std::string& end) {
    boost::system::error_code code;
    auto buffer = asio::dynamic_buffer(received_);
    const std::size_t size =
        tls_ ? asio::read_until(*tls_, buffer, end, code) : asio::read_until(socket_, buffer, end, code);
    if (code) return "";
    std::string text = received_.substr(0, size);
    received_.erase(0, size);
    return text;
  }
  std::string read_bytes(std::size_t size) {
    boost::system::error_code code;
    auto buffer = asio::dynamic_buffer(received_);
    if (received_.size() < size)
      asio::read(socket_, buffer, asio::transfer_exactly(size - received_.size()), code);
    std::string text = received_.substr(0, size);
    received_.erase(0, size);
    return text;
  }
  void write(const std::string& text) {
    boost::system::error_code code;
    if (tls_) {
      asio::write(*tls_, asio::buffer(text), code);
    } else {
      asio::write(socket_, asio::buffer(text), code);
    }
  }
  // False when the client does not trust the certificate.
  bool encrypt(asio::ssl::context& context) {
    boost::system::error_code code;
    auto tls = std::make_unique<asio::ssl::stream<asio::ip::tcp::socket&>>(socket_, context);
    tls->handshake(asio::ssl::stream_base::server, code);
    if (!code) tls_ = std::move(tls);
    return !code;
  }
  // Says nothing more, and waits until the client has given up.
  void fall_silent() {
    boost::system::error_code code;
    char byte = 0;
    while (!code) socket_.read_some(asio::buffer(&byte, 1), code);
  }

 private:
  asio::ip::tcp::socket& socket_;
  std::unique_ptr<asio::ssl::stream<asio::ip::tcp::socket&>> tls_;
  std::string received_;
};

class LocalServer {
 public:
  explicit LocalServer(std::function<void(Peer&)> serve)
      : acceptor_(io_, {asio::ip::address_v4::loopback(), 0}), serve_(std::move(serve)) {
    thread_ = std::thread([this] { run(); });
  }
  ~LocalServer() {
    stopping_ = true;
    // Wakes the accept.
    boost::system::error_code code;
    asio::io_context io;
    asio::ip::tcp::socket knock(io);
    knock.connect({asio::ip::address_v4::loopback(), acceptor_.local_endpoint().port()}, code);
    thread_.join();
  }
  int port() const { return acceptor_.local_endpoint().port(); }
  // Returns once the conversation is over that the server was in. What it has noted may be read then.
  void rest() {
    std::unique_lock lock(mutex_);
    rested_.wait(lock, [this] { return !serving_; });
  }

 private:
  void run() {
    for (;;) {
      boost::system::error_code code;
      asio::ip::tcp::socket socket(io_);
      acceptor_.accept(socket, code);
      if (stopping_) return;
      if (code) continue;
      set_serving(true);
      {
        Peer peer(socket);
        serve_(peer);
      }
      set_serving(false);
    }
  }
  void set_serving(bool serving) {
    std::lock_guard lock(mutex_);
    serving_ = serving;
    rested_.notify_all();
  }

  asio::io_context io_;
  asio::ip::tcp::acceptor acceptor_;
  std::function<void(Peer&)> serve_;
  std::atomic<bool> stopping_{false};
  std::mutex mutex_;
  std::condition_variable rested_;
  bool serving_ = false;
  std::thread thread_;
};

// A port of loopback on which nobody listens: bound, and given up again.
inline int dead_port() {
  asio::io_context io;
  asio::ip::tcp::acceptor acceptor(io, {asio::ip::address_v4::loopback(), 0});
  return acceptor.local_endpoint().port();
}

}  // namespace hotline::notify
