#include "api/static_files.hpp"

#include <sodium.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <utility>

namespace hotline::api {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kMaxTotal = 64U << 20U;  // bytes

constexpr std::array<std::pair<std::string_view, std::string_view>, 14> kTypes{{
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".json", "application/json"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".jpg", "image/jpeg"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
    {".woff", "font/woff"},
    {".txt", "text/plain; charset=utf-8"},
    {".webmanifest", "application/manifest+json"},
    {".map", "application/json"},
}};

std::string type_of(const fs::path& file) {
  for (const auto& [extension, type] : kTypes) {
    if (file.extension() == extension) return std::string(type);
  }
  return "application/octet-stream";
}

std::string etag_of(const std::string& content) {
  std::array<unsigned char, 16> hash{};
  crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(content.data()),
                     content.size(), nullptr, 0);
  std::array<char, 33> hex{};
  sodium_bin2hex(hex.data(), hex.size(), hash.data(), hash.size());
  return "\"" + std::string(hex.data()) + "\"";
}

Reply reply_of(const std::string& path, const fs::path& file, std::string content) {
  Reply reply = Reply::bytes(type_of(file), std::move(content));
  reply.etag = etag_of(*reply.body);
  const bool hashed_name = path.compare(0, 8, "/assets/") == 0;
  reply.headers.emplace_back("Cache-Control",
                             hashed_name ? "public, max-age=31536000, immutable" : "no-cache");
  if (file.extension() == ".html") {
    reply.headers.emplace_back(
        "Content-Security-Policy",
        "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; "
        "frame-ancestors 'none'; base-uri 'self'; form-action 'self'");
    reply.headers.emplace_back("Referrer-Policy", "same-origin");
  }
  return reply;
}

base::Error cannot_read() {
  return base::Error::of(base::ErrorCode::unavailable, "无法读取控制台文件目录，请检查设置和权限。",
                         "The console's directory cannot be read: check the setting and its permissions.");
}

}  // namespace

base::Result<StaticFiles> StaticFiles::load(const std::string& directory) {
  StaticFiles loaded;
  if (directory.empty()) return loaded;
  std::error_code failed;
  std::uintmax_t total = 0;
  fs::recursive_directory_iterator entries(directory, failed);
  if (failed) return cannot_read();
  for (const fs::directory_entry& entry : entries) {
    if (!entry.is_regular_file()) continue;
    std::ifstream stream(entry.path(), std::ios::binary);
    std::ostringstream content;
    content << stream.rdbuf();
    if (!stream || (total += content.str().size()) > kMaxTotal) return cannot_read();
    const std::string path = "/" + fs::relative(entry.path(), directory).generic_string();
    loaded.files_.emplace(path, reply_of(path, entry.path(), content.str()));
  }
  return loaded;
}

std::optional<Reply> StaticFiles::find(std::string_view path) const {
  if (const auto found = files_.find(path); found != files_.end()) return found->second;
  const std::string_view last = path.substr(path.find_last_of('/') + 1);
  if (last.find('.') != std::string_view::npos) return std::nullopt;
  const auto index = files_.find("/index.html");
  if (index == files_.end()) return std::nullopt;
  return index->second;
}

}  // namespace hotline::api
