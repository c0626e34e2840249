#include <map>

#include "hotline/dispatch/evaluate.hpp"
#include "hotline/table/table_reader.hpp"

namespace hotline::dispatch {
namespace {

struct Text {
  std::string title, words;
};
using Texts = std::map<std::pair<std::string, std::string>, Text>;  // by source and id

// The column that holds the words, "" when the table has none.
std::string words_column(const table::Header& header) {
  for (const char* name : {"detail", "words", "content", "text"}) {
    if (header.find(name)) return name;
  }
  return "";
}

base::Error no_column(const std::filesystem::path& file, const std::string& column) {
  return base::Error::field(file.string(), "required", file.string() + " 缺少列 " + column + "，请补上。",
                            file.string() + " lacks the column " + column + ". Add it.");
}

base::Status add_texts(const GoldTexts& source, Texts& texts) {
  HOTLINE_TRY(const auto reader, table::open_table(source.file));
  const std::string words = words_column(reader->header());
  if (words.empty()) return no_column(source.file, "detail");
  if (!reader->header().find("id")) return no_column(source.file, "id");
  while (auto row = reader->next()) {
    if (!row->ok()) return std::move(*row).error();
    texts[{source.source, std::string((*row)->get("id"))}] = {std::string((*row)->get("title")),
                                                              std::string((*row)->get(words))};
  }
  return {};
}

}  // namespace

base::Result<std::vector<GoldRow>> load_gold(const std::filesystem::path& gold,
                                             const std::vector<GoldTexts>& sources, const std::string& part) {
  Texts texts;
  for (const GoldTexts& one : sources) {
    HOTLINE_CHECK(add_texts(one, texts));
  }
  HOTLINE_TRY(const auto reader, table::open_table(gold));
  const table::Header& header = reader->header();
  const std::string words = words_column(header);
  const std::string unit = header.find("unit") ? "unit" : "lead";
  if (!header.find("matter")) return no_column(gold, "matter");
  if (!header.find(unit)) return no_column(gold, "unit");
  std::vector<GoldRow> rows;
  while (auto next = reader->next()) {
    if (!next->ok()) return std::move(*next).error();
    const table::Row& cells = **next;
    const auto cell = [&](std::string_view name) { return std::string(cells.get(name)); };
    if (!part.empty() && cell("part") != part) continue;
    GoldRow row{cell("source"), cell("id"),     cell("title"), words.empty() ? "" : cell(words),
                cell("place"),  cell("matter"), cell(unit),    cell("also")};
    if (row.title.empty() && row.words.empty()) {
      const auto found = texts.find({row.source, row.id});
      if (found == texts.end()) {
        return base::Error::field(gold.string() + ":" + std::to_string(cells.line), "required",
                                  "没有给出 " + row.source + " " + row.id + " 的原文，请用 --texts " +
                                      row.source + "=文件 指明出处。",
                                  "The words of " + row.source + " " + row.id +
                                      " are in no file. Name it with --texts " + row.source + "=FILE.");
      }
      row.title = found->second.title;
      row.words = found->second.words;
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace hotline::dispatch
