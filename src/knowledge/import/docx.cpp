// Word documents (ECMA-376): paragraphs, headings by outline level, tables.
#include <map>
#include <pugixml.hpp>

#include "knowledge/import/archive.hpp"
#include "knowledge/import/document.hpp"

namespace hotline::knowledge {
namespace {

constexpr int deepest = 128;    // elements within elements
constexpr int most_levels = 9;  // of headings
constexpr std::size_t max_xml = 32U * 1024 * 1024;

base::Result<std::string> xml_of(Archive& archive, std::string_view name) {
  const Archive::Item* item = archive.find(name);
  if (item == nullptr) return damaged_file();
  if (item->size > max_xml) return oversized_file();
  HOTLINE_TRY(std::string xml, archive.read(*item));
  // Office programs write no document type; who does, means entities.
  if (xml.find("<!DOCTYPE") != std::string::npos || xml.find("<!ENTITY") != std::string::npos) {
    return base::Error::of(base::ErrorCode::malformed, "文件内含实体定义，可能是恶意文件，已拒绝。",
                           "The file defines entities, as hostile files do. It is refused.");
  }
  return xml;
}

bool nests_too_deep(std::string_view xml) {
  int depth = 0;
  for (std::size_t at = xml.find('<'); at != std::string_view::npos; at = xml.find('<', at + 1)) {
    if (at + 1 >= xml.size()) break;
    if (xml[at + 1] == '/') {
      --depth;
    } else if (xml[at + 1] != '?' && xml[at + 1] != '!') {
      const std::size_t end = xml.find('>', at);
      if (end == std::string_view::npos) break;
      if (xml[end - 1] != '/' && ++depth > deepest) return true;
    }
  }
  return false;
}

// Style id -> level of heading, from styles.xml: by outline level, or by the name "heading 2".
std::map<std::string, int> heading_styles(Archive& archive) {
  std::map<std::string, int> levels;
  const auto xml = xml_of(archive, "word/styles.xml");
  pugi::xml_document document;
  if (!xml.ok() || nests_too_deep(*xml) || !document.load_string(xml->c_str())) return levels;
  for (const pugi::xml_node style : document.document_element().children("w:style")) {
    const std::string id = style.attribute("w:styleId").value();
    const std::string name = style.child("w:name").attribute("w:val").value();
    const pugi::xml_node outline = style.child("w:pPr").child("w:outlineLvl");
    if (outline) {
      levels[id] = outline.attribute("w:val").as_int() + 1;
    } else if (name.starts_with("heading ") || name.starts_with("Heading ")) {
      levels[id] = std::atoi(name.c_str() + 8);
    } else if (name == "Title") {
      levels[id] = 1;
    }
  }
  return levels;
}

void append_text(pugi::xml_node node, std::string& out, int depth = 0) {
  if (depth > deepest) return;
  for (const pugi::xml_node child : node.children()) {
    const std::string_view name = child.name();
    if (name == "w:t") {
      out += child.text().get();
    } else if (name == "w:tab") {
      out += ' ';
    } else if (name == "w:br" || name == "w:cr") {
      out += '\n';
    } else if (name != "w:del" && name != "w:instrText") {  // what was struck out, and codes of fields
      append_text(child, out, depth + 1);
    }
  }
}

class Body {
 public:
  Body(DocumentBuilder& builder, std::map<std::string, int> levels)
      : builder_(builder), levels_(std::move(levels)) {}

  void walk(pugi::xml_node node, int depth = 0) {
    if (depth > deepest) return;
    for (const pugi::xml_node child : node.children()) {
      const std::string_view name = child.name();
      if (name == "w:p") {
        paragraph(child);
      } else if (name == "w:tbl") {
        table(child);
      } else if (name == "w:sdt" || name == "w:sdtContent" || name == "w:customXml") {
        walk(child, depth + 1);
      }
    }
  }

 private:
  void paragraph(pugi::xml_node node) {
    std::string text;
    append_text(node, text);
    const pugi::xml_node properties = node.child("w:pPr");
    int level = 0;
    if (const auto found = levels_.find(properties.child("w:pStyle").attribute("w:val").value());
        found != levels_.end())
      level = found->second;
    if (const pugi::xml_node outline = properties.child("w:outlineLvl"))
      level = outline.attribute("w:val").as_int() + 1;
    if (level >= 1 && level <= most_levels) {
      builder_.heading(level, text);
    } else {
      const bool listed = properties.child("w:numPr");
      builder_.paragraph(listed && !text.empty() ? "- " + text : text);
    }
  }

  void table(pugi::xml_node node) {
    std::vector<std::vector<std::string>> rows;
    for (const pugi::xml_node row : node.children("w:tr")) {
      rows.emplace_back();
      for (const pugi::xml_node cell : row.children("w:tc")) {
        std::string text;
        for (const pugi::xml_node part : cell.children("w:p")) {
          if (!text.empty()) text += ' ';
          append_text(part, text);
        }
        rows.back().push_back(std::move(text));
      }
    }
    builder_.table(rows);
  }

  DocumentBuilder& builder_;
  std::map<std::string, int> levels_;
};

}  // namespace

base::Result<Document> read_docx(const std::string& bytes) {
  HOTLINE_TRY(Archive archive, Archive::open(bytes));
  HOTLINE_TRY(const std::string xml, xml_of(archive, "word/document.xml"));
  if (nests_too_deep(xml)) return damaged_file();
  pugi::xml_document document;
  if (!document.load_buffer(xml.data(), xml.size())) return damaged_file();
  DocumentBuilder builder;
  Body(builder, heading_styles(archive)).walk(document.document_element().child("w:body"));
  return std::move(builder).finish();
}

}  // namespace hotline::knowledge
