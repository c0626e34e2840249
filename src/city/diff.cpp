#include "hotline/city/diff.hpp"

#include <algorithm>
#include <array>

#include "city/csv_rows.hpp"
#include "hotline/base/names.hpp"

namespace hotline::city {
namespace {

constexpr std::array<std::string_view, 3> change_names{"added", "removed", "changed"};

using Columns = std::vector<std::string>;

// The columns that tell the rows of a table apart; empty for a file that is no known table.
const Columns& key_of(const std::string& file) {
  static const std::map<std::string, Columns> keys{
      {"announcements.csv", {"id"}},
      {"channels.csv", {"code"}},
      {"crosswalk.csv", {"catalogue", "path1", "path2", "path3"}},
      {"desks.csv", {"code"}},
      {"direct.csv", {"matter", "division"}},
      {"disputed.csv", {"phrase"}},
      {"divisions.csv", {"code"}},
      {"duties.csv", {"matter", "division", "unit", "role"}},
      {"handover.csv", {"line"}},
      {"kind_words.csv", {"kind"}},
      {"limits.csv", {"kind", "urgency", "matter", "clock"}},
      {"matters.csv", {"row"}},
      {"places.csv", {"name", "division"}},
      {"refusals.csv", {"code"}},
      {"return_reasons.csv", {"code"}},
      {"risk_words.csv", {"word"}},
      {"successors.csv", {"division", "successor"}},
      {"synonyms.csv", {"words"}},
      {"units.csv", {"code"}},
  };
  static const Columns days{"date"}, none;
  if (file.starts_with("calendars/")) return days;
  const auto found = keys.find(file);
  return found == keys.end() ? none : found->second;
}

using Cells = std::map<std::string, std::string>;  // column -> cell
struct KeyedRow {
  int line = 0;
  Cells cells;
};
using KeyedRows = std::map<std::string, KeyedRow>;

std::string joined_key(const Columns& columns, const CsvRow& row, const Cells& cells) {
  if (columns.empty()) return row.cells.front();
  std::string key;
  for (const std::string& column : columns) {
    const auto found = cells.find(column);
    if (!key.empty()) key += " / ";
    if (found != cells.end()) key += found->second;
  }
  return key;
}

KeyedRows keyed_rows(const std::string& file, const std::string& content) {
  KeyedRows keyed;
  Report ignored;  // recorded files have been checked
  const auto rows = csv_rows(file, content, ignored);
  if (rows.empty()) return keyed;
  const std::vector<std::string>& head = rows.front().cells;
  for (auto row = rows.begin() + 1; row != rows.end(); ++row) {
    KeyedRow entry{row->line, {}};
    for (std::size_t i = 0; i < std::min(head.size(), row->cells.size()); ++i)
      entry.cells[head[i]] = row->cells[i];
    const std::string key = joined_key(key_of(file), *row, entry.cells);
    std::string unique = key;
    for (int n = 2; keyed.contains(unique); ++n) unique = key + " #" + std::to_string(n);
    keyed.emplace(std::move(unique), std::move(entry));
  }
  return keyed;
}

std::vector<CellChange> cell_changes(const Cells& before, const Cells& after) {
  std::vector<CellChange> changes;
  const auto cell = [](const Cells& cells, const std::string& column) {
    const auto found = cells.find(column);
    return found == cells.end() ? std::string() : found->second;
  };
  Cells columns = before;
  columns.insert(after.begin(), after.end());
  for (const auto& [column, value] : columns) {
    CellChange change{column, cell(before, column), cell(after, column)};
    if (change.before != change.after) changes.push_back(std::move(change));
  }
  return changes;
}

std::vector<RowChange> row_changes(const KeyedRows& before, const KeyedRows& after) {
  std::vector<RowChange> changes;
  for (const auto& [key, row] : before)
    if (!after.contains(key))
      changes.push_back({Change::removed, key, row.line, cell_changes(row.cells, {})});
  for (const auto& [key, row] : after) {
    const auto old = before.find(key);
    auto cells = cell_changes(old == before.end() ? Cells{} : old->second.cells, row.cells);
    if (old != before.end() && cells.empty()) continue;
    changes.push_back(
        {old == before.end() ? Change::added : Change::changed, key, row.line, std::move(cells)});
  }
  return changes;
}

}  // namespace

std::string_view name_of(Change change) {
  return change_names.at(static_cast<std::size_t>(change));
}

CityDiff diff_city_files(const CityFiles& before, const CityFiles& after) {
  CityDiff diff;
  const std::string nothing;
  CityFiles names = before;
  names.insert(after.begin(), after.end());
  for (const auto& [name, content] : names) {
    const auto old = before.find(name);
    const auto now = after.find(name);
    if (old != before.end() && now != after.end() && old->second == now->second) continue;
    FileChange change{name, Change::changed, {}};
    if (old == before.end()) change.change = Change::added;
    if (now == after.end()) change.change = Change::removed;
    if (name.ends_with(".csv"))
      change.rows = row_changes(keyed_rows(name, old == before.end() ? nothing : old->second),
                                keyed_rows(name, now == after.end() ? nothing : now->second));
    diff.push_back(std::move(change));
  }
  return diff;
}

}  // namespace hotline::city
