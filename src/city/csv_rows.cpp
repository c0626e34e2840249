#include "city/csv_rows.hpp"

#include <sstream>

#include "hotline/table/csv.hpp"
#include "hotline/text/utf8.hpp"

namespace hotline::city {

std::vector<CsvRow> csv_rows(const std::string& file, const std::string& content, Report& report) {
  std::vector<CsvRow> rows;
  table::CsvReadOptions options;
  options.separator = ',';
  options.same_columns = false;  // the sheet checks widths, with an error of its own
  auto reader = table::CsvReader::open(std::make_unique<std::istringstream>(content), options);
  if (!reader.ok()) {
    report.error({file, 1}, "malformed", reader.error().text.zh, reader.error().text.en);
    return rows;
  }
  while (auto record = reader->next()) {
    const int line = static_cast<int>(reader->last_line());
    if (!record->ok()) {
      report.error({file, line}, "malformed", record->error().text.zh, record->error().text.en);
      continue;
    }
    CsvRow row{line, std::move((*record)->cells)};
    for (std::string& cell : row.cells) cell = text::trim(cell);
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace hotline::city
