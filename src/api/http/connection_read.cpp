// From bytes to a request.
// g++ 12 mistakes the inlined allocation of coroutine frames for another one than the frame's own.
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"

#include <boost/beast/http/error.hpp>

#include "api/http/connection.hpp"
#include "api/problem.hpp"

namespace hotline::api {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;

constexpr std::size_t kReadSize = 16 * 1024;  // bytes of one read of a body
// Of a head, and while there is none: a connection that waits holds room for no more. Most requests fit.
constexpr std::size_t kHeadReadSize = 2 * 1024;
constexpr std::size_t kKeptBuffer = 4 * 1024;           // of a connection that waits for its next request
constexpr std::size_t kBodyBytesPerSecond = 32 * 1024;  // slower clients are cut off

std::string_view view_of(boost::beast::string_view text) {
  return {text.data(), text.size()};
}

}  // namespace

asio::awaitable<bool> Connection::receive() {
  const auto space = buffer_.prepare(step_ == Step::body ? kReadSize : kHeadReadSize);
  const auto [failed, size] = co_await transport_.read_some(space);
  if (failed) co_return false;
  buffer_.commit(size);
  co_return step_ != Step::closed;
}

asio::awaitable<bool> Connection::read_head() {
  parser_->eager(false);
  enter(Step::idle, core_.settings.idle_timeout);
  if (buffer_.size() == 0 && buffer_.capacity() > kKeptBuffer) buffer_.shrink_to_fit();
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

std::size_t Connection::expected_body(std::size_t max_body) const {
  if (parser_->is_done()) return 0;
  const auto length = parser_->content_length();
  return length ? static_cast<std::size_t>(*length) : max_body;
}

asio::awaitable<bool> Connection::read_body(std::size_t expected, std::size_t max_body) {
  if (parser_->is_done()) co_return true;
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
    // A start line that was read leaves its target behind.
    if (parser_->get().target().empty()) {
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
      case http::field::accept_encoding:
        head.accept_encoding = value;
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

}  // namespace hotline::api
