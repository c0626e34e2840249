#include "hotline/table/xlsx.hpp"

#include <charconv>
#include <pugixml.hpp>

#include "table/cell_value.hpp"
#include "table/element_stream.hpp"
#include "table/messages.hpp"
#include "table/workbook.hpp"
#include "table/zip_file.hpp"

namespace hotline::table {
namespace {

using base::ErrorCode;

constexpr std::size_t max_row_bytes = 8 * 1024 * 1024;

// "AB12" -> 27; nothing when it does not begin with a letter.
std::optional<std::size_t> column_of(std::string_view reference) {
  std::size_t column = 0;
  for (const char c : reference) {
    if (c < 'A' || c > 'Z' || column > 100'000) break;
    column = column * 26 + static_cast<std::size_t>(c - 'A' + 1);
  }
  if (column == 0) return std::nullopt;
  return column - 1;
}

}  // namespace

struct XlsxSheet::State {
  ZipFile file;
  Workbook workbook;
  ElementStream rows;
  XlsxLimits limits;
  std::size_t last_number = 0;

  base::Result<std::string> cell_text(const pugi::xml_node& cell) const;
  base::Result<XlsxRow> read_row(std::string_view xml);
};

base::Result<std::string> XlsxSheet::State::cell_text(const pugi::xml_node& cell) const {
  const std::string_view type = cell.attribute("t").value();
  std::string_view value;
  for (const pugi::xml_node& node : cell.children()) {
    if (local_name(node) == "v") value = node.text().get();
    if (local_name(node) == "is" && type == "inlineStr") return rich_text(node);
  }
  if (type == "s") {
    std::size_t index = 0;
    const auto parsed = std::from_chars(value.data(), value.data() + value.size(), index);
    if (parsed.ec != std::errc{} || index >= workbook.shared_texts.size()) return damaged_workbook();
    return workbook.shared_texts[index];
  }
  if (type == "b") return std::string(value == "1" ? "TRUE" : "FALSE");
  if (!type.empty() && type != "n") return std::string(value);
  const auto style = static_cast<std::size_t>(cell.attribute("s").as_uint(0));
  const NumberFormat format =
      style < workbook.formats.size() ? workbook.formats[style] : NumberFormat::number;
  if (format == NumberFormat::number || value.empty()) return number_text(value);
  return date_text(value, format, workbook.date1904);
}

base::Result<XlsxRow> XlsxSheet::State::read_row(std::string_view xml) {
  pugi::xml_document document;
  if (!document.load_buffer(xml.data(), xml.size(), pugi::parse_default | pugi::parse_ws_pcdata_single,
                            pugi::encoding_utf8)) {
    return damaged_workbook();
  }
  const pugi::xml_node node = document.document_element();
  XlsxRow row;
  row.number = node.attribute("r").as_uint(static_cast<unsigned>(last_number + 1));
  last_number = row.number;
  for (const pugi::xml_node& cell : node.children()) {
    if (local_name(cell) != "c") continue;
    const std::size_t column = column_of(cell.attribute("r").value()).value_or(row.cells.size());
    if (column >= limits.max_columns) {
      return line_error(
          ErrorCode::invalid_input, row.number,
          "列数超过 " + std::to_string(limits.max_columns) + "，请删除多余的列",
          "more than " + std::to_string(limits.max_columns) + " columns: remove what is not needed");
    }
    auto text = cell_text(cell);
    if (!text.ok()) {
      return line_error(ErrorCode::invalid_input, row.number, "单元格引用的文字不存在，请重新保存文件",
                        "a cell refers to a text that is not there: save the file again");
    }
    if (column >= row.cells.size()) row.cells.resize(column + 1);
    row.cells[column] = *std::move(text);
  }
  return row;
}

XlsxSheet::XlsxSheet(std::unique_ptr<State> state) : state_(std::move(state)) {}
XlsxSheet::XlsxSheet(XlsxSheet&&) noexcept = default;
XlsxSheet& XlsxSheet::operator=(XlsxSheet&&) noexcept = default;
XlsxSheet::~XlsxSheet() = default;

base::Result<XlsxSheet> XlsxSheet::open(std::string bytes, std::string_view sheet, const XlsxLimits& limits) {
  HOTLINE_TRY(ZipFile file, ZipFile::open(std::move(bytes), limits));
  HOTLINE_TRY(Workbook workbook, load_workbook(file, sheet));
  HOTLINE_TRY(ZipPart part, file.part(workbook.sheet_part));
  return XlsxSheet(
      std::unique_ptr<State>(new State{std::move(file), std::move(workbook),
                                       ElementStream(std::move(part), "row", max_row_bytes), limits, 0}));
}

std::optional<base::Result<XlsxRow>> XlsxSheet::next() {
  auto element = state_->rows.next();
  if (!element) return std::nullopt;
  if (!element->ok()) return base::Result<XlsxRow>(std::move(*element).error());
  return state_->read_row(**element);
}

}  // namespace hotline::table
