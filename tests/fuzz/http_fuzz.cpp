// A request as it comes off a socket, in two pieces: head, body, query, cookie.
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include "api/query.hpp"
#include "api/request_head.hpp"
#include "fuzz/fuzz_support.hpp"

namespace {

namespace http = boost::beast::http;
using namespace hotline::api;

const std::vector<Field>& parameters() {
  static const std::vector<Field> all{
      optional("limit", integer(1, 200), {}), optional("state", list_of(choice({"open", "closed"}), 5), {}),
      optional("from", date_time(), {}),      optional("day", date(), {}),
      optional("text", text(200), {}),        optional("phone", phone(), {}),
      optional("late", boolean(), {})};
  return all;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  http::request_parser<http::string_body> parser;
  parser.header_limit(16 * 1024);
  parser.body_limit(64 * 1024);
  parser.eager(true);
  const std::size_t cut = 1 + data[0] % size;
  boost::system::error_code failed;
  std::string pending;
  for (const auto piece :
       {hotline::fuzz::view_of(data + 1, cut - 1), hotline::fuzz::view_of(data + cut, size - cut)}) {
    pending += piece;
    while (!pending.empty() && !parser.is_done()) {
      const std::size_t used = parser.put(boost::asio::buffer(pending), failed);
      pending.erase(0, used);
      if (failed == http::error::need_more) failed = {};
      if (failed || used == 0) break;
    }
    if (failed) return 0;
  }
  if (!parser.is_header_done()) return 0;
  const auto& message = parser.get();
  const std::string_view target(message.target().data(), message.target().size());
  const auto question = target.find('?');
  if (question != std::string_view::npos) {
    const auto query = parse_query(parameters(), target.substr(question + 1));
    if (query.ok() && query->has("limit")) {
      const auto limit = query->integer_or("limit", 1);
      hotline::fuzz::must_hold(limit >= 1 && limit <= 200);
    }
  }
  for (const auto& field : message) {
    if (field.name() != http::field::cookie) continue;
    static_cast<void>(cookie_value({field.value().data(), field.value().size()}, "hotline_session"));
  }
  return 0;
}
