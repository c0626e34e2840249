// The bytes under one connection: a socket, or TLS over one. The one place that knows which.
//
// Operations are Asio's, on the connection's strand, one at a time; what they refer to (buffers, the
// transport itself) must live until they end. Closing the socket ends them.
#pragma once

#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/strand.hpp>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>

namespace hotline::api {

using Strand = boost::asio::strand<boost::asio::io_context::executor_type>;
using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, Strand>;
using TlsContext = std::shared_ptr<boost::asio::ssl::context>;

class Transport {
 public:
  using ErrorCode = boost::system::error_code;
  using Moved = std::tuple<ErrorCode, std::size_t>;
  using Pieces = std::array<boost::asio::const_buffer, 2>;

  // Without a context: plain. The context is kept for as long as the transport lives, whatever follows it.
  Transport(Socket socket, TlsContext context);

  bool is_secure() const { return tls_.has_value(); }
  Socket& socket() { return socket_; }
  Strand strand() { return socket_.get_executor(); }

  // TLS only: the handshake, as the server.
  boost::asio::awaitable<std::tuple<ErrorCode>> handshake();
  // TLS only: tells the peer that nothing more comes, and waits for it to say the same.
  boost::asio::awaitable<std::tuple<ErrorCode>> part();
  // Whether a handshake failed because the peer speaks plain HTTP.
  static bool was_plain_http(const ErrorCode& failed);

  boost::asio::awaitable<Moved> read_some(boost::asio::mutable_buffer space);
  // What can be written without waiting, in bytes; nothing when the connection is broken. TLS always waits.
  std::optional<std::size_t> write_now(const Pieces& pieces);
  // Writes all of it.
  boost::asio::awaitable<Moved> write(const Pieces& pieces);

 private:
  using Tls = boost::asio::ssl::stream<Socket&>;

  Socket socket_;
  TlsContext context_;
  std::optional<Tls> tls_;
  std::string record_;  // two short pieces as one record
};

}  // namespace hotline::api
