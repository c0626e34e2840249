#include <algorithm>
#include <fstream>
#include <memory>

#include "hotline/classify/evaluate.hpp"
#include "hotline/table/csv.hpp"

namespace hotline::classify {
namespace {

base::Error no_file(const std::filesystem::path& path) {
  const std::string name = path.filename().string();
  return base::Error::of(base::ErrorCode::not_found, "打不开文件“" + name + "”，请检查文件名和权限。",
                         "Cannot open \"" + name + "\": check its name and permissions.");
}

base::Error no_column(const std::filesystem::path& path, const std::string& column) {
  const std::string name = path.filename().string();
  return base::Error::field(column, "required", "文件“" + name + "”没有“" + column + "”列，请检查表头。",
                            "\"" + name + "\" has no column \"" + column + "\": check its header.");
}

}  // namespace

base::Result<Corpus> load_corpus(const std::filesystem::path& csv,
                                 const std::vector<std::string>& text_columns,
                                 const std::string& label_column) {
  auto stream = std::make_unique<std::ifstream>(csv, std::ios::binary);
  if (!*stream) return no_file(csv);
  HOTLINE_TRY(table::CsvReader reader, table::CsvReader::open(std::move(stream)));
  std::vector<std::string> wanted = text_columns;
  wanted.push_back(label_column);
  std::vector<std::size_t> columns;
  Corpus corpus(text_columns);
  std::vector<std::string_view> fields(text_columns.size());
  while (auto record = reader.next()) {
    HOTLINE_TRY(const table::CsvRecord row, std::move(*record));
    if (columns.empty()) {
      for (const std::string& column : wanted) {
        const auto found = std::find(row.cells.begin(), row.cells.end(), column);
        if (found == row.cells.end()) return no_column(csv, column);
        columns.push_back(static_cast<std::size_t>(found - row.cells.begin()));
      }
      continue;
    }
    for (std::size_t i = 0; i < fields.size(); ++i) fields[i] = row.cells[columns[i]];
    corpus.add(fields, row.cells[columns.back()]);
  }
  if (columns.empty()) return no_column(csv, label_column);
  return corpus;
}

}  // namespace hotline::classify
