#include "app/replay/http_connection.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>
#include <chrono>

namespace hotline::app {
namespace {

namespace http = boost::beast::http;
using Tcp = boost::asio::ip::tcp;
using ErrorCode = boost::system::error_code;

constexpr std::chrono::seconds exchange_timeout{60};
constexpr std::size_t most_answer_bytes = 4 * 1024 * 1024;

}  // namespace

ErrorCode HttpConnection::run(ErrorCode& result) {
  io_.restart();
  io_.run();
  if (result) stream_.reset();
  return result;
}

bool HttpConnection::connect() {
  ErrorCode result;
  Tcp::resolver resolver(io_);
  const auto addresses = resolver.resolve(server_.host, server_.port, result);
  if (result) return false;
  stream_.emplace(io_);
  buffer_.clear();
  stream_->expires_after(exchange_timeout);
  stream_->async_connect(addresses, [&](ErrorCode code, const Tcp::endpoint&) { result = code; });
  if (run(result)) return false;
  stream_->socket().set_option(Tcp::no_delay(true), result);
  return true;
}

std::optional<HttpConnection::Response> HttpConnection::exchange(const Request& request) {
  if (!stream_ && !connect()) return std::nullopt;
  ErrorCode result;
  stream_->expires_after(exchange_timeout);
  http::async_write(*stream_, request, [&](ErrorCode code, std::size_t) { result = code; });
  if (run(result)) return std::nullopt;
  http::response_parser<http::string_body> parser;
  parser.body_limit(most_answer_bytes);
  http::async_read(*stream_, buffer_, parser, [&](ErrorCode code, std::size_t) { result = code; });
  if (run(result)) return std::nullopt;
  Response response = parser.release();
  if (!response.keep_alive()) stream_.reset();
  return response;
}

}  // namespace hotline::app
