// One way to read rows by column name, whatever the file is: CSV or xlsx.
//
// The first row that is not blank is the header. Column names are compared without regard to width, case,
// traditional chars or white space around them. Blank rows are skipped. A wrong row is reported and reading
// goes on, so that a caller can tell its user about all wrong rows at once.
//
// A reader belongs to one thread at a time. Rows are values; they may outlive the reader.
#pragma once

#include <cstddef>
#include <filesystem>
#include <istream>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "hotline/base/result.hpp"
#include "hotline/table/csv.hpp"
#include "hotline/table/xlsx.hpp"

namespace hotline::table {

// Names of the columns and where each stands.
class Header {
 public:
  // Errors: invalid_input when two columns have the same name or all are empty.
  static base::Result<Header> of(std::vector<std::string> names);

  const std::vector<std::string>& names() const { return names_; }
  // The place of a column, or nothing when there is no such column.
  std::optional<std::size_t> find(std::string_view name) const;

 private:
  std::vector<std::string> names_;  // as written, trimmed
  std::vector<std::string> keys_;   // normalised
};

struct Row {
  std::size_t line = 0;            // in a CSV file the first line of the record, in a sheet the row number
  std::vector<std::string> cells;  // as many as the header has columns
  std::shared_ptr<const Header> header;

  // The cell of a column without white space around it; empty when there is no such column, so make sure of
  // needed columns once with require_columns. Valid as long as the row.
  std::string_view get(std::string_view name) const;
};

class TableReader {
 public:
  virtual ~TableReader() = default;

  virtual const Header& header() const = 0;

  // The next row; nothing at the end. Errors name their line; all but malformed and unavailable concern this
  // row alone, and after those two the next call gives the end.
  virtual std::optional<base::Result<Row>> next() = 0;

  // The line of the row, or of the error, that next() gave last; 0 when it is not known.
  virtual std::size_t last_line() const = 0;
};

struct TableOptions {
  CsvReadOptions csv;
  XlsxLimits xlsx;
  std::string sheet;  // of an xlsx file; empty: the first
};

// Opens a file; what it is shows in its first bytes, not in its name. Errors: unavailable (no such file),
// invalid_input (no header, or one that repeats a name), and those of CsvReader::open and XlsxSheet::open.
base::Result<std::unique_ptr<TableReader>> open_table(const std::filesystem::path& path,
                                                      const TableOptions& options = {});
// The same for a file held in memory, such as an upload.
base::Result<std::unique_ptr<TableReader>> open_table_bytes(std::string bytes,
                                                            const TableOptions& options = {});

// invalid_input that names every missing column, each as a FieldError of rule "required".
base::Status require_columns(const Header& header, std::span<const std::string_view> names);

}  // namespace hotline::table
