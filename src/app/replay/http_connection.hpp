// One keep-alive connection to an HTTP server, with a deadline for each exchange. Belongs to one thread.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>
#include <optional>
#include <string>

#include "app/replay/replay.hpp"

namespace hotline::app {

class HttpConnection {
 public:
  using Request = boost::beast::http::request<boost::beast::http::string_body>;
  using Response = boost::beast::http::response<boost::beast::http::string_body>;

  explicit HttpConnection(ServerAddress server) : server_(std::move(server)) {}

  // Connects when needed, sends, and reads the answer. Nothing when the connection failed, was closed or took
  // longer than a minute: then it is not known whether the server has the request.
  std::optional<Response> exchange(const Request& request);

 private:
  bool connect();
  // Runs the one operation that was started until it ends.
  boost::system::error_code run(boost::system::error_code& result);

  ServerAddress server_;
  boost::asio::io_context io_{1};
  std::optional<boost::beast::tcp_stream> stream_;
  boost::beast::flat_buffer buffer_;
};

}  // namespace hotline::app
