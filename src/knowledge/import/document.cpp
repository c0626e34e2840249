#include "knowledge/import/document.hpp"

#include <algorithm>

#include "hotline/text/utf8.hpp"

namespace hotline::knowledge {

base::Error damaged_file() {
  return base::Error::of(base::ErrorCode::malformed,
                         "文件已损坏或不是其扩展名所示的格式，请重新导出后再导入。",
                         "The file is damaged, or not what its name says. Export it again.");
}
base::Error protected_file() {
  return base::Error::of(base::ErrorCode::unsupported_type,
                         "文件设有密码，或为旧版 Office 格式，请另存为不加密的新格式。",
                         "The file is password-protected, or of an old Office format. Save it anew without.");
}
base::Error oversized_file() {
  return base::Error::of(base::ErrorCode::too_large, "文件过大，或展开后远大于文件本身，请拆分后再导入。",
                         "The file is too large, or becomes so when unpacked. Split it.");
}

std::string one_line(std::string_view text) {
  std::string out;
  bool gap = false;
  for (std::size_t at = 0; at < text.size();) {
    const auto [code, length] = text::decode_char(text, at);
    const bool white = code <= 0x20 || code == 0xA0 || code == 0x3000 || (code >= 0x2000 && code <= 0x200B) ||
                       code == 0xFEFF;
    if (white) {
      gap = !out.empty();
    } else {
      if (gap) out += ' ';
      gap = false;
      text::append_char(out, code);
    }
    at += length;
  }
  return out;
}

Section& DocumentBuilder::current() {
  if (!open_) {
    Section section;
    for (const auto& [level, text] : path_) section.headings.push_back(text);
    document_.sections.push_back(std::move(section));
    open_ = true;
  }
  return document_.sections.back();
}

void DocumentBuilder::heading(int level, std::string_view text) {
  std::string line = one_line(text);
  if (line.empty()) return;
  bytes_ += line.size();
  while (!path_.empty() && path_.back().first >= level) path_.pop_back();
  path_.emplace_back(level, line);
  if (document_.title.empty()) document_.title = std::move(line);
  open_ = false;
}

void DocumentBuilder::paragraph(std::string_view text) {
  const std::string_view trimmed = text::trim(text);
  if (trimmed.empty() || bytes_ > max_text) return;
  bytes_ += trimmed.size();
  std::string& out = current().text;
  if (!out.empty()) out += '\n';
  out += trimmed;
}

void DocumentBuilder::table(const std::vector<std::vector<std::string>>& rows) {
  std::size_t columns = 0;
  for (const auto& row : rows) columns = std::max(columns, row.size());
  if (columns == 0) return;
  std::string out;
  for (std::size_t i = 0; i < rows.size() && out.size() < max_text; ++i) {
    out += '|';
    for (std::size_t j = 0; j < columns; ++j) {
      std::string cell = j < rows[i].size() ? one_line(rows[i][j]) : "";
      std::replace(cell.begin(), cell.end(), '|', '/');
      out += ' ' + cell + " |";
    }
    out += '\n';
    if (i == 0) {
      out += '|';
      for (std::size_t j = 0; j < columns; ++j) out += " --- |";
      out += '\n';
    }
  }
  paragraph(out);
}

base::Result<Document> DocumentBuilder::finish() && {
  if (bytes_ > max_text) return oversized_file();
  std::erase_if(document_.sections, [](const Section& one) { return one.text.empty(); });
  if (document_.sections.empty()) {
    return base::Error::of(base::ErrorCode::malformed, "文件中没有可读的文字。",
                           "There is no readable text in the file.");
  }
  return std::move(document_);
}

}  // namespace hotline::knowledge
