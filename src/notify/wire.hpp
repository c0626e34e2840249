// A blocking connection with one deadline over everything that is done on it. TCP, or TLS over it.
#pragma once

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace hotline::notify {

// Errors are Asio's: timed_out once the deadline has passed; the connection is closed then. One thread.
class Wire {
 public:
  using Socket = boost::asio::ip::tcp::socket;
  using TlsStream = boost::asio::ssl::stream<Socket&>;
  using ErrorCode = boost::system::error_code;

  explicit Wire(std::chrono::milliseconds time) : deadline_(std::chrono::steady_clock::now() + time) {}

  ErrorCode connect(const std::string& host, int port);
  // The peer must prove to be `host` by a certificate of `ca_file`, or of the system for "".
  ErrorCode start_tls(const std::string& host, const std::string& ca_file);
  ErrorCode write(std::string_view bytes);
  // Reads up to and without CR LF; message_size for a line that is longer than `longest`.
  ErrorCode read_line(std::string& line, std::size_t longest);

  // Runs one asynchronous operation to its end or to the deadline: `start(stream, handler)` begins it, and
  // the handler takes an error_code first.
  template <class Start>
  ErrorCode run(Start start) {
    ErrorCode result = boost::asio::error::would_block;
    auto handler = [&result](ErrorCode code, auto&&...) { result = code; };
    if (tls_) {
      start(*tls_, handler);
    } else {
      start(socket_, handler);
    }
    return wait(result);
  }

 private:
  ErrorCode wait(ErrorCode& result);

  std::chrono::steady_clock::time_point deadline_;
  boost::asio::io_context io_;
  boost::asio::ip::tcp::resolver resolver_{io_};
  Socket socket_{io_};
  std::optional<boost::asio::ssl::context> context_;
  std::unique_ptr<TlsStream> tls_;
  std::string received_;
};

}  // namespace hotline::notify
