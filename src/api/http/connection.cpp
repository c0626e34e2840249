// g++ 12 mistakes the inlined allocation of coroutine frames for another one than the frame's own.
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"

#include "api/http/connection.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/error.hpp>

#include "api/http/wire.hpp"
#include "api/problem.hpp"

namespace hotline::api {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;

constexpr auto use_tuple = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t kReadSize = 16 * 1024;            // bytes of one read
constexpr std::size_t kDrainedBody = 64 * 1024;         // a refused body up to this size is read and dropped
constexpr std::chrono::seconds kLinger{2};              // for a client to see why it was refused
constexpr std::size_t kBodyBytesPerSecond = 32 * 1024;  // slower clients are cut off

std::string_view view_of(boost::beast::string_view text) {
  return {text.data(), text.size()};
}

}  // namespace

Connection::Connection(Socket socket, Core& core, Pipeline& pipeline)
    : socket_(std::move(socket)), core_(core), pipeline_(pipeline), timer_(socket_.get_executor()) {
  boost::system::error_code ignored;
  const auto endpoint = socket_.remote_endpoint(ignored);
  if (!ignored) peer_ = endpoint.address().to_string();
  socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
  socket_.non_blocking(true, ignored);
}

asio::awaitable<void> Connection::run() {
  const auto self = shared_from_this();
  while (keep_alive_ && step_ != Step::closed) {
    if (draining_ && buffer_.size() == 0) break;
    co_await serve_one();
  }
  if (unread_body_ && step_ != Step::closed) co_await linger();
  close();
}

asio::awaitable<void> Connection::serve_one() {
  parser_.emplace();
  parser_->header_limit(static_cast<std::uint32_t>(core_.settings.max_header));
  parser_->body_limit(std::numeric_limits<std::uint64_t>::max());
  timed_out_ = false;
  fault_ = {};
  call_.emplace();
  if (!co_await read_head()) {
    if (step_ == Step::closed || (buffer_.size() == 0 && !fault_ && !timed_out_)) {
      keep_alive_ = false;
      co_return;
    }
    keep_alive_ = false;
    unread_body_ = true;
    RequestHead unread;
    unread.address = peer_;
    pipeline_.admit(*call_, std::move(unread));
    Reply refused = reading_problem();
    co_await write(refused);
    co_return;
  }
  keep_alive_ = parser_->keep_alive() && !draining_;
  std::optional<Reply> reply = pipeline_.admit(*call_, head());
  const std::size_t limit = reply ? kDrainedBody : pipeline_.max_body(*call_);
  if (!co_await read_body(limit)) {
    if (step_ == Step::closed) co_return;
    keep_alive_ = false;
    unread_body_ = true;
    if (!reply) reply = reading_problem();
  }
  enter(Step::work, core_.settings.answer_timeout);
  if (!reply) {
    Answer work{internal_error()};
    reply = pipeline_.begin(*call_, std::move(parser_->get().body()), work);
    if (!reply) reply = co_await pipeline_.run(*call_, work);
  }
  if (step_ == Step::closed) co_return;
  co_await write(*reply);
}

asio::awaitable<bool> Connection::read_head() {
  parser_->eager(false);
  enter(Step::idle, core_.settings.idle_timeout);
  for (;;) {
    if (buffer_.size() > 0) {
      if (step_ == Step::idle) enter(Step::head, core_.settings.header_timeout);
      const std::size_t used = parser_->put(buffer_.data(), fault_);
      buffer_.consume(used);
      if (fault_ == http::error::need_more) fault_ = {};
      if (fault_) co_return false;
      if (parser_->is_header_done()) co_return true;
    }
    if (!co_await receive()) co_return false;
  }
}

asio::awaitable<bool> Connection::read_body(std::size_t max_body) {
  if (parser_->is_done()) co_return true;
  const auto length = parser_->content_length();
  const std::size_t expected = length ? static_cast<std::size_t>(*length) : max_body;
  if (expected > max_body) {
    fault_ = http::error::body_limit;
    co_return false;
  }
  parser_->body_limit(max_body);
  parser_->eager(true);
  enter(Step::body, core_.settings.body_timeout + std::chrono::seconds(expected / kBodyBytesPerSecond));
  if (view_of(parser_->get()[http::field::expect]) == "100-continue") {
    if (!co_await send("HTTP/1.1 100 Continue\r\n\r\n", "")) co_return false;
  }
  for (;;) {
    if (buffer_.size() > 0) {
      const std::size_t used = parser_->put(buffer_.data(), fault_);
      buffer_.consume(used);
      if (fault_ == http::error::need_more) fault_ = {};
      if (fault_) co_return false;
      if (parser_->is_done()) co_return true;
      if (used > 0 && buffer_.size() > 0) continue;
    }
    if (!co_await receive()) co_return false;
  }
}

// What went wrong while reading, for the client.
Reply Connection::reading_problem() const {
  const ServerSettings& settings = core_.settings;
  if (timed_out_) {
    return pipeline_.transport_error(
        "request_timeout",
        {"未在规定时间内收到完整的请求，请检查网络后重试。",
         "The request did not arrive in time: check the network and send it again."},
        *call_);
  }
  if (fault_ == http::error::header_limit) {
    const std::string_view start(static_cast<const char*>(buffer_.data().data()), buffer_.size());
    if (start.substr(0, settings.max_url).find('\n') == std::string_view::npos) {
      return pipeline_.transport_error(
          "uri_too_long", {"请求地址过长，请缩短查询条件。", "The URL is too long: shorten it."}, *call_);
    }
    const std::string most = std::to_string(settings.max_header);
    return pipeline_.transport_error("header_too_large",
                                     {"请求头超过 " + most + " 字节，请减少请求头。",
                                      "The headers have more than " + most + " bytes: send fewer."},
                                     *call_);
  }
  if (fault_ == http::error::body_limit) {
    const std::string most = std::to_string(pipeline_.max_body(*call_));
    return problem_reply(
        base::Error::of(base::ErrorCode::too_large, "请求正文超过 " + most + " 字节，请缩减后重新提交。",
                        "The body has more than " + most + " bytes: send less."),
        call_->language(), call_->path_text());
  }
  return problem_reply(base::Error::of(base::ErrorCode::malformed, "不是有效的 HTTP 请求，请检查客户端。",
                                       "This is no valid HTTP request: check the client."),
                       call_->language(), call_->path_text());
}

RequestHead Connection::head() const {
  const auto& message = parser_->get();
  RequestHead head;
  switch (message.method()) {
    case http::verb::get:
      head.method = Method::get;
      break;
    case http::verb::head:
      head.method = Method::get;
      head.is_head = true;
      break;
    case http::verb::post:
      head.method = Method::post;
      break;
    case http::verb::put:
      head.method = Method::put;
      break;
    case http::verb::patch:
      head.method = Method::patch;
      break;
    case http::verb::delete_:
      head.method = Method::del;
      break;
    case http::verb::options:
      head.is_options = true;
      break;
    default:
      break;
  }
  head.target = view_of(message.target());
  const auto question = std::min(head.target.find('?'), head.target.size());
  head.path = head.target.substr(0, question);
  if (question < head.target.size()) head.query = head.target.substr(question + 1);
  std::string_view forwarded_for;
  for (const auto& field : message) {
    const std::string_view value = view_of(field.value());
    switch (field.name()) {
      case http::field::authorization:
        head.authorization = value;
        break;
      case http::field::cookie:
        head.cookie = value;
        break;
      case http::field::content_type:
        head.content_type = value;
        break;
      case http::field::accept_language:
        head.accept_language = value;
        break;
      case http::field::if_match:
        head.if_match = value;
        break;
      case http::field::if_none_match:
        head.if_none_match = value;
        break;
      case http::field::unknown: {
        const auto is = [&field](std::string_view name) {
          return boost::beast::iequals(field.name_string(),
                                       boost::beast::string_view(name.data(), name.size()));
        };
        if (is("X-CSRF-Token")) head.csrf_token = value;
        if (is("Idempotency-Key")) head.idempotency_key = value;
        if (is("X-Request-Id")) head.request_id = value;
        if (is("Last-Event-ID")) head.last_event_id = value;
        if (is("X-Forwarded-For")) forwarded_for = value;
        break;
      }
      default:
        break;
    }
  }
  head.address = client_address(forwarded_for);
  return head;
}

std::string Connection::client_address(std::string_view forwarded_for) const {
  if (forwarded_for.empty()) return peer_;
  for (const std::string& proxy : core_.settings.trusted_proxies) {
    if (proxy != peer_) continue;
    // The last address is the one that the trusted proxy itself saw.
    std::string_view last = forwarded_for.substr(forwarded_for.find_last_of(',') + 1);
    while (!last.empty() && last.front() == ' ') last.remove_prefix(1);
    return std::string(last.substr(0, 64));
  }
  return peer_;
}

asio::awaitable<bool> Connection::receive() {
  const auto space = buffer_.prepare(kReadSize);
  const auto [failed, size] = co_await socket_.async_read_some(space, use_tuple);
  if (failed) co_return false;
  buffer_.commit(size);
  co_return step_ != Step::closed;
}

asio::awaitable<bool> Connection::send(std::string_view first, std::string_view second) {
  std::array<asio::const_buffer, 2> buffers{asio::buffer(first), asio::buffer(second)};
  const std::size_t total = first.size() + second.size();
  // Most answers fit the socket's buffer: no need to wait for the reactor.
  boost::system::error_code failed;
  std::size_t sent = socket_.write_some(buffers, failed);
  if (failed && failed != asio::error::would_block) co_return false;
  if (failed) sent = 0;
  sent_ += total;
  if (sent == total) co_return true;
  const std::size_t of_first = std::min(sent, first.size());
  buffers[0] += of_first;
  buffers[1] += sent - of_first;
  const auto [broken, rest] = co_await asio::async_write(socket_, buffers, use_tuple);
  co_return !broken && rest == total - sent;
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
  pipeline_.finish(*call_, reply.status, sent_);
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
  socket_.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
  enter(Step::write, kLinger);
  buffer_.clear();
  while (co_await receive()) buffer_.clear();
}

void Connection::enter(Step step, std::chrono::milliseconds limit) {
  if (step_ == Step::closed) return;
  step_ = step;
  deadline_ = std::chrono::steady_clock::now() + limit;
  // The timer is set anew only for an earlier deadline; a later one is seen when it fires.
  if (!watching_ || deadline_ < timer_.expiry()) watch();
}

void Connection::watch() {
  watching_ = true;
  timer_.expires_at(deadline_);
  timer_.async_wait([self = shared_from_this()](boost::system::error_code cancelled) {
    if (cancelled || self->step_ == Step::closed) return;
    self->watching_ = false;
    if (std::chrono::steady_clock::now() < self->deadline_) return self->watch();
    self->late();
  });
}

void Connection::late() {
  if (step_ == Step::head || step_ == Step::body) {
    timed_out_ = true;
    boost::system::error_code ignored;
    socket_.cancel(ignored);
  } else {
    close();
  }
}

void Connection::close() {
  step_ = Step::closed;
  timer_.cancel();
  boost::system::error_code ignored;
  socket_.shutdown(asio::ip::tcp::socket::shutdown_both, ignored);
  socket_.close(ignored);
}

void Connection::drain() {
  asio::post(strand(), [self = shared_from_this()] {
    self->draining_ = true;
    if (self->step_ == Step::idle) self->close();
  });
}

void Connection::abort() {
  asio::post(strand(), [self = shared_from_this()] { self->close(); });
}

}  // namespace hotline::api
