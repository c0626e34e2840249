#include "api/http/wire.hpp"

#include <boost/beast/http/status.hpp>
#include <charconv>
#include <chrono>
#include <cstdio>

namespace hotline::api {
namespace {

void add_header(std::string& out, std::string_view name, std::string_view value) {
  out.append(name).append(": ");
  if (value.find_first_of("\r\n") == std::string_view::npos) {
    out.append(value);
  } else {
    for (const char c : value) {
      if (c != '\r' && c != '\n') out += c;
    }
  }
  out += "\r\n";
}

void add_number(std::string& out, std::size_t value, int base = 10) {
  char digits[24];
  const auto end = std::to_chars(digits, digits + sizeof digits, value, base).ptr;
  out.append(digits, end);
}

// IMF-fixdate (RFC 9110 section 5.6.7), written once a second on each thread.
std::string_view http_date(base::Time now) {
  thread_local std::int64_t written_for = -1;
  thread_local char text[48];
  thread_local std::size_t length = 0;
  const auto second = std::chrono::floor<std::chrono::seconds>(now);
  if (second.time_since_epoch().count() != written_for) {
    static constexpr const char* kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                              "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto day = std::chrono::floor<std::chrono::days>(second);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss time(second - day);
    const int written =
        std::snprintf(text, sizeof text, "%s, %02u %s %04d %02d:%02d:%02d GMT",
                      kDays[std::chrono::weekday(day).c_encoding()], static_cast<unsigned>(date.day()),
                      kMonths[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
                      static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                      static_cast<int>(time.seconds().count()));
    length = static_cast<std::size_t>(written);
    written_for = second.time_since_epoch().count();
  }
  return {text, length};
}

bool sets(const Reply& reply, std::string_view name) {
  for (const auto& header : reply.headers) {
    if (header.first == name) return true;
  }
  return false;
}

bool is_file_of_ours(const Reply& reply) {
  return !reply.stream && reply.body && !reply.content_type.starts_with("application/json") &&
         !reply.content_type.starts_with("application/problem+json") && sets(reply, "Cache-Control");
}

}  // namespace

void write_head(std::string& out, const Reply& reply, const WireOptions& options) {
  out.clear();
  out += options.http_1_0 ? "HTTP/1.0 " : "HTTP/1.1 ";
  add_number(out, reply.status);
  const auto reason = boost::beast::http::obsolete_reason(boost::beast::http::int_to_status(reply.status));
  out.append(" ")
      .append(reason.data(), reason.size())
      .append("\r\nDate: ")
      .append(http_date(options.now))
      .append("\r\n");
  if (reply.stream) {
    add_header(out, "Content-Type", reply.content_type);
    if (!options.http_1_0) out += "Transfer-Encoding: chunked\r\n";
  } else if (reply.body) {
    add_header(out, "Content-Type", reply.content_type);
    out += "Content-Length: ";
    add_number(out, reply.body->size());
    out += "\r\n";
  } else if (reply.status != 204 && reply.status != 304) {
    out += "Content-Length: 0\r\n";
  }
  if (!reply.etag.empty()) add_header(out, "ETag", reply.etag);
  if (!reply.location.empty()) add_header(out, "Location", reply.location);
  if (!sets(reply, "Cache-Control")) {
    out += reply.etag.empty() ? "Cache-Control: no-store\r\n" : "Cache-Control: private, no-cache\r\n";
  }
  out += "X-Content-Type-Options: nosniff\r\n";
  if (options.secure) out += "Strict-Transport-Security: max-age=31536000\r\n";
  // What is no page of ours is never to be shown as one. Pages and their parts bring headers of their own.
  if (!is_file_of_ours(reply)) {
    if (!sets(reply, "Content-Security-Policy"))
      out += "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n";
    if (!sets(reply, "Referrer-Policy")) out += "Referrer-Policy: no-referrer\r\n";
  }
  for (const auto& [name, value] : reply.headers) add_header(out, name, value);
  if (!options.request_id.empty()) add_header(out, "X-Request-Id", options.request_id);
  if (!options.keep_alive) {
    out += "Connection: close\r\n";
  } else if (options.http_1_0) {
    out += "Connection: keep-alive\r\n";
  }
  out += "\r\n";
}

std::string chunk_of(std::string_view piece) {
  std::string out;
  out.reserve(piece.size() + 24);
  add_number(out, piece.size(), 16);
  out.append("\r\n").append(piece).append("\r\n");
  return out;
}

}  // namespace hotline::api
