// Tables as candidates: service matters, documents, questions with answers, and any other row by row.
#include "knowledge/import/tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "hotline/table/table_reader.hpp"
#include "hotline/text/utf8.hpp"

namespace hotline::knowledge {
namespace {

constexpr std::size_t title_chars = 80;

// What the portal writes where it has nothing to say.
bool is_nothing(std::string_view value) {
  return value.empty() || value == "无" || value == "/" || value == "[]" || value == "null";
}

// A list as the portal writes it: "['甲', '乙']" -> "甲、乙".
std::string plain_list(std::string_view value) {
  if (!value.starts_with('[') || !value.ends_with(']')) return std::string(value);
  std::string out;
  for (const char c : value.substr(1, value.size() - 2)) {
    if (c == '\'' || c == '"') continue;
    if (c == ',') {
      out += "、";
    } else if (c != ' ' || (!out.empty() && !out.ends_with("、"))) {
      out += c;
    }
  }
  return out;
}

std::string first_line(std::string_view text) {
  for (const std::string_view end : {"\n", "。", " "}) {
    const std::size_t at = text.find(end);
    if (at != std::string_view::npos && at > 0 && text::count_chars(text.substr(0, at)) <= title_chars)
      return std::string(text.substr(0, at));
  }
  return std::string(text::truncate_chars(text, title_chars));
}

// -- service matters of the national portal's standard (41 columns, key TASK_CODE)

struct FactColumn {
  const char* column;
  FactKind kind;
  const char* label;  // within the fact; "" for none
};
constexpr std::array<FactColumn, 20> fact_columns{{{"handle_location", FactKind::place, ""},
                                                   {"consult_phone", FactKind::phone, ""},
                                                   {"handle_time_limit", FactKind::time_limit, "承诺办结"},
                                                   {"handle_time", FactKind::time_limit, "法定办结"},
                                                   {"material_intro", FactKind::materials, ""},
                                                   {"accept_standard", FactKind::conditions, ""},
                                                   {"complain_phone", FactKind::complaint, ""},
                                                   {"bear_paltform", FactKind::online, "办理平台"},
                                                   {"URL", FactKind::online, "网址"},
                                                   {"online_book", FactKind::online, "网上预约"},
                                                   {"online_book_addr", FactKind::online, "预约地址"},
                                                   {"service_object_name", FactKind::audience, ""},
                                                   {"visit_number", FactKind::steps, "到现场次数"},
                                                   {"courier_service", FactKind::steps, "快递送达"},
                                                   {"LIMIT_SCENE_NUM", FactKind::steps, "现场次数上限"},
                                                   {"TASK_TYPE_TEXT", FactKind::other, "事项类型"},
                                                   {"matter_level", FactKind::other, "行使层级"},
                                                   {"co_department", FactKind::other, "联办机构"},
                                                   {"AREA_CODE_TEXT", FactKind::other, "适用地区"},
                                                   {"TASK_CODE", FactKind::other, "事项编码"}}};

void add_fact(Content& content, FactKind kind, std::string_view label, const std::string& text) {
  const std::string part = label.empty() ? text : std::string(label) + "：" + text;
  for (Fact& fact : content.facts) {
    if (fact.kind != kind) continue;
    if (fact.text.find(part) == std::string::npos) fact.text += "；" + part;
    return;
  }
  content.facts.push_back({kind, part});
}

Candidate matter_of(const table::Row& row, const ImportOptions& options) {
  Candidate out;
  Content& c = out.content;
  const std::string unit(row.get("DEPT_NAME"));
  std::string title(row.get("TASK_NAME"));
  const std::string_view part = row.get("subTaskName");
  if (!is_nothing(part) && title.find(part) == std::string::npos) title += "（" + std::string(part) + "）";
  c.questions.push_back(std::string(text::truncate_chars(title, longest_question)));
  for (const char* column : {"matter_short", "matter_daily", "matter_name"}) {
    const std::string other(row.get(column));
    if (is_nothing(other) || text::count_chars(other) > longest_question) continue;
    if (std::find(c.questions.begin(), c.questions.end(), other) == c.questions.end())
      c.questions.push_back(other);
  }
  c.answer = fmt::format("{}由{}办理。", title, unit);
  for (const FactColumn& column : fact_columns) {
    const std::string value = plain_list(row.get(column.column));
    if (is_nothing(value)) continue;
    std::string text = value;
    // Labels that the portal repeats in its cells.
    for (const std::string_view label : {"办理地点：", "咨询电话：", "投诉电话："}) {
      if (text.starts_with(label)) text.erase(0, label.size());
    }
    add_fact(c, column.kind, column.label, text);
  }
  c.source_title = unit + "办事指南";
  c.source_number = row.get("TASK_CODE");
  if (const auto link = row.get("URL"); !is_nothing(link)) c.source_link = link;
  const std::string object(row.get("service_object_name"));
  if (object.find("自然人") == std::string::npos && !is_nothing(object)) c.audience = "企业";
  c.owner = options.owner;
  c.region = options.region;
  c.visibility = Visibility::open;  // a public portal's own text
  for (const char* column : {"theme_category", "TASK_TYPE_TEXT"}) {
    const std::string tag = plain_list(row.get(column));
    if (!is_nothing(tag) && tag != "其他" && text::count_chars(tag) <= 40) c.tags.push_back(tag);
  }
  if (!unit.empty() && text::count_chars(unit) <= 40) c.tags.push_back(unit);
  out.source_key = "matter:" + c.source_number;
  return out;
}

Candidate document_of(const table::Row& row, const ImportOptions& options) {
  Candidate out;
  const std::string text(row.get("text"));
  out.content.questions.push_back(row.header->find("title") && !row.get("title").empty()
                                      ? std::string(text::truncate_chars(row.get("title"), longest_question))
                                      : first_line(text));
  out.content.answer = text;
  out.content.source_title = out.content.questions.front();
  out.content.source_number = row.get("docid");
  out.content.owner = options.owner;
  out.content.region = options.region;
  out.content.visibility = options.visibility;
  out.source_key = "document:" + out.content.source_number;
  return out;
}

std::vector<std::string> split_bars(const std::string& value) {
  std::vector<std::string> parts;
  for (std::size_t at = 0; at < value.size();) {
    const std::size_t end = std::min(value.find('|', at), value.size());
    const std::string_view part = text::trim(std::string_view(value).substr(at, end - at));
    if (!part.empty()) parts.emplace_back(text::truncate_chars(part, longest_question));
    at = end + 1;
  }
  return parts;
}

// The first of these columns that the table has.
std::string column_among(const table::Header& header, std::initializer_list<const char*> names) {
  for (const char* name : names) {
    if (header.find(name)) return name;
  }
  return "";
}

// A table of questions: columns named like the fields of an entry, in Chinese or English, and like its facts
// ("办理地点", "所需材料"). Any other table becomes one entry for each row, with every cell named.
Candidate row_of(const std::string& file, const table::Row& row, const ImportOptions& options) {
  Candidate out;
  Content& c = out.content;
  const auto cell = [&](std::initializer_list<const char*> names) {
    const std::string column = column_among(*row.header, names);
    return column.empty() ? std::string() : std::string(row.get(column));
  };
  const std::string question = cell({"question", "问题", "标题", "title", "事项名称"});
  if (!question.empty()) c.questions.push_back(std::string(text::truncate_chars(question, longest_question)));
  c.answer = cell({"answer", "答案", "答复", "内容", "content"});
  for (int i = 0; i <= static_cast<int>(FactKind::other); ++i) {
    const auto kind = static_cast<FactKind>(i);
    const std::string label(label_of(kind)), name(name_of(kind));
    if (std::string text = cell({label.c_str(), name.c_str()}); !text.empty())
      c.facts.push_back({kind, std::move(text)});
  }
  if (question.empty() || (c.answer.empty() && c.facts.empty())) {
    c = {};
    const auto& names = row.header->names();
    for (std::size_t i = 0; i < names.size() && i < row.cells.size(); ++i) {
      const std::string_view value = text::trim(row.cells[i]);
      if (value.empty()) continue;
      if (c.questions.empty())
        c.questions.push_back(std::string(text::truncate_chars(value, longest_question)));
      c.answer += fmt::format("- {}：{}\n", names[i], value);
    }
    c.source_title = file;
  } else {
    for (std::string& other : split_bars(cell({"又称", "aliases"}))) {
      if (c.questions.size() < most_questions) c.questions.push_back(std::move(other));
    }
    c.tags = split_bars(cell({"标签", "tags"}));
    c.source_title = std::string(text::truncate_chars(cell({"来源", "source", "依据"}), 300));
    c.source_number = std::string(text::truncate_chars(cell({"文号", "source_number"}), 100));
    if (c.source_title.empty()) c.source_title = file;
  }
  const std::string owner = cell({"责任单位", "owner"});
  c.owner = owner.empty() ? options.owner : owner;
  c.region = options.region;
  c.visibility = find_visibility(cell({"可见范围", "visibility"})).value_or(options.visibility);
  out.source_key = "row:" + file + "#" + (c.questions.empty() ? "" : c.questions.front());
  return out;
}

}  // namespace

base::Status read_table(const std::string& name, const std::string& bytes, const ImportOptions& options,
                        const TakeCandidate& take,
                        const std::function<void(std::size_t, const base::Error&)>& refuse) {
  table::TableOptions table_options;
  HOTLINE_TRY(const auto table, table::open_table_bytes(bytes, table_options));
  const table::Header& header = table->header();
  const bool matters = header.find("TASK_CODE") && header.find("TASK_NAME");
  const bool documents = header.find("docid") && header.find("text");
  while (auto row = table->next()) {
    if (!row->ok()) {
      refuse(table->last_line(), row->error());
      continue;
    }
    Candidate candidate = matters     ? matter_of(**row, options)
                          : documents ? document_of(**row, options)
                                      : row_of(name, **row, options);
    if (const base::Status fault = check_content(candidate.content); !fault.ok()) {
      refuse(table->last_line(), fault.error());
      continue;
    }
    HOTLINE_CHECK(take(std::move(candidate)));
  }
  return {};
}

}  // namespace hotline::knowledge
