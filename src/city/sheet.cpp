#include "city/sheet.hpp"

#include <algorithm>
#include <charconv>

#include "city/csv_rows.hpp"
#include "hotline/text/normalize.hpp"
#include "hotline/text/utf8.hpp"

namespace hotline::city {
namespace {

const std::string no_text;

std::vector<std::string> split(const std::string& cell) {
  std::vector<std::string> parts;
  std::size_t begin = 0;
  while (begin <= cell.size()) {
    const std::size_t end = std::min(cell.find('|', begin), cell.size());
    const std::string_view part = text::trim(std::string_view(cell).substr(begin, end - begin));
    if (!part.empty()) parts.emplace_back(part);
    begin = end + 1;
  }
  return parts;
}

bool read_number(std::string_view text, int& out) {
  const auto result = std::from_chars(text.data(), text.data() + text.size(), out);
  return result.ec == std::errc() && result.ptr == text.data() + text.size();
}

std::optional<Date> read_date(std::string_view text) {
  int year = 0, month = 0, day = 0;
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  if (!read_number(text.substr(0, 4), year) || !read_number(text.substr(5, 2), month) ||
      !read_number(text.substr(8, 2), day))
    return std::nullopt;
  const Date date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                  std::chrono::day(static_cast<unsigned>(day))};
  return date.ok() ? std::optional(date) : std::nullopt;
}

}  // namespace

const std::string& SheetRow::text(std::string_view column) const {
  for (std::size_t i = 0; i < columns_->size(); ++i)
    if ((*columns_)[i] == column) return cells_[i];
  return no_text;
}

const std::string& SheetRow::required(std::string_view column) const {
  const std::string& value = text(column);
  // A column that is not there at all has been reported once, at the head.
  if (value.empty() && std::find(columns_->begin(), columns_->end(), column) != columns_->end())
    report_->error(spot_, "required", "缺少“" + std::string(column) + "”，请补充",
                   "'" + std::string(column) + "' is empty: fill it in");
  return value;
}

std::vector<std::string> SheetRow::list(std::string_view column) const {
  return split(text(column));
}

std::vector<std::string> SheetRow::words(std::string_view column) const {
  std::vector<std::string> words = list(column);
  for (std::string& word : words) word = text::normalize(word);
  return words;
}

int SheetRow::integer(std::string_view column, int least, int most) const {
  const std::string& value = required(column);
  int number = 0;
  if (value.empty()) return least;
  if (!read_number(value, number)) {
    report_->error(spot_, "type", "“" + std::string(column) + "”应为整数，现为“" + value + "”",
                   "'" + std::string(column) + "' must be a whole number, not '" + value + "'");
    return least;
  }
  if (number < least || number > most) {
    const std::string low = std::to_string(least), high = std::to_string(most);
    report_->error(spot_, "range", "“" + std::string(column) + "”应在" + low + "与" + high + "之间",
                   "'" + std::string(column) + "' must lie between " + low + " and " + high);
    return least;
  }
  return number;
}

bool SheetRow::flag(std::string_view column) const {
  return one_of(column, {"true", "false"}) == "true";
}

std::optional<Date> SheetRow::date(std::string_view column) const {
  const std::string& value = text(column);
  if (value.empty()) return std::nullopt;
  const auto found = read_date(value);
  if (!found)
    report_->error(
        spot_, "date", "“" + std::string(column) + "”应为存在的日期，写作 2026-01-31，现为“" + value + "”",
        "'" + std::string(column) + "' must be a real date such as 2026-01-31, not '" + value + "'");
  return found;
}

std::optional<base::Time> SheetRow::instant(std::string_view column) const {
  const std::string& value = required(column);
  if (value.empty()) return std::nullopt;
  const auto found = base::parse_rfc3339(value);
  if (found.ok()) return *found;
  report_->error(spot_, "date",
                 "“" + std::string(column) + "”应为时刻，写作 2026-01-31T08:30:00+08:00，现为“" + value + "”",
                 "'" + std::string(column) + "' must be an instant such as 2026-01-31T08:30:00+08:00, not '" +
                     value + "'");
  return std::nullopt;
}

const std::string& SheetRow::one_of(std::string_view column,
                                    std::initializer_list<std::string_view> known) const {
  const std::string& value = required(column);
  if (value.empty() || std::find(known.begin(), known.end(), value) != known.end()) return value;
  not_a_choice(column, value, known);
  return no_text;
}

void SheetRow::not_a_choice(std::string_view column, std::string_view value,
                            std::initializer_list<std::string_view> known) const {
  std::string names;
  for (std::string_view name : known) names.append(names.empty() ? "" : ", ").append(name);
  std::string zh = "“", en = "'";
  zh.append(column).append("”不能是“").append(value).append("”，可用：").append(names);
  en.append(column).append("' cannot be '").append(value).append("'; it is one of: ").append(names);
  report_->error(spot_, "choice", std::move(zh), std::move(en));
}

Sheet::Sheet(const std::string& file, const std::string& content, std::initializer_list<const char*> columns,
             Report& report, std::initializer_list<const char*> optional) {
  if (!text::is_valid_utf8(content)) {
    const auto good = text::valid_utf8_prefix(content);
    const auto line =
        1 + std::count(content.begin(), content.begin() + static_cast<std::ptrdiff_t>(good), '\n');
    report.error({file, static_cast<int>(line)}, "malformed", "不是 UTF-8 文本，请另存为 UTF-8 编码",
                 "not UTF-8: save the table as UTF-8");
    return;
  }
  const std::vector<std::string> needed(columns.begin(), columns.end());
  std::vector<std::string> known = needed;
  known.insert(known.end(), optional.begin(), optional.end());
  auto rows = csv_rows(file, content, report);
  if (rows.empty()) {
    report.error({file, 1}, "missing_column", "文件为空，至少应有表头",
                 "the file is empty: it needs its head row");
    return;
  }
  columns_ = std::move(rows.front().cells);
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    if (std::find(known.begin(), known.end(), columns_[i]) == known.end())
      report.unknown({file, 1}, "unknown_column", "列", "column", columns_[i], known);
    if (std::find(columns_.begin(), columns_.begin() + static_cast<std::ptrdiff_t>(i), columns_[i]) !=
        columns_.begin() + static_cast<std::ptrdiff_t>(i))
      report.duplicate({file, 1}, columns_[i], 1);
  }
  for (const std::string& name : needed)
    if (std::find(columns_.begin(), columns_.end(), name) == columns_.end())
      report.error({file, 1}, "missing_column", "缺少“" + name + "”列",
                   "the column '" + name + "' is missing");
  for (auto row = rows.begin() + 1; row != rows.end(); ++row) {
    const Spot spot{file, row->line};
    if (row->cells.size() != columns_.size()) {
      const std::string has = std::to_string(row->cells.size()), wants = std::to_string(columns_.size());
      report.error(spot, "width",
                   std::string("本行有").append(has).append("列，应有").append(wants).append("列"),
                   std::string("this row has ").append(has).append(" cells, its head has ").append(wants));
      continue;
    }
    rows_.emplace_back(columns_, std::move(row->cells), spot, report);
  }
}

bool Seen::add(const std::string& key, const Spot& spot) {
  if (key.empty()) return true;
  const auto [found, fresh] = lines_.emplace(key, spot.line);
  if (!fresh) report_->duplicate(spot, key, found->second);
  return fresh;
}

}  // namespace hotline::city
