#include <algorithm>

#include "hotline/table/csv.hpp"

namespace hotline::table {
namespace {

bool is_plain_negative_number(std::string_view cell) {
  if (cell.size() < 2 || cell.size() > 24 || cell[0] != '-') return false;
  const std::string_view rest = cell.substr(1);
  const auto dots = std::count(rest.begin(), rest.end(), '.');
  const bool digits =
      std::all_of(rest.begin(), rest.end(), [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
  return digits && dots <= 1 && rest.front() != '.' && rest.back() != '.';
}

bool needs_guard(std::string_view cell) {
  constexpr std::string_view starts = "=+-@\t\r";
  return !cell.empty() && starts.find(cell[0]) != std::string_view::npos && !is_plain_negative_number(cell);
}

void append_cell(std::string& out, std::string_view cell, const CsvWriteOptions& options) {
  const bool guard = options.guard_formulas && needs_guard(cell);
  const char special[] = {options.separator, '"', '\r', '\n', '\0'};
  const bool edge_space = !cell.empty() && (cell.front() == ' ' || cell.back() == ' ');
  const bool quote = edge_space || cell.find_first_of(special) != std::string_view::npos;
  if (quote) out.push_back('"');
  if (guard) out.push_back('\'');
  for (const char c : cell) {
    if (c == '"') out.push_back('"');
    out.push_back(c);
  }
  if (quote) out.push_back('"');
}

template <class Cell>
void append_record(std::string& out, std::span<const Cell> cells, const CsvWriteOptions& options) {
  // A single empty cell would be a blank line, which readers skip.
  if (cells.size() == 1 && cells[0].empty()) out += "\"\"";
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) out.push_back(options.separator);
    append_cell(out, cells[i], options);
  }
  out += "\r\n";
}

}  // namespace

void append_csv_record(std::string& out, std::span<const std::string_view> cells,
                       const CsvWriteOptions& options) {
  append_record(out, cells, options);
}

void append_csv_record(std::string& out, std::span<const std::string> cells, const CsvWriteOptions& options) {
  append_record(out, cells, options);
}

}  // namespace hotline::table
