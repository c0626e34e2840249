// g++ 12 mistakes the inlined allocation of coroutine frames for another one than the frame's own.
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"

#include "api/http/connection.hpp"

#include <boost/asio/post.hpp>

#include "api/problem.hpp"

namespace hotline::api {
namespace {

namespace asio = boost::asio;
constexpr int kBodyRetry = 5;                    // seconds: an upload that is under way needs some
constexpr std::size_t kDrainedBody = 64 * 1024;  // bytes; a refused body up to this size is read and dropped
constexpr std::chrono::seconds kPartTime{2};     // for a TLS client to take leave
// To a client that speaks plain HTTP where TLS is spoken.
constexpr std::string_view kPlainHttp =
    "HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Type: application/problem+json\r\n"
    "Content-Length: 91\r\n\r\n"
    R"({"detail":"Use https:// here.","status":400,"title":"TLS","type":"urn:hotline:problem:tls"})";

}  // namespace

Connection::Connection(Socket socket, TlsContext context, Core& core, Pipeline& pipeline)
    : transport_(std::move(socket), std::move(context)),
      core_(core),
      pipeline_(pipeline),
      timer_(transport_.strand()) {
  boost::system::error_code failed;
  const auto endpoint = transport_.socket().remote_endpoint(failed);
  if (!failed) peer_ = endpoint.address().to_string();
}

asio::awaitable<void> Connection::run() {
  const auto self = shared_from_this();
  if (transport_.is_secure() && !co_await shake_hands()) {
    close();
    co_return;
  }
  while (keep_alive_ && step_ != Step::closed) {
    if (draining_ && buffer_.size() == 0) break;
    co_await serve_one();
  }
  if (unread_body_ && step_ != Step::closed) {
    co_await linger();
  } else if (transport_.is_secure() && step_ != Step::closed) {
    enter(Step::write, kPartTime);
    co_await transport_.part();
  }
  close();
}

asio::awaitable<bool> Connection::shake_hands() {
  enter(Step::handshake, core_.settings.header_timeout);
  const auto [failed] = co_await transport_.handshake();
  if (failed && Transport::was_plain_http(failed)) {
    boost::system::error_code ignored;
    transport_.socket().write_some(asio::buffer(kPlainHttp), ignored);
  }
  co_return !failed && step_ != Step::closed;
}

asio::awaitable<void> Connection::serve_one() {
  parser_.emplace();
  parser_->header_limit(static_cast<std::uint32_t>(core_.settings.max_header));
  parser_->body_limit(std::numeric_limits<std::uint64_t>::max());
  timed_out_ = sent_away_ = false;
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
  BodyBudget::Hold room;  // until the answer is sent: the work may keep the body so long
  const std::size_t expected = expected_body(limit);
  if (!reply && expected <= limit && !core_.bodies.take(call_->address(), expected, room)) {
    keep_alive_ = false;
    unread_body_ = true;
    reply = busy_reply(call_->language(), call_->path_text(), kBodyRetry);
  } else if (!co_await read_body(expected, limit)) {
    if (step_ == Step::closed) co_return;
    keep_alive_ = false;
    unread_body_ = true;
    if (!reply) reply = reading_problem();
  }
  enter(Step::work, core_.settings.answer_timeout);
  if (!reply) {
    Answer work{internal_error()};
    Gate::Pass pass;
    reply = pipeline_.begin(*call_, std::move(parser_->get().body()), work, pass);
    sent_away_ = pass.was_refused();
    if (!reply) reply = co_await pipeline_.run(*call_, work);
  }
  if (step_ == Step::closed) co_return;
  co_await write(*reply);
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
    transport_.socket().cancel(ignored);
  } else {
    close();
  }
}

void Connection::close() {
  step_ = Step::closed;
  timer_.cancel();
  boost::system::error_code ignored;
  transport_.socket().shutdown(asio::ip::tcp::socket::shutdown_both, ignored);
  transport_.socket().close(ignored);
}

void Connection::drain() {
  asio::post(strand(), [self = shared_from_this()] {
    self->draining_ = true;
    if (self->step_ == Step::handshake || self->step_ == Step::idle) self->close();
  });
}

void Connection::abort() {
  asio::post(strand(), [self = shared_from_this()] { self->close(); });
}

}  // namespace hotline::api
