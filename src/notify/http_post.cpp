#include "hotline/notify/http_post.hpp"

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

#include "notify/url.hpp"
#include "notify/wire.hpp"

namespace hotline::notify {

namespace http = boost::beast::http;

namespace {

constexpr std::uint64_t kLongestAnswer = 64 * 1024;

using Request = http::request<http::string_body>;

HttpAnswer exchange(const Url& url, Request& request, const std::map<std::string, std::string>& headers,
                    const std::string& ca_file, std::chrono::milliseconds timeout) {
  HttpAnswer answer;
  for (const auto& [name, value] : headers) request.set(name, value);
  request.set(http::field::host, url.authority());
  request.set(http::field::connection, "close");
  request.prepare_payload();

  Wire wire(timeout);
  if (wire.connect(url.host, url.port)) return answer;
  if (url.encrypted && wire.start_tls(url.host, ca_file)) {
    answer.kind = HttpAnswer::Kind::distrusted;
    return answer;
  }
  answer.kind = HttpAnswer::Kind::silent;
  if (wire.run([&](auto& stream, auto handler) { http::async_write(stream, request, handler); }))
    return answer;
  http::response_parser<http::string_body> parser;
  parser.body_limit(kLongestAnswer);
  boost::beast::flat_buffer buffer;
  if (wire.run([&](auto& stream, auto handler) { http::async_read(stream, buffer, parser, handler); }))
    return answer;
  answer.kind = HttpAnswer::Kind::answered;
  answer.status = parser.get().result_int();
  answer.retry_after = std::string(parser.get()[http::field::retry_after]);
  answer.body = std::move(parser.get().body());
  return answer;
}

}  // namespace

bool is_http_url(std::string_view text) {
  return parse_url(text).has_value();
}

HttpAnswer post(const HttpPost& what) {
  const auto url = parse_url(what.url);
  if (!url) return {};
  Request request{http::verb::post, url->target, 11};
  request.set(http::field::content_type, what.content_type);
  request.body() = what.body;
  return exchange(*url, request, what.headers, what.ca_file, what.timeout);
}

HttpAnswer get(const HttpGet& what) {
  const auto url = parse_url(what.url);
  if (!url) return {};
  Request request{http::verb::get, url->target, 11};
  return exchange(*url, request, what.headers, what.ca_file, what.timeout);
}

}  // namespace hotline::notify
