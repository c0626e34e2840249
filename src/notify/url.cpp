#include "notify/url.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>

#include "hotline/notify/http_post.hpp"

namespace hotline::notify {
namespace {

std::string hex(const char* form, char c) {
  std::array<char, 8> text{};
  std::snprintf(text.data(), text.size(), form, static_cast<unsigned>(static_cast<unsigned char>(c)));
  return text.data();
}

bool is_unreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
         c == '_' || c == '~';
}

}  // namespace

std::string Url::authority() const {
  const std::string name = host.find(':') == std::string::npos ? host : "[" + host + "]";
  return port == (encrypted ? 443 : 80) ? name : name + ":" + std::to_string(port);
}

std::optional<Url> parse_url(std::string_view text) {
  if (!std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c <= '~' && c != '#'; }))
    return {};
  Url url;
  if (text.starts_with("https://")) {
    url.encrypted = true;
    text.remove_prefix(8);
  } else if (text.starts_with("http://")) {
    text.remove_prefix(7);
  } else {
    return {};
  }
  const auto path = text.find_first_of("/?");
  std::string_view authority = text.substr(0, path);
  if (path != std::string_view::npos) url.target = std::string(text.substr(path));
  if (url.target.empty() || url.target.front() == '?') url.target.insert(0, "/");
  url.port = url.encrypted ? 443 : 80;

  const auto bracket = authority.starts_with('[') ? authority.find(']') : 0;
  if (bracket == std::string_view::npos || authority.find('@') != std::string_view::npos) return {};
  const auto colon = authority.find(':', bracket);
  if (colon != std::string_view::npos) {
    const std::string_view digits = authority.substr(colon + 1);
    const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), url.port);
    if (problem != std::errc{} || end != digits.data() + digits.size() || url.port < 1 || url.port > 65535)
      return {};
    authority = authority.substr(0, colon);
  }
  if (bracket > 0) authority = authority.substr(1, bracket - 1);
  if (authority.empty()) return {};
  url.host = std::string(authority);
  return url;
}

std::string json_escaped(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    switch (c) {
      case '"':
        escaped += "\\\"";
        break;
      case '\\':
        escaped += "\\\\";
        break;
      case '\n':
        escaped += "\\n";
        break;
      case '\r':
        escaped += "\\r";
        break;
      case '\t':
        escaped += "\\t";
        break;
      default:
        if (static_cast<unsigned char>(c) < ' ') {
          escaped += hex("\\u%04x", c);
        } else {
          escaped += c;
        }
    }
  }
  return escaped;
}

std::string form_escaped(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == ' ') {
      escaped += '+';
    } else if (is_unreserved(c)) {
      escaped += c;
    } else {
      escaped += hex("%%%02X", c);
    }
  }
  return escaped;
}

}  // namespace hotline::notify
