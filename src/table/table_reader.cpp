#include "hotline/table/table_reader.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>

#include "hotline/text/normalize.hpp"
#include "hotline/text/utf8.hpp"
#include "table/messages.hpp"

namespace hotline::table {
namespace {

using base::Error;
using base::ErrorCode;

// A row before it is known what its columns are called.
struct PlainRow {
  std::size_t line = 0;
  std::vector<std::string> cells;
};

class CsvRows {
 public:
  explicit CsvRows(CsvReader reader) : reader_(std::move(reader)) {}
  std::optional<base::Result<PlainRow>> next() {
    auto record = reader_.next();
    if (!record) return std::nullopt;
    if (!record->ok()) return base::Result<PlainRow>(std::move(*record).error());
    return base::Result<PlainRow>(PlainRow{(*record)->line, std::move((*record)->cells)});
  }
  std::size_t last_line() const { return reader_.last_line(); }

 private:
  CsvReader reader_;
};

class XlsxRows {
 public:
  explicit XlsxRows(XlsxSheet sheet) : sheet_(std::move(sheet)) {}
  std::optional<base::Result<PlainRow>> next() {
    auto row = sheet_.next();
    if (!row) return std::nullopt;
    last_line_ = row->ok() ? (*row)->number : 0;
    if (!row->ok()) return base::Result<PlainRow>(std::move(*row).error());
    return base::Result<PlainRow>(PlainRow{(*row)->number, std::move((*row)->cells)});
  }
  std::size_t last_line() const { return last_line_; }

 private:
  XlsxSheet sheet_;
  std::size_t last_line_ = 0;
};

bool is_blank(const std::vector<std::string>& cells, std::size_t from = 0) {
  return std::all_of(cells.begin() + static_cast<std::ptrdiff_t>(std::min(from, cells.size())), cells.end(),
                     [](const std::string& cell) { return text::trim(cell).empty(); });
}

template <class Rows>
class NamedReader final : public TableReader {
 public:
  static base::Result<std::unique_ptr<TableReader>> open(Rows rows) {
    while (auto row = rows.next()) {
      if (!row->ok()) return std::move(*row).error();
      if (is_blank((*row)->cells)) continue;
      HOTLINE_TRY(Header header, Header::of(std::move((*row)->cells)));
      return std::unique_ptr<TableReader>(
          std::make_unique<NamedReader>(std::move(rows), std::make_shared<const Header>(std::move(header))));
    }
    return Error::of(ErrorCode::invalid_input, "表格是空的，第一行应为列名",
                     "the table is empty: its first row must name the columns");
  }

  NamedReader(Rows rows, std::shared_ptr<const Header> header)
      : rows_(std::move(rows)), header_(std::move(header)) {}

  const Header& header() const override { return *header_; }
  std::size_t last_line() const override { return rows_.last_line(); }

  std::optional<base::Result<Row>> next() override {
    while (auto row = rows_.next()) {
      if (!row->ok()) return base::Result<Row>(std::move(*row).error());
      PlainRow& plain = **row;
      if (is_blank(plain.cells)) continue;
      const std::size_t columns = header_->names().size();
      if (!is_blank(plain.cells, columns)) {
        return base::Result<Row>(line_error(ErrorCode::invalid_input, plain.line,
                                            "有内容超出了列名所在的列，请检查该行",
                                            "a cell stands beyond the named columns: check this row"));
      }
      plain.cells.resize(columns);
      return base::Result<Row>(Row{plain.line, std::move(plain.cells), header_});
    }
    return std::nullopt;
  }

 private:
  Rows rows_;
  std::shared_ptr<const Header> header_;
};

bool looks_like_workbook(std::string_view head) {
  return head.starts_with("PK\x03\x04") || head.starts_with("PK\x05\x06") ||
         head.starts_with("\xD0\xCF\x11\xE0");
}

base::Result<std::unique_ptr<TableReader>> open_workbook(std::string bytes, const TableOptions& options) {
  HOTLINE_TRY(XlsxSheet sheet, XlsxSheet::open(std::move(bytes), options.sheet, options.xlsx));
  return NamedReader<XlsxRows>::open(XlsxRows(std::move(sheet)));
}

base::Result<std::unique_ptr<TableReader>> open_csv(std::unique_ptr<std::istream> stream,
                                                    const TableOptions& options) {
  HOTLINE_TRY(CsvReader reader, CsvReader::open(std::move(stream), options.csv));
  return NamedReader<CsvRows>::open(CsvRows(std::move(reader)));
}

}  // namespace

base::Result<Header> Header::of(std::vector<std::string> names) {
  while (!names.empty() && text::trim(names.back()).empty()) names.pop_back();
  Header header;
  for (const std::string& name : names) {
    const std::string_view trimmed = text::trim(name);
    std::string key = text::normalize(trimmed);
    if (!key.empty() && std::find(header.keys_.begin(), header.keys_.end(), key) != header.keys_.end()) {
      const std::string shown(trimmed);
      return Error::of(ErrorCode::invalid_input, "列名“" + shown + "”重复，请修改其中一列的列名",
                       "two columns are called \"" + shown + "\": rename one");
    }
    header.names_.emplace_back(trimmed);
    header.keys_.push_back(std::move(key));
  }
  if (header.names_.empty()) {
    return Error::of(ErrorCode::invalid_input, "第一行应为列名", "the first row must name the columns");
  }
  return header;
}

std::optional<std::size_t> Header::find(std::string_view name) const {
  // Most callers spell a name as the file does, which needs no normalising.
  auto found = std::find(names_.begin(), names_.end(), name);
  if (found != names_.end() && !name.empty()) return static_cast<std::size_t>(found - names_.begin());
  const std::string key = text::normalize(name);
  if (key.empty()) return std::nullopt;
  found = std::find(keys_.begin(), keys_.end(), key);
  if (found == keys_.end()) return std::nullopt;
  return static_cast<std::size_t>(found - keys_.begin());
}

std::string_view Row::get(std::string_view name) const {
  const auto column = header->find(name);
  return column ? text::trim(cells[*column]) : std::string_view();
}

base::Result<std::unique_ptr<TableReader>> open_table(const std::filesystem::path& path,
                                                      const TableOptions& options) {
  std::error_code failed;
  if (!std::filesystem::is_regular_file(path, failed)) return unreadable_file();
  auto stream = std::make_unique<std::ifstream>(path, std::ios::binary);
  std::string head(8, '\0');
  stream->read(head.data(), static_cast<std::streamsize>(head.size()));
  if (stream->bad() || !stream->is_open()) return unreadable_file();
  stream->clear();
  stream->seekg(0);
  if (!looks_like_workbook(head)) return open_csv(std::move(stream), options);
  if (std::filesystem::file_size(path, failed) > options.xlsx.max_file_bytes || failed) {
    return Error::of(ErrorCode::too_large, "表格文件过大，请拆分，或另存为 CSV 后上传",
                     "the workbook is too large: split it, or save it as CSV");
  }
  std::ostringstream bytes;
  bytes << stream->rdbuf();
  return open_workbook(std::move(bytes).str(), options);
}

base::Result<std::unique_ptr<TableReader>> open_table_bytes(std::string bytes, const TableOptions& options) {
  if (looks_like_workbook(bytes)) return open_workbook(std::move(bytes), options);
  return open_csv(std::make_unique<std::istringstream>(std::move(bytes)), options);
}

base::Status require_columns(const Header& header, std::span<const std::string_view> names) {
  std::vector<base::FieldError> missing;
  for (const std::string_view name : names) {
    if (header.find(name)) continue;
    const std::string shown(name);
    missing.push_back(
        {shown, "required", {"缺少列“" + shown + "”", "the column \"" + shown + "\" is missing"}});
  }
  if (missing.empty()) return {};
  return Error::fields_wrong(std::move(missing));
}

}  // namespace hotline::table
