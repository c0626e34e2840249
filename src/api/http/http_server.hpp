// Listening, the I/O threads, and the set of open connections.
#pragma once

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <unordered_set>
#include <vector>

#include "api/http/certificate.hpp"
#include "api/http/connection.hpp"
#include "hotline/api/server.hpp"

namespace hotline::api {

class HttpServer final : public Server {
 public:
  // `certificate` null: plain HTTP.
  HttpServer(std::unique_ptr<Certificate> certificate, ServerSettings settings, Platform platform);
  ~HttpServer() override { stop(); }

  base::Status open(Routes routes);
  unsigned short port() const override { return port_; }
  void stop() override;
  base::Result<bool> refresh_certificate();
  Core& core() { return core_; }

 private:
  base::Status listen();
  boost::asio::awaitable<void> accept();
  void take_in(Socket socket);
  void refuse(Socket socket);
  void leave(const std::shared_ptr<Connection>& connection, const std::exception_ptr& thrown);
  // Waits until no connection is open; false when that takes longer than `limit`.
  bool wait_for_none(std::chrono::milliseconds limit);

  const std::unique_ptr<Certificate> certificate_;
  Gate gate_;
  Core core_;
  Pipeline pipeline_;
  boost::asio::io_context io_;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
  Strand accept_strand_;
  boost::asio::basic_socket_acceptor<boost::asio::ip::tcp, Strand> acceptor_;
  unsigned short port_ = 0;
  std::vector<std::thread> threads_;

  std::mutex mutex_;
  std::condition_variable left_;
  std::unordered_set<std::shared_ptr<Connection>> connections_;
  bool accepting_ = false;
  bool stopped_ = false;
};

}  // namespace hotline::api
