#include "table/workbook.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <pugixml.hpp>

#include "hotline/text/utf8.hpp"
#include "table/element_stream.hpp"

namespace hotline::table {
namespace {

using base::Error;
using base::ErrorCode;

// Of relationships, workbook and styles, which are read whole.
constexpr std::size_t max_small_part = 16 * 1024 * 1024;
constexpr std::size_t max_shared_text = 1024 * 1024;

struct Relationship {
  std::string type;  // the last word of its URI: worksheet, styles, sharedStrings
  std::string part;
};
using Relationships = std::map<std::string, Relationship>;  // by id

base::Result<pugi::xml_document> load_xml(const ZipFile& file, const std::string& name) {
  HOTLINE_TRY(const std::string bytes, file.read(name, max_small_part));
  pugi::xml_document document;
  if (!document.load_buffer(bytes.data(), bytes.size(), pugi::parse_default | pugi::parse_ws_pcdata_single)) {
    return damaged_workbook();
  }
  return document;
}

pugi::xml_node child(const pugi::xml_node& parent, std::string_view name) {
  for (const pugi::xml_node& node : parent.children()) {
    if (local_name(node) == name) return node;
  }
  return {};
}

// Attribute by its name without prefix.
std::string_view attribute(const pugi::xml_node& node, std::string_view name) {
  for (const pugi::xml_attribute& each : node.attributes()) {
    std::string_view full = each.name();
    if (const std::size_t colon = full.find(':'); colon != std::string_view::npos)
      full.remove_prefix(colon + 1);
    if (full == name) return each.value();
  }
  return {};
}

bool is_true(std::string_view value) {
  return value == "1" || value == "true";
}

int to_int(std::string_view value) {
  int number = 0;
  std::from_chars(value.data(), value.data() + value.size(), number);
  return number;
}

std::string folder_of(const std::string& part) {
  const std::size_t slash = part.rfind('/');
  return slash == std::string::npos ? "" : part.substr(0, slash + 1);
}

// A target is relative to the folder of its part, or absolute from the archive's root.
std::string resolve(const std::string& folder, std::string_view target) {
  if (target.starts_with('/')) return std::string(target.substr(1));
  std::string base = folder;
  while (target.starts_with("../")) {
    target.remove_prefix(3);
    if (!base.empty()) base.pop_back();
    base = folder_of(base);
  }
  return base + std::string(target);
}

base::Result<Relationships> load_relationships(const ZipFile& file, const std::string& part) {
  const std::string folder = folder_of(part);
  const std::string name = folder + "_rels/" + part.substr(folder.size()) + ".rels";
  HOTLINE_TRY(const pugi::xml_document document, load_xml(file, name));
  Relationships relationships;
  for (const pugi::xml_node& node : document.document_element().children()) {
    if (attribute(node, "TargetMode") == "External") continue;
    const std::string_view type = attribute(node, "Type");
    relationships[std::string(attribute(node, "Id"))] = {std::string(type.substr(type.rfind('/') + 1)),
                                                         resolve(folder, attribute(node, "Target"))};
  }
  return relationships;
}

std::string part_of_type(const Relationships& relationships, std::string_view type) {
  for (const auto& [id, relationship] : relationships) {
    if (relationship.type == type) return relationship.part;
  }
  return {};
}

base::Result<std::string> find_sheet(const pugi::xml_node& workbook, const Relationships& relationships,
                                     std::string_view wanted) {
  std::string known;
  for (const pugi::xml_node& sheet : child(workbook, "sheets").children()) {
    if (local_name(sheet) != "sheet") continue;
    const std::string_view name = attribute(sheet, "name");
    known += (known.empty() ? "" : ", ") + std::string(name);
    if (!wanted.empty() && name != wanted) continue;
    const auto found = relationships.find(std::string(attribute(sheet, "id")));
    if (found == relationships.end()) return damaged_workbook();
    if (found->second.type == "worksheet") return found->second.part;
  }
  if (wanted.empty()) return damaged_workbook();
  const std::string name(wanted);
  return Error::of(ErrorCode::not_found, "没有名为“" + name + "”的工作表，现有：" + known,
                   "no sheet of the name \"" + name + "\"; there are: " + known);
}

base::Result<std::vector<NumberFormat>> load_formats(const ZipFile& file, const std::string& part) {
  HOTLINE_TRY(const pugi::xml_document document, load_xml(file, part));
  const pugi::xml_node styles = document.document_element();
  std::map<int, NumberFormat> custom;
  for (const pugi::xml_node& node : child(styles, "numFmts").children()) {
    custom[to_int(attribute(node, "numFmtId"))] = format_of_code(attribute(node, "formatCode"));
  }
  std::vector<NumberFormat> formats;
  for (const pugi::xml_node& node : child(styles, "cellXfs").children()) {
    const int id = to_int(attribute(node, "numFmtId"));
    const auto found = custom.find(id);
    formats.push_back(found == custom.end() ? builtin_format(id) : found->second);
  }
  return formats;
}

base::Result<std::vector<std::string>> load_shared_texts(const ZipFile& file, const std::string& part) {
  HOTLINE_TRY(ZipPart opened, file.part(part));
  ElementStream elements(std::move(opened), "si", max_shared_text);
  std::vector<std::string> texts;
  while (auto element = elements.next()) {
    if (!element->ok()) return std::move(*element).error();
    const std::string_view xml = **element;
    pugi::xml_document document;
    if (!document.load_buffer(xml.data(), xml.size(), pugi::parse_default | pugi::parse_ws_pcdata_single,
                              pugi::encoding_utf8)) {
      return damaged_workbook();
    }
    texts.push_back(rich_text(document.document_element()));
  }
  return texts;
}

// "_x000D_" stands for a char that XML cannot hold; a line break is written as LF alone.
std::string decode_escapes(std::string text) {
  for (std::size_t at = text.find("_x"); at != std::string::npos; at = text.find("_x", at + 1)) {
    if (at + 7 > text.size() || text[at + 6] != '_') continue;
    unsigned code = 0;
    const char* const digits = text.data() + at + 2;
    if (std::from_chars(digits, digits + 4, code, 16).ptr != digits + 4) continue;
    std::string decoded;
    if (code != 0 && code != '\r') text::append_char(decoded, code);
    text.replace(at, 7, decoded);
    if (decoded.empty() && at > 0) --at;
  }
  return text;
}

}  // namespace

std::string_view local_name(const pugi::xml_node& node) {
  const std::string_view name = node.name();
  const std::size_t colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

std::string rich_text(const pugi::xml_node& node) {
  std::string text;
  for (const pugi::xml_node& part : node.children()) {
    if (local_name(part) == "t") text += part.text().get();
    if (local_name(part) == "r") text += child(part, "t").text().get();
  }
  return decode_escapes(std::move(text));
}

base::Result<Workbook> load_workbook(const ZipFile& file, std::string_view sheet) {
  if (!file.has("[Content_Types].xml") && !file.has("_rels/.rels")) {
    return Error::of(ErrorCode::unsupported_type, "压缩包中没有表格，请上传 .xlsx 或 CSV 文件",
                     "an archive without a workbook: give an .xlsx or CSV file");
  }
  HOTLINE_TRY(const Relationships roots, load_relationships(file, ""));
  const std::string main_part = part_of_type(roots, "officeDocument");
  HOTLINE_TRY(const pugi::xml_document document, load_xml(file, main_part));
  const pugi::xml_node root = document.document_element();
  if (local_name(root) != "workbook") {
    return Error::of(ErrorCode::unsupported_type, "不是表格文件（可能是文字文档），请上传 .xlsx 或 CSV 文件",
                     "an office file that is no workbook: give an .xlsx or CSV file");
  }
  HOTLINE_TRY(const Relationships relationships, load_relationships(file, main_part));

  Workbook workbook;
  workbook.date1904 = is_true(attribute(child(root, "workbookPr"), "date1904"));
  HOTLINE_TRY(workbook.sheet_part, find_sheet(root, relationships, sheet));
  if (const std::string part = part_of_type(relationships, "styles"); !part.empty()) {
    HOTLINE_TRY(workbook.formats, load_formats(file, part));
  }
  if (const std::string part = part_of_type(relationships, "sharedStrings"); !part.empty()) {
    HOTLINE_TRY(workbook.shared_texts, load_shared_texts(file, part));
  }
  return workbook;
}

}  // namespace hotline::table
