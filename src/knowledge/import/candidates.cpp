// One file as candidates: which reader it gets, and what of a document is a question with its answer.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "hotline/knowledge/import.hpp"
#include "hotline/table/encoding.hpp"
#include "hotline/text/utf8.hpp"
#include "knowledge/import/archive.hpp"
#include "knowledge/import/document.hpp"
#include "knowledge/import/tables.hpp"

namespace hotline::knowledge {
namespace {

enum class Form { table, docx, pdf, html, markdown, plain, picture };

std::string extension_of(const std::string& name) {
  std::string extension = std::filesystem::path(name).extension().string();
  std::transform(extension.begin(), extension.end(), extension.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return extension;
}

std::string base_name(const std::string& name) {
  const std::size_t slash = name.find_last_of('/');
  return slash == std::string::npos ? name : name.substr(slash + 1);
}

// What the first bytes say.
enum class Magic { text, zip, pdf, old_office, picture, binary };
Magic magic_of(const std::string& bytes) {
  if (bytes.starts_with("PK\x03\x04") || bytes.starts_with("PK\x05\x06")) return Magic::zip;
  if (bytes.substr(0, 1024).find("%PDF-") != std::string::npos) return Magic::pdf;
  if (bytes.starts_with("\xD0\xCF\x11\xE0")) return Magic::old_office;
  if (bytes.starts_with("\x89PNG") || bytes.starts_with("\xFF\xD8\xFF") || bytes.starts_with("II*") ||
      bytes.starts_with("MM"))
    return Magic::picture;
  const std::string_view head = std::string_view(bytes).substr(0, 4096);
  const bool wide = head.starts_with("\xFF\xFE") || head.starts_with("\xFE\xFF");
  if (!wide && head.find('\0') != std::string_view::npos) return Magic::binary;
  return Magic::text;
}

base::Error misnamed(const std::string& extension) {
  return base::Error::of(
      base::ErrorCode::malformed, "扩展名为 " + extension + "，内容却是另一种格式，请改正文件名后再导入。",
      "The name ends in " + extension + ", but the content is something else. Name it rightly.");
}

base::Result<Form> form_of(const std::string& name, const std::string& bytes) {
  if (bytes.empty()) {
    return base::Error::of(base::ErrorCode::malformed, "文件是空的。", "The file is empty.");
  }
  const std::string extension = extension_of(name);
  const Magic magic = magic_of(bytes);
  struct Row {
    const char* extension;
    Magic magic;
    Form form;
  };
  static constexpr Row rows[] = {{".csv", Magic::text, Form::table},
                                 {".tsv", Magic::text, Form::table},
                                 {".xlsx", Magic::zip, Form::table},
                                 {".docx", Magic::zip, Form::docx},
                                 {".pdf", Magic::pdf, Form::pdf},
                                 {".html", Magic::text, Form::html},
                                 {".htm", Magic::text, Form::html},
                                 {".md", Magic::text, Form::markdown},
                                 {".markdown", Magic::text, Form::markdown},
                                 {".txt", Magic::text, Form::plain},
                                 {".png", Magic::picture, Form::picture},
                                 {".jpg", Magic::picture, Form::picture},
                                 {".jpeg", Magic::picture, Form::picture},
                                 {".tif", Magic::picture, Form::picture},
                                 {".tiff", Magic::picture, Form::picture}};
  for (const Row& row : rows) {
    if (extension != row.extension) continue;
    if (magic == Magic::old_office && row.magic == Magic::zip) return protected_file();
    if (magic != row.magic) return misnamed(extension);
    return row.form;
  }
  if (magic == Magic::old_office) return protected_file();
  if (extension == ".zip") return misnamed(extension);
  return base::Error::of(
      base::ErrorCode::unsupported_type,
      "不支持这种文件，可以导入：docx、PDF、HTML、Markdown、txt、xlsx、CSV、图片及其 zip 包。",
      "This kind of file is not taken. Taken are docx, PDF, HTML, Markdown, txt, xlsx, CSV, "
      "pictures, and a zip of these.");
}

base::Result<Document> read_document(Form form, const std::string& bytes) {
  switch (form) {
    case Form::docx:
      return read_docx(bytes);
    case Form::pdf:
      return read_pdf(bytes);
    case Form::picture:
      return read_picture(bytes);
    default:
      break;
  }
  HOTLINE_TRY(const std::string utf8, table::to_utf8(bytes));
  if (form == Form::html) return read_html(utf8);
  return form == Form::markdown ? read_markdown(utf8) : read_plain(utf8);
}

bool is_question(std::string_view line) {
  return line.ends_with("？") || line.ends_with("?");
}

// "问：……" and "Q: ...": what stands behind the mark; nothing for any other line.
std::optional<std::string_view> behind(std::string_view line, std::initializer_list<std::string_view> marks) {
  for (const std::string_view mark : marks) {
    if (line.starts_with(mark)) return text::trim(line.substr(mark.size()));
  }
  return std::nullopt;
}

struct Pair {
  std::string question, answer;
};

// Questions that a text answers itself, marked by 问 and 答; empty when it has none.
std::vector<Pair> pairs_in(const std::string& text) {
  std::vector<Pair> pairs;
  bool answering = false;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view line = text::trim(std::string_view(text).substr(at, end - at));
    at = end + 1;
    if (const auto question = behind(line, {"问：", "问:", "Q：", "Q:", "**问：", "**Q:"})) {
      pairs.push_back({std::string(*question), ""});
      answering = false;
    } else if (!pairs.empty()) {
      const auto answer = behind(line, {"答：", "答:", "A：", "A:", "**答：", "**A:"});
      answering = answering || answer.has_value();
      if (answering && !line.empty()) pairs.back().answer += std::string(answer.value_or(line)) + "\n";
    }
  }
  std::erase_if(pairs, [](const Pair& one) { return one.question.empty() || one.answer.empty(); });
  return pairs;
}

std::vector<Pair> pairs_of(const Document& document, const std::string& title) {
  std::vector<Pair> pairs;
  for (const Section& section : document.sections) {
    if (auto marked = pairs_in(section.text); !marked.empty()) {
      for (Pair& one : marked) pairs.push_back(std::move(one));
      continue;
    }
    std::string question;
    for (const std::string& heading : section.headings) {
      if (heading != title) question += (question.empty() ? "" : " ") + heading;
    }
    if (!section.headings.empty() && is_question(section.headings.back())) {
      question = section.headings.back();
    } else {
      question = question.empty() ? title : title + "：" + question;
    }
    pairs.push_back({std::move(question), section.text});
  }
  return pairs;
}

// A text cut at line ends, so that each part is an answer that may be stored.
std::vector<std::string> parts_of(const std::string& text) {
  constexpr std::size_t most = longest_answer - 1000;
  std::vector<std::string> parts;
  std::string_view left = text;
  while (text::count_chars(left) > most) {
    const std::string_view head = text::truncate_chars(left, most);
    const std::size_t line = head.rfind('\n');
    const std::size_t end = line == std::string_view::npos || line == 0 ? head.size() : line;
    parts.emplace_back(left.substr(0, end));
    left.remove_prefix(end);
  }
  parts.emplace_back(left);
  return parts;
}

}  // namespace

base::Status read_candidates(const std::string& name, const std::string& bytes, const ImportOptions& options,
                             const TakeCandidate& take,
                             const std::function<void(std::size_t, const base::Error&)>& refuse) {
  HOTLINE_TRY(const Form form, form_of(name, bytes));
  const std::string file = base_name(name);
  if (form == Form::table) return read_table(file, bytes, options, take, refuse);
  HOTLINE_TRY(Document document, read_document(form, bytes));
  const std::string title(text::truncate_chars(
      document.title.empty() ? std::filesystem::path(file).stem().string() : document.title, 150));
  std::map<std::string, int> seen;
  for (Pair& pair : pairs_of(document, title)) {
    for (std::string& part : parts_of(pair.answer)) {
      Candidate candidate;
      Content& c = candidate.content;
      c.questions.push_back(std::string(text::truncate_chars(pair.question, longest_question)));
      c.answer = std::move(part);
      c.source_title = title;
      c.source_link = "";
      c.owner = options.owner;
      c.region = options.region;
      c.visibility = options.visibility;
      const int turn = ++seen[c.questions.front()];
      candidate.source_key =
          fmt::format("file:{}#{}{}", file, c.questions.front(), turn > 1 ? fmt::format("#{}", turn) : "");
      if (const base::Status fault = check_content(c); !fault.ok()) {
        refuse(0, fault.error());
        continue;
      }
      HOTLINE_CHECK(take(std::move(candidate)));
    }
  }
  return {};
}

}  // namespace hotline::knowledge
