#include "api/handlers/city_change_json.hpp"

namespace hotline::api {
namespace {

constexpr std::size_t most_files = 200;

}  // namespace

ObjectSpec city_finding_spec() {
  return {"CityFinding",
          {"一条检查结果。", "One finding."},
          {required("file", text(400), {"文件。", "File."}),
           required("line", integer(0), {"行号，0 为整个文件。", "Line, 0 for the whole file."}),
           required("severity", choice({"error", "warning"}), {"错误或警告。", "Error or warning."}),
           required("code", text(64), {"代码。", "Code."}),
           required("message", text(2000), {"说明。", "What is wrong, and what would be right."})}};
}

Json city_findings_json(const std::vector<city::Diagnostic>& diagnostics, Language language) {
  Json list = Json::array();
  for (const city::Diagnostic& one : diagnostics) {
    list.push_back({{"file", one.file},
                    {"line", one.line},
                    {"severity", one.severity == city::Severity::error ? "error" : "warning"},
                    {"code", one.code},
                    {"message", in_language(one.text, language)}});
  }
  return list;
}

Type file_changes_type() {
  const ObjectSpec cell{"CellChange",
                        {"一个单元格。", "One cell."},
                        {required("column", text(200), {"列。", "Column."}),
                         required("before", text(20000), {"原值。", "Before."}),
                         required("after", text(20000), {"现值。", "After."})}};
  const Type change = choice({"added", "removed", "changed"});
  const ObjectSpec row{
      "RowChange",
      {"一行。", "One row."},
      {required("change", change, {"变化。", "How it changed."}),
       required("key", text(2000), {"主键。", "Key."}), required("line", integer(0), {"行号。", "Line."}),
       required("cells", list_of(cell, 1000), {"单元格。", "Cells."})}};
  const ObjectSpec file{
      "FileChange",
      {"一个文件。", "One file."},
      {required("name", text(400), {"文件。", "File."}),
       required("change", change, {"变化。", "How it changed."}),
       required("rows", list_of(row, most_city_findings), {"变化的行。", "Rows that changed."})}};
  return list_of(file, most_files);
}

Json file_changes_json(const city::CityDiff& diff) {
  Json files = Json::array();
  for (const city::FileChange& file : diff) {
    Json rows = Json::array();
    for (const city::RowChange& row : file.rows) {
      Json cells = Json::array();
      for (const city::CellChange& cell : row.cells)
        cells.push_back({{"column", cell.column}, {"before", cell.before}, {"after", cell.after}});
      rows.push_back({{"change", name_of(row.change)},
                      {"key", row.key},
                      {"line", row.line},
                      {"cells", std::move(cells)}});
    }
    files.push_back({{"name", file.name}, {"change", name_of(file.change)}, {"rows", std::move(rows)}});
  }
  return files;
}

}  // namespace hotline::api
