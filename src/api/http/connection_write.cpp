// From a reply to bytes.
// g++ 12 mistakes the inlined allocation of coroutine frames for another one than the frame's own.
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"

#include "api/http/connection.hpp"
#include "api/http/wire.hpp"

namespace hotline::api {
namespace {

namespace asio = boost::asio;

constexpr std::chrono::seconds kLinger{2};  // for a client to see why it was refused

}  // namespace

asio::awaitable<bool> Connection::send(std::string_view first, std::string_view second) {
  Transport::Pieces pieces{asio::buffer(first), asio::buffer(second)};
  const std::size_t total = first.size() + second.size();
  // Most answers fit the socket's buffer: no need to wait for the reactor.
  const std::optional<std::size_t> sent = transport_.write_now(pieces);
  if (!sent) co_return false;
  sent_ += total;
  if (*sent == total) co_return true;
  const std::size_t of_first = std::min(*sent, first.size());
  pieces[0] += of_first;
  pieces[1] += *sent - of_first;
  const auto [broken, rest] = co_await transport_.write(pieces);
  co_return !broken && rest == total - *sent;
}

asio::awaitable<void> Connection::write(Reply& reply) {
  enter(Step::write, core_.settings.write_timeout);
  const bool old = parser_->is_header_done() && parser_->get().version() < 11;
  if (old && reply.stream) keep_alive_ = false;
  WireOptions options;
  options.keep_alive = keep_alive_;
  options.http_1_0 = old;
  options.request_id = call_->request_id();
  options.now = call_->now();
  options.secure = transport_.is_secure();
  write_head(wire_, reply, options);
  const bool head_only = call_->is_head() || !reply.body;
  sent_ = 0;
  std::string_view body;
  if (!head_only) body = *reply.body;
  bool sent = co_await send(wire_, body);
  if (sent && reply.stream && !call_->is_head()) {
    sent = co_await write_stream(*reply.stream);
  }
  reply.stream.reset();
  pipeline_.finish(*call_, reply.status, sent_, sent_away_);
  if (!sent) {
    keep_alive_ = false;
    unread_body_ = false;
  }
}

asio::awaitable<bool> Connection::write_stream(Stream& stream) {
  const bool chunked = parser_->get().version() >= 11;
  for (;;) {
    // Waiting for the next event has no deadline; taking it has.
    enter(Step::work, std::chrono::hours(24));
    auto piece = co_await stream.next();
    if (step_ == Step::closed || !piece.ok()) co_return false;
    enter(Step::write, core_.settings.write_timeout);
    if (!piece.value()) break;
    if (piece.value()->empty()) continue;
    const std::string bytes = chunked ? chunk_of(*piece.value()) : std::move(*piece.value());
    if (!co_await send(bytes, "")) co_return false;
  }
  if (!chunked) co_return true;
  co_return co_await send(kLastChunk, "");
}

// Closing with unread input would reset the connection and take the answer with it.
asio::awaitable<void> Connection::linger() {
  boost::system::error_code ignored;
  transport_.socket().shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
  enter(Step::write, kLinger);
  buffer_.clear();
  while (co_await receive()) buffer_.clear();
}

}  // namespace hotline::api
