// A foreign file as clean sections: headings and tables kept as Markdown, everything else plain.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "hotline/base/result.hpp"

namespace hotline::knowledge {

struct Section {
  std::vector<std::string> headings;  // outermost first; empty before the first heading
  std::string text;                   // Markdown
};

struct Document {
  std::string title;
  std::vector<Section> sections;
};

// Puts a document together while a reader walks its file. Bounded: what exceeds max_text is an error at
// finish().
class DocumentBuilder {
 public:
  void title(std::string text) { document_.title = std::move(text); }
  void heading(int level, std::string_view text);  // level from 1
  void paragraph(std::string_view text);
  void table(const std::vector<std::vector<std::string>>& rows);
  // Errors: malformed (nothing readable in it), too_large.
  base::Result<Document> finish() &&;

  static constexpr std::size_t max_text = 16U * 1024 * 1024;  // bytes

 private:
  Section& current();

  Document document_;
  std::vector<std::pair<int, std::string>> path_;
  bool open_ = false;
  std::size_t bytes_ = 0;
};

// White space of any script as single spaces, none at the ends.
std::string one_line(std::string_view text);

// Readers, one for each kind of file. Errors: malformed, too_large, unsupported_type (password-protected),
// unavailable (a tool that is needed is not installed).
base::Result<Document> read_docx(const std::string& bytes);
base::Result<Document> read_html(const std::string& utf8);
base::Result<Document> read_markdown(const std::string& utf8);
base::Result<Document> read_plain(const std::string& utf8);
base::Result<Document> read_pdf(const std::string& bytes);
base::Result<Document> read_picture(const std::string& bytes);

base::Error damaged_file();
base::Error protected_file();
base::Error oversized_file();

}  // namespace hotline::knowledge
