// One request to a server outside: connects, sends, reads the answer, all within one time limit.
//
// Blocks; for threads that may wait. Nothing of it is logged or kept. Errors are values of the answer, for
// what follows from them depends on whether the other side may have heard.
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <string_view>

namespace hotline::notify {

struct HttpPost {
  std::string url;                             // passed is_http_url()
  std::map<std::string, std::string> headers;  // not Host, Content-Type, Content-Length or Connection
  std::string content_type, body;
  std::string ca_file;                        // certificates to trust; "" for those of the system
  std::chrono::milliseconds timeout{15'000};  // for all of it
};

struct HttpAnswer {
  enum class Kind {
    answered,     // with a status
    unreachable,  // nothing was sent
    distrusted,   // no encrypted connection came about; nothing was sent
    silent,       // sent, and no answer came
  };
  Kind kind = Kind::unreachable;
  unsigned status = 0;
  std::string body;         // at most 64 KiB
  std::string retry_after;  // the header as it came, "" for none
};

// The same without a body.
struct HttpGet {
  std::string url;
  std::map<std::string, std::string> headers = {};
  std::string ca_file = {};
  std::chrono::milliseconds timeout{15'000};
};

// http:// or https:// without user name or fragment.
bool is_http_url(std::string_view text);
// A value of application/x-www-form-urlencoded, or of a query.
std::string form_escaped(std::string_view text);

HttpAnswer post(const HttpPost& what);
HttpAnswer get(const HttpGet& what);

}  // namespace hotline::notify
