#include "api/http/transport.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <boost/asio/ssl/error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

namespace hotline::api {
namespace {

namespace asio = boost::asio;

constexpr auto use_tuple = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t kRecord = 16 * 1024;  // bytes of plain text that one TLS record takes

}  // namespace

Transport::Transport(Socket socket, TlsContext context)
    : socket_(std::move(socket)), context_(std::move(context)) {
  ErrorCode ignored;
  socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
  socket_.non_blocking(true, ignored);
  if (context_) tls_.emplace(socket_, *context_);
}

asio::awaitable<std::tuple<Transport::ErrorCode>> Transport::handshake() {
  return tls_->async_handshake(asio::ssl::stream_base::server, use_tuple);
}

asio::awaitable<std::tuple<Transport::ErrorCode>> Transport::part() {
  return tls_->async_shutdown(use_tuple);
}

bool Transport::was_plain_http(const ErrorCode& failed) {
  return failed.category() == asio::error::get_ssl_category() &&
         ERR_GET_REASON(static_cast<unsigned long>(failed.value())) == SSL_R_HTTP_REQUEST;
}

asio::awaitable<Transport::Moved> Transport::read_some(asio::mutable_buffer space) {
  return tls_ ? tls_->async_read_some(space, use_tuple) : socket_.async_read_some(space, use_tuple);
}

std::optional<std::size_t> Transport::write_now(const Pieces& pieces) {
  if (tls_) return 0;
  ErrorCode failed;
  const std::size_t sent = socket_.write_some(pieces, failed);
  if (failed == asio::error::would_block) return 0;
  return failed ? std::nullopt : std::optional(sent);
}

asio::awaitable<Transport::Moved> Transport::write(const Pieces& pieces) {
  if (!tls_) return asio::async_write(socket_, pieces, use_tuple);
  if (pieces[1].size() > 0 && asio::buffer_size(pieces) <= kRecord) {
    record_.clear();
    for (const asio::const_buffer& piece : pieces)
      record_.append(static_cast<const char*>(piece.data()), piece.size());
    return asio::async_write(*tls_, asio::buffer(record_), use_tuple);
  }
  return asio::async_write(*tls_, pieces, use_tuple);
}

}  // namespace hotline::api
