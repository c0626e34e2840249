// How a foreign table of requests is read: which column is what, and what its words mean here.
//
// A map is a TOML file (config/maps/). Every key is optional but `source`:
//   source = "old_system"              program or file that the rows come from; part of a row's identity
//   sheet = "..."                      of an xlsx file; the first without it
//   hold = true                        nothing is dispatched by the machine, whatever its confidence
//   [columns]  FIELD = "header" or ["header", ...]   the first that the file has; without an entry the
//   field's
//                                      usual names in exports of Chinese hotlines are tried (工单编号, 标题,
//                                      ...)
//   [defaults] FIELD = "..."           for a column that is missing or a cell that is empty
//   [values.FIELD]  "their word" = "our code"        compared without regard to width and case
//   [times]    formats = ["%Y/%m/%d %H:%M:%S", ...]  tried in order; see import_time.hpp
// FIELD is a name of `import_field_names`. Plain values, immutable after loading; share freely.
#pragma once

#include <array>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "hotline/base/result.hpp"

namespace hotline::intake {

enum class ImportField {
  external_id,     // the row's own number in its source
  title,           // what it is about, in a line
  words,           // the citizen's words
  place,           // where, in the citizen's words
  received,        // when the citizen asked
  channel,         // code of channels.csv after translation
  kind,            // complaint, consult, ... after translation
  urgency,         // normal, urgent, critical after translation
  matter,          // row key of matters.csv, or the name of one matter
  division,        // code, or the name of one division
  unit,            // code, name or alias of the unit that people chose
  caller_name,     //
  caller_phone,    // the first readable number; one that was masked with * is left out
  caller_address,  //
  caller_id,       // resident ID; what does not look like one is left out
  language,        // code: zh, wuu, en, ...
  anonymous,       // yes/no, 是/否, 1/0, true/false
  secret,          // the same
  closed,          // when the source closed it
  reply,           // what the source answered
};
inline constexpr std::size_t import_field_count = static_cast<std::size_t>(ImportField::reply) + 1;

// Names of the map file, in the order of ImportField.
inline constexpr std::array<std::string_view, import_field_count> import_field_names{
    "external_id",      "title",    "words",     "place",  "received",    "channel",      "kind",
    "urgency",          "matter",   "division",  "unit",   "caller_name", "caller_phone", "caller_address",
    "caller_id_number", "language", "anonymous", "secret", "closed",      "reply"};
constexpr std::string_view name_of(ImportField field) {
  return import_field_names[static_cast<std::size_t>(field)];
}

struct ImportMap {
  template <class T>
  using PerField = std::array<T, import_field_count>;

  std::string source;
  std::string sheet;
  bool hold = false;
  PerField<std::vector<std::string>> columns;           // header names, first match wins
  PerField<bool> columns_given{};                       // by the file, so that a missing one is an error
  PerField<std::string> defaults;                       //
  PerField<std::map<std::string, std::string>> values;  // normalised word -> code
  std::vector<std::string> time_formats;

  const std::vector<std::string>& headers(ImportField field) const {
    return columns[static_cast<std::size_t>(field)];
  }
};

// Headers that are tried for a field which the map does not name.
const std::vector<std::string>& usual_headers(ImportField field);

// Checks and builds. `file` is the name that errors give. Errors: malformed (no TOML, with line), and
// invalid_input with one FieldError for each mistake (pointer "FILE:LINE", rule unknown_key, type, required,
// time_format).
base::Result<ImportMap> parse_import_map(const std::string& file, std::string_view content);
// Errors: not_found, and those above.
base::Result<ImportMap> load_import_map(const std::filesystem::path& path);

}  // namespace hotline::intake
