#include "api/reply.hpp"

#include <charconv>

namespace hotline::api {

Reply Reply::json(unsigned status, const Json& json) {
  Reply reply;
  reply.status = status;
  reply.body = std::make_shared<const std::string>(to_text(json));
  return reply;
}

Reply Reply::created(std::string location, const Json& body) {
  Reply reply = json(201, body);
  reply.location = std::move(location);
  return reply;
}

Reply Reply::no_content() {
  Reply reply;
  reply.status = 204;
  return reply;
}

Reply Reply::bytes(std::string content_type, std::string body) {
  Reply reply;
  reply.content_type = std::move(content_type);
  reply.body = std::make_shared<const std::string>(std::move(body));
  return reply;
}

Reply Reply::export_of(std::string content_type, std::string file_name, PageSource pages) {
  Reply reply;
  reply.content_type = std::move(content_type);
  reply.pages = std::move(pages);
  if (!file_name.empty()) {
    reply.headers.emplace_back("Content-Disposition", "attachment; filename=\"" + file_name + "\"");
  }
  return reply;
}

Reply& Reply::version(std::int64_t version) {
  etag = "\"v" + std::to_string(version) + "\"";
  return *this;
}

Reply& Reply::next(const std::string& url) {
  headers.emplace_back("Link", "<" + url + ">; rel=\"next\"");
  return *this;
}

std::optional<std::int64_t> version_of(std::string_view etag) {
  if (etag.size() < 4 || etag.substr(0, 2) != "\"v" || etag.back() != '"') return std::nullopt;
  const std::string_view digits = etag.substr(2, etag.size() - 3);
  std::int64_t version = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), version);
  if (read.ec != std::errc() || read.ptr != digits.data() + digits.size()) return std::nullopt;
  return version;
}

}  // namespace hotline::api
