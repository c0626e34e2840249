// Addresses of gateways, and values written into the bodies sent to them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hotline::notify {

struct Url {
  bool encrypted = false;
  std::string host;
  int port = 0;
  std::string target;  // path and query, "/" at least
  // Value of the Host header.
  std::string authority() const;
};
// http:// and https:// without user name or fragment; nothing for any other text.
std::optional<Url> parse_url(std::string_view text);

// Content of a JSON string, without its quotes (RFC 8259, 7).
std::string json_escaped(std::string_view text);

}  // namespace hotline::notify
