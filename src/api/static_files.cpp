#include "api/static_files.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <boost/beast/core/string.hpp>
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

// The codings that the build makes, the smaller one first, and how their files end.
constexpr std::array<std::pair<std::string_view, std::string_view>, 2> kCodings{{
    {"br", ".br"},
    {"gzip", ".gz"},
}};

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

bool same(std::string_view a, std::string_view b) {
  return boost::beast::iequals({a.data(), a.size()}, {b.data(), b.size()});
}

// "0", "0.", "0.0" to "0.000": the only weights that forbid.
bool is_zero_weight(std::string_view parameters) {
  const std::string_view weight = trim(parameters);
  if (weight.size() < 3 || !same(weight.substr(0, 2), "q=")) return false;
  return weight.substr(2).find_first_not_of("0.") == std::string_view::npos;
}

std::string path_of(const fs::path& file, const std::string& directory) {
  return "/" + fs::relative(file, directory).generic_string();
}

base::Error cannot_read() {
  return base::Error::of(base::ErrorCode::unavailable, "无法读取控制台文件目录，请检查设置和权限。",
                         "The console's directory cannot be read: check the setting and its permissions.");
}

}  // namespace

bool accepts_coding(std::string_view header, std::string_view coding) {
  bool by_star = false;
  while (!header.empty()) {
    const auto comma = std::min(header.find(','), header.size());
    const std::string_view item = header.substr(0, comma);
    header.remove_prefix(std::min(comma + 1, header.size()));
    const auto semicolon = std::min(item.find(';'), item.size());
    const std::string_view name = trim(item.substr(0, semicolon));
    const bool wanted = semicolon == item.size() || !is_zero_weight(item.substr(semicolon + 1));
    if (same(name, coding)) return wanted;
    if (name == "*") by_star = wanted;
  }
  return by_star;
}

base::Result<StaticFiles> StaticFiles::load(const std::string& directory) {
  StaticFiles loaded;
  if (directory.empty()) return loaded;
  std::error_code failed;
  std::uintmax_t total = 0;
  std::map<std::string, std::string, std::less<>> contents;  // by path
  fs::recursive_directory_iterator entries(directory, failed);
  if (failed) return cannot_read();
  for (const fs::directory_entry& entry : entries) {
    if (!entry.is_regular_file()) continue;
    std::ifstream stream(entry.path(), std::ios::binary);
    std::ostringstream content;
    content << stream.rdbuf();
    if (!stream || (total += content.str().size()) > kMaxTotal) return cannot_read();
    contents.emplace(path_of(entry.path(), directory), content.str());
  }
  for (const auto& [path, content] : contents) {
    const fs::path name(path);
    const bool is_form = std::any_of(kCodings.begin(), kCodings.end(), [&](const auto& coding) {
      return path.ends_with(coding.second) &&
             contents.contains(path.substr(0, path.size() - coding.second.size()));
    });
    if (is_form) continue;
    File file{reply_of(path, name, content), {}};
    for (const auto& [coding, ending] : kCodings) {
      const auto form = contents.find(path + std::string(ending));
      if (form == contents.end()) continue;
      Reply reply = reply_of(path, name, form->second);
      reply.headers.emplace_back("Content-Encoding", coding);
      file.compressed.emplace(coding, std::move(reply));
    }
    if (!file.compressed.empty()) {
      file.plain.headers.emplace_back("Vary", "Accept-Encoding");
      for (auto& [coding, reply] : file.compressed) reply.headers.emplace_back("Vary", "Accept-Encoding");
    }
    loaded.files_.emplace(path, std::move(file));
  }
  return loaded;
}

const StaticFiles::File* StaticFiles::find_file(std::string_view path) const {
  if (const auto found = files_.find(path); found != files_.end()) return &found->second;
  const std::string_view last = path.substr(path.find_last_of('/') + 1);
  if (last.find('.') != std::string_view::npos) return nullptr;
  const auto index = files_.find("/index.html");
  return index == files_.end() ? nullptr : &index->second;
}

std::optional<Reply> StaticFiles::find(std::string_view path, std::string_view accepted) const {
  const File* file = find_file(path);
  if (file == nullptr) return std::nullopt;
  for (const auto& [coding, ending] : kCodings) {
    const auto form = file->compressed.find(coding);
    if (form != file->compressed.end() && accepts_coding(accepted, coding)) return form->second;
  }
  return file->plain;
}

}  // namespace hotline::api
