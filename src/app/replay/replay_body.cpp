// What a row looks like on the wire, and when.
#include <fmt/format.h>

#include <algorithm>
#include <boost/url/parse.hpp>
#include <nlohmann/json.hpp>

#include "app/replay/replay.hpp"

namespace hotline::app {
namespace {

constexpr std::size_t longest_key = 128;
constexpr base::Duration week = std::chrono::hours{24 * 7};

// Visible ASCII as it is, anything else and '%' as %XX.
std::string visible(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte > 0x20 && byte < 0x7F && c != '%') {
      out += c;
    } else {
      out += fmt::format("%{:02X}", byte);
    }
  }
  return out;
}

std::uint64_t fnv1a(std::string_view text) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  return hash;
}

}  // namespace

base::Result<ServerAddress> parse_server_url(const std::string& url) {
  const auto parsed = boost::urls::parse_uri(url);
  if (parsed.has_error() || parsed->scheme_id() != boost::urls::scheme::http || parsed->host().empty()) {
    return base::Error::field(
        "--url", "url", "请填写 http://主机:端口 形式的地址；加密连接请经本机代理转发。",
        "Give an address such as http://127.0.0.1:8345. For TLS go through a local proxy.");
  }
  return ServerAddress{parsed->host_address(), parsed->has_port() ? std::string(parsed->port()) : "80"};
}

void sort_by_arrival(std::vector<intake::ImportRow>& rows) {
  std::stable_sort(rows.begin(), rows.end(), [](const intake::ImportRow& a, const intake::ImportRow& b) {
    return a.received_at < b.received_at;
  });
}

base::Duration whole_weeks_to(const std::vector<intake::ImportRow>& sorted, base::Time now, double speed) {
  if (sorted.empty()) return base::Duration{0};
  const base::Time anchor = speed == 1.0 ? sorted.front().received_at : sorted.back().received_at;
  const base::Duration gap = now - anchor;
  auto weeks = gap / week;
  if (gap < base::Duration{0} && gap % week != base::Duration{0}) --weeks;
  return weeks * week;
}

std::string request_body(const intake::ImportRow& row, const std::string& source, base::Duration shift,
                         std::chrono::minutes zone_offset) {
  nlohmann::ordered_json body{{"channel", row.channel},
                              {"received_at", base::format_rfc3339(row.received_at + shift, zone_offset)},
                              {"words", row.words},
                              {"source", source},
                              {"external_id", row.external_id}};
  const auto set = [](nlohmann::ordered_json& object, const char* name, const std::string& value) {
    if (!value.empty()) object[name] = value;
  };
  set(body, "title", row.title);
  set(body, "place", row.place);
  set(body, "kind", row.kind);
  set(body, "urgency", row.urgency);
  set(body, "matter", row.matter);
  set(body, "division", row.division);
  set(body, "language", row.language);
  if (row.anonymous) body["anonymous"] = true;
  if (row.secret) body["secret"] = true;
  nlohmann::ordered_json caller = nlohmann::ordered_json::object();
  set(caller, "name", row.caller_name);
  set(caller, "phone", row.caller_phone);
  set(caller, "address", row.caller_address);
  set(caller, "id_number", row.caller_id_number);
  if (!caller.empty()) body["caller"] = std::move(caller);
  return body.dump();
}

std::string idempotency_key(const intake::ImportRow& row, const std::string& source) {
  std::string key = "replay:" + visible(source) + ":" + visible(row.external_id);
  if (key.size() <= longest_key) return key;
  const std::string digest = fmt::format(":{:016x}", fnv1a(source + '\n' + row.external_id));
  key.resize(longest_key - digest.size());
  return key + digest;
}

}  // namespace hotline::app
