// The parts of a request's head that the pipeline looks at. Views into the connection's parser: they live
// until the request is answered.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "api/route.hpp"

namespace hotline::api {

struct RequestHead {
  std::optional<Method> method;  // nothing for HEAD, OPTIONS and methods that no route has
  bool is_head = false;
  bool is_options = false;
  std::string_view target;  // path and query as sent
  std::string_view path;
  std::string_view query;  // without "?"
  std::string address;     // of the client, behind trusted proxies
  std::string_view authorization, cookie, csrf_token, content_type, accept_language, accept_encoding;
  std::string_view if_match, if_none_match, idempotency_key, request_id, last_event_id;
};

// The value of one cookie; "" when it is not there.
std::string_view cookie_value(std::string_view cookies, std::string_view name);

}  // namespace hotline::api
