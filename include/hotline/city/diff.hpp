// What changed between two sets of city files.
#pragma once

#include <string>
#include <vector>

#include "hotline/city/load.hpp"

namespace hotline::city {

enum class Change { added, removed, changed };
std::string_view name_of(Change change);

struct CellChange {
  std::string column;
  std::string before;  // "" for an added row
  std::string after;   // "" for a removed row
};

struct RowChange {
  Change change = Change::changed;
  std::string key;                // the cells of the table's key, joined by " / "
  int line = 0;                   // in the newer file; of a removed row, in the older one
  std::vector<CellChange> cells;  // the cells that differ; all filled ones of an added or removed row
};

struct FileChange {
  std::string name;
  Change change = Change::changed;
  std::vector<RowChange> rows;  // of a CSV table; empty for TOML, and when only order or layout differ
};

using CityDiff = std::vector<FileChange>;  // by file name

// Pure. Rows are matched by the key of their table (units.csv: code, ...), wherever they stand; those of an
// unknown table by their first cell. Rows with the same key are told apart by their order.
CityDiff diff_city_files(const CityFiles& before, const CityFiles& after);

}  // namespace hotline::city
