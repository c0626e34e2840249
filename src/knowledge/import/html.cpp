// Web pages, read by libxml2's tolerant parser without network or entities of the page's own.
#include <libxml/HTMLparser.h>

#include <memory>

#include "knowledge/import/document.hpp"

namespace hotline::knowledge {
namespace {

constexpr int deepest = 256;
constexpr std::size_t largest = 16U * 1024 * 1024;

struct FreeDocument {
  void operator()(xmlDoc* document) const { xmlFreeDoc(document); }
};

std::string_view name_of_node(const xmlNode* node) {
  return node->type == XML_ELEMENT_NODE ? reinterpret_cast<const char*>(node->name) : std::string_view();
}

bool is_any(std::string_view name, std::initializer_list<std::string_view> names) {
  for (const std::string_view one : names) {
    if (name == one) return true;
  }
  return false;
}

class Page {
 public:
  base::Result<Document> read(const xmlNode* root) {
    walk(root, 0);
    flush();
    return std::move(builder_).finish();
  }

 private:
  void flush() {
    builder_.paragraph(one_line(line_));
    line_.clear();
  }

  static void text_of(const xmlNode* node, std::string& out, int depth) {
    if (depth > deepest) return;
    for (const xmlNode* child = node->children; child != nullptr; child = child->next) {
      if (child->type == XML_TEXT_NODE) {
        out += reinterpret_cast<const char*>(child->content);
      } else if (!is_any(name_of_node(child), {"script", "style"})) {
        text_of(child, out, depth + 1);
        if (is_any(name_of_node(child), {"br", "p", "div", "li"})) out += ' ';
      }
    }
  }

  static void rows_of(const xmlNode* node, std::vector<std::vector<std::string>>& rows, int depth) {
    if (depth > deepest) return;
    for (const xmlNode* child = node->children; child != nullptr; child = child->next) {
      const std::string_view name = name_of_node(child);
      if (name == "tr") rows.emplace_back();
      if (is_any(name, {"td", "th"}) && !rows.empty()) {
        std::string cell;
        text_of(child, cell, depth + 1);
        rows.back().push_back(std::move(cell));
      } else {
        rows_of(child, rows, depth + 1);
      }
    }
  }

  void walk(const xmlNode* node, int depth) {
    if (depth > deepest) return;
    for (; node != nullptr; node = node->next) {
      if (node->type == XML_TEXT_NODE) {
        line_ += reinterpret_cast<const char*>(node->content);
        continue;
      }
      const std::string_view name = name_of_node(node);
      if (name.empty() || is_any(name, {"script", "style", "nav", "footer", "noscript", "svg", "form"}))
        continue;
      if (name == "title") {
        std::string title;
        text_of(node, title, depth + 1);
        builder_.title(one_line(title));
      } else if (name.size() == 2 && name[0] == 'h' && name[1] >= '1' && name[1] <= '6') {
        flush();
        std::string heading;
        text_of(node, heading, depth + 1);
        builder_.heading(name[1] - '0', heading);
      } else if (name == "table") {
        flush();
        std::vector<std::vector<std::string>> rows;
        rows_of(node, rows, depth + 1);
        builder_.table(rows);
      } else {
        const bool block = is_any(name, {"p", "div", "li", "ul", "ol", "section", "article", "br", "tr", "dt",
                                         "dd", "blockquote", "pre", "body", "html", "head", "main"});
        if (block) flush();
        if (name == "li") line_ = "- ";
        walk(node->children, depth + 1);
        if (block) flush();
      }
    }
  }

  DocumentBuilder builder_;
  std::string line_;
};

}  // namespace

base::Result<Document> read_html(const std::string& utf8) {
  if (utf8.size() > largest) return oversized_file();
  const std::unique_ptr<xmlDoc, FreeDocument> document(
      htmlReadMemory(utf8.data(), static_cast<int>(utf8.size()), nullptr, "UTF-8",
                     HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET));
  if (!document) return damaged_file();
  return Page().read(xmlDocGetRootElement(document.get()));
}

}  // namespace hotline::knowledge
