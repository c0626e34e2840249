// Markdown, and plain text whose headings are told by how Chinese documents number them.
#include <algorithm>

#include "hotline/text/utf8.hpp"
#include "knowledge/import/document.hpp"

namespace hotline::knowledge {
namespace {

constexpr std::size_t longest_heading = 40;  // characters
constexpr std::string_view numerals[] = {"一", "二", "三", "四", "五", "六",
                                         "七", "八", "九", "十", "百", "零"};

template <class Visit>
void each_line(std::string_view text, Visit visit) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    std::string_view line = text.substr(at, end - at);
    if (line.ends_with('\r')) line.remove_suffix(1);
    visit(line);
    at = end + 1;
  }
}

std::size_t numeral_length(std::string_view text) {
  std::size_t length = 0;
  for (bool more = true; more;) {
    more = false;
    for (const std::string_view one : numerals) {
      if (text.substr(length).starts_with(one)) {
        length += one.size();
        more = true;
        break;
      }
    }
  }
  return length;
}

// 0: no heading. GB/T 9704-2012, 7.3.3: 一、 then （一） then 1. ; laws: 第一章, 第一节.
int heading_level(std::string_view line) {
  if (line.empty() || text::count_chars(line) > longest_heading) return 0;
  for (const std::string_view end : {"。", "；", "，", "："}) {
    if (line.ends_with(end)) return 0;
  }
  if (line.starts_with("第")) {
    const std::string_view rest = line.substr(std::string_view("第").size());
    const std::size_t length = numeral_length(rest);
    if (length == 0) return 0;
    const std::string_view after = rest.substr(length);
    return after.starts_with("章") ? 1 : after.starts_with("节") ? 2 : 0;
  }
  if (const std::size_t length = numeral_length(line); length > 0)
    return line.substr(length).starts_with("、") ? 1 : 0;
  if (line.starts_with("（")) {
    const std::string_view rest = line.substr(std::string_view("（").size());
    const std::size_t length = numeral_length(rest);
    return length > 0 && rest.substr(length).starts_with("）") ? 2 : 0;
  }
  return 0;
}

}  // namespace

base::Result<Document> read_markdown(const std::string& utf8) {
  DocumentBuilder builder;
  bool fenced = false;
  each_line(utf8, [&](std::string_view line) {
    const std::string_view trimmed = text::trim(line);
    if (trimmed.starts_with("```")) fenced = !fenced;
    const std::size_t level = std::min(trimmed.find_first_not_of('#'), trimmed.size());
    if (!fenced && level >= 1 && level <= 6 && level < trimmed.size() && trimmed[level] == ' ') {
      builder.heading(static_cast<int>(level), trimmed.substr(level));
    } else {
      builder.paragraph(line);
    }
  });
  return std::move(builder).finish();
}

base::Result<Document> read_plain(const std::string& utf8) {
  DocumentBuilder builder;
  bool first = true;
  each_line(utf8, [&](std::string_view line) {
    const std::string_view trimmed = text::trim(line);
    if (trimmed.empty()) return;
    if (const int level = heading_level(trimmed)) {
      builder.heading(level, trimmed);
    } else if (first && text::count_chars(trimmed) <= longest_heading) {
      builder.title(std::string(trimmed));
      builder.paragraph(trimmed);
    } else {
      builder.paragraph(trimmed);
    }
    first = false;
  });
  return std::move(builder).finish();
}

}  // namespace hotline::knowledge
