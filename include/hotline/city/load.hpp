// Reads a city's files and reports everything that is wrong with them at once.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "hotline/base/result.hpp"
#include "hotline/city/city.hpp"

namespace hotline::city {

enum class Severity { error, warning };

// One finding. `code` is stable:
//   errors    missing_file unknown_file unreadable malformed unknown_column missing_column width required
//             duplicate unknown_reference cycle type range choice date unknown_key gap
//   warnings  unowned_matter provisional_year division_without_unit unused_unit no_general_limit
//             urgent_longer obsolete_key
struct Diagnostic {
  std::string file;  // name within the city's folder: "units.csv", "calendars/2026.csv"
  int line = 0;      // from 1; 0 when it is about the whole file
  Severity severity = Severity::error;
  std::string code;
  base::Text text;
};

// File names (with '/' in them) and their contents.
using CityFiles = std::map<std::string, std::string>;

struct CityLoad {
  std::shared_ptr<const City> city;     // null when there are errors
  std::vector<Diagnostic> diagnostics;  // errors and warnings, by file and line
  std::size_t errors() const;
  std::size_t warnings() const;
};

// Reads every file of the folder that belongs to a city: *.csv, *.toml and calendars/*.csv. Other names are
// left out, except that an unknown .csv or .toml is kept so that loading can complain about it.
// Errors: not_found (no such folder), unavailable (a file cannot be read).
base::Result<CityFiles> read_city_files(const std::string& folder);

// Checks and builds. Pure: depends on `files` alone. `version` becomes City::version.
CityLoad load_city_files(const CityFiles& files, std::int64_t version = 0);

// Both; a folder that cannot be read is a diagnostic too.
CityLoad load_city(const std::string& folder);

}  // namespace hotline::city
