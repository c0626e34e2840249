#include "notify/wire.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>

namespace hotline::notify {

namespace asio = boost::asio;

Wire::ErrorCode Wire::wait(ErrorCode& result) {
  io_.restart();
  io_.run_until(deadline_);
  if (result != asio::error::would_block) return result;
  resolver_.cancel();
  ErrorCode ignored;
  socket_.close(ignored);
  // The operation refers to the caller's memory: it has to end before this returns.
  io_.restart();
  io_.run();
  return asio::error::timed_out;
}

Wire::ErrorCode Wire::connect(const std::string& host, int port) {
  asio::ip::tcp::resolver::results_type addresses;
  ErrorCode result = asio::error::would_block;
  resolver_.async_resolve(host, std::to_string(port), [&](ErrorCode code, auto found) {
    result = code;
    addresses = std::move(found);
  });
  if (wait(result)) return result == asio::error::would_block ? asio::error::timed_out : result;
  result = asio::error::would_block;
  asio::async_connect(socket_, addresses, [&](ErrorCode code, const auto&) { result = code; });
  return wait(result);
}

Wire::ErrorCode Wire::start_tls(const std::string& host, const std::string& ca_file) {
  context_.emplace(asio::ssl::context::tls_client);
  ErrorCode code;
  if (ca_file.empty()) {
    context_->set_default_verify_paths(code);
  } else {
    context_->load_verify_file(ca_file, code);
  }
  if (code) return code;
  context_->set_verify_mode(asio::ssl::verify_peer, code);
  if (code) return code;
  auto tls = std::make_unique<TlsStream>(socket_, *context_);
  tls->set_verify_callback(asio::ssl::host_name_verification(host), code);
  if (code) return code;
  // What the macro SSL_set_tlsext_host_name does, without its C cast.
  if (SSL_ctrl(tls->native_handle(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
               const_cast<char*>(host.c_str())) != 1) {
    return asio::error::invalid_argument;
  }
  // What came in plain before the handshake must not be taken for the encrypted peer's word.
  received_.clear();
  ErrorCode result = asio::error::would_block;
  tls->async_handshake(asio::ssl::stream_base::client, [&](ErrorCode done) { result = done; });
  code = wait(result);
  if (!code) tls_ = std::move(tls);
  return code;
}

Wire::ErrorCode Wire::write(std::string_view bytes) {
  return run([&](auto& stream, auto handler) {
    asio::async_write(stream, asio::buffer(bytes.data(), bytes.size()), handler);
  });
}

Wire::ErrorCode Wire::read_line(std::string& line, std::size_t longest) {
  const ErrorCode code = run([&](auto& stream, auto handler) {
    asio::async_read_until(stream, asio::dynamic_buffer(received_, longest), "\r\n", handler);
  });
  if (code == asio::error::not_found) return asio::error::message_size;
  if (code) return code;
  const auto end = received_.find("\r\n");
  line = received_.substr(0, end);
  received_.erase(0, end + 2);
  return {};
}

}  // namespace hotline::notify
