#include "app/commands/rejects.hpp"

#include <fmt/format.h>

#include <array>
#include <fstream>
#include <iostream>

#include "hotline/table/csv.hpp"

namespace hotline::app {
namespace {

constexpr std::size_t most_printed = 20;

}  // namespace

void print_rejects(const Environment& environment, const std::vector<intake::RejectedRow>& rejected) {
  for (std::size_t i = 0; i < rejected.size() && i < most_printed; ++i) {
    const intake::RejectedRow& one = rejected[i];
    std::cout << fmt::format("  {} {}{}: {}\n", environment.say({"第", "line"}), one.line,
                             one.column.empty() ? "" : " [" + one.column + "]", environment.say(one.reason));
  }
  if (rejected.size() > most_printed) {
    std::cout << fmt::format(
        "  ... {} {}\n", rejected.size() - most_printed,
        environment.say({"行未列出，用 --rejects FILE 写出全部", "more: --rejects FILE writes all"}));
  }
}

base::Status write_rejects(const std::string& path, const std::vector<intake::RejectedRow>& rejected) {
  std::string out(table::csv_byte_order_mark);
  const std::array<std::string_view, 4> header{"line", "column", "reason_zh", "reason_en"};
  table::append_csv_record(out, header);
  for (const intake::RejectedRow& one : rejected) {
    const std::array<std::string, 4> cells{std::to_string(one.line), one.column, one.reason.zh,
                                           one.reason.en};
    table::append_csv_record(out, std::span<const std::string>(cells));
  }
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << out;
  file.flush();
  if (file) return {};
  return base::Error::of(base::ErrorCode::unavailable, "无法写出文件 " + path + "，请检查路径和权限。",
                         "The file " + path + " cannot be written. Check its path and rights.");
}

}  // namespace hotline::app
