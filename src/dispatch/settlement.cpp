#include "hotline/dispatch/settlement.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>

#include "hotline/city/load.hpp"
#include "hotline/text/normalize.hpp"
#include "hotline/text/utf8.hpp"

namespace hotline::dispatch {
namespace {

constexpr const char* list = "disputed.csv";
constexpr std::size_t least_chars = 2, most_chars = 40;

// A cell after RFC 4180.
std::string cell(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted += '"';
    quoted += c == '\r' || c == '\n' ? ' ' : c;
  }
  return quoted + '"';
}

std::string line_of(const NewSettlement& one) {
  std::string assists;
  for (const std::string& unit : one.assists) assists += (assists.empty() ? "" : "|") + unit;
  return fmt::format("{},{},{},{},{},{:04d}-{:02d}-{:02d}\n", cell(one.phrase), one.matter, one.unit, assists,
                     cell(one.ruling), static_cast<int>(one.date.year()),
                     static_cast<unsigned>(one.date.month()), static_cast<unsigned>(one.date.day()));
}

base::Error cannot_write(const std::string& path) {
  return base::Error::of(base::ErrorCode::unavailable, "无法写入 " + path + "，请检查权限和空间。",
                         path + " cannot be written. Check its rights and space.");
}

}  // namespace

base::Status add_settlement(const std::string& city_folder, const NewSettlement& settlement) {
  const std::size_t chars = text::count_chars(settlement.phrase);
  if (chars < least_chars || chars > most_chars) {
    return base::Error::field("/phrase", "length", "请写 2 至 40 字、能认出这类问题的短语。",
                              "Give a phrase of 2 to 40 characters that recognises the question.");
  }
  HOTLINE_TRY(city::CityFiles files, city::read_city_files(city_folder));
  const city::CityLoad now = city::load_city_files(files);
  const std::string normal = text::normalize(settlement.phrase);
  if (now.city) {
    for (const city::Settlement& one : now.city->settlements) {
      if (one.phrase != normal) continue;
      return base::Error::of(
          base::ErrorCode::conflict,
          fmt::format("“{}”已有裁定（{}:{}）。", settlement.phrase, list, one.line),
          fmt::format("'{}' is settled already ({}:{}).", settlement.phrase, list, one.line));
    }
  }
  std::string& content = files[list];
  if (!content.empty() && content.back() != '\n') content += '\n';
  content += line_of(settlement);
  const city::CityLoad then = city::load_city_files(files);
  if (!then.city) {
    for (const city::Diagnostic& one : then.diagnostics) {
      if (one.severity == city::Severity::error)
        return base::Error::field(fmt::format("{}:{}", one.file, one.line), one.code, one.text.zh,
                                  one.text.en);
    }
  }
  namespace fs = std::filesystem;
  const fs::path target = fs::path(city_folder) / list, fresh = fs::path(city_folder) / "disputed.csv.new";
  {
    std::ofstream file(fresh, std::ios::binary | std::ios::trunc);
    file << content;
    if (!file.flush()) return cannot_write(fresh.string());
  }
  std::error_code failed;
  fs::rename(fresh, target, failed);
  if (failed) return cannot_write(target.string());
  return {};
}

}  // namespace hotline::dispatch
