#include <map>

#include "hotline/intake/merging.hpp"
#include "hotline/intake/neighbours.hpp"
#include "hotline/table/table_reader.hpp"

namespace hotline::intake {
namespace {

struct Message {
  std::string text, caller;
};
using Messages = std::map<std::string, Message>;

base::Error no_column(const std::filesystem::path& file, const std::string& column) {
  return base::Error::field(file.string(), "required", file.string() + " 缺少列 " + column + "，请补上。",
                            file.string() + " lacks the column " + column + ". Add it.");
}

base::Result<Messages> load_messages(const std::filesystem::path& file) {
  HOTLINE_TRY(const auto reader, table::open_table(file));
  for (const char* column : {"id", "title", "detail"}) {
    if (!reader->header().find(column)) return no_column(file, column);
  }
  Messages messages;
  while (auto row = reader->next()) {
    if (!row->ok()) return std::move(*row).error();
    const table::Row& cells = **row;
    messages[std::string(cells.get("id"))] = {
        std::string(cells.get("title")) + "\n" + std::string(cells.get("detail")),
        std::string(cells.get("citizen"))};
  }
  return messages;
}

bool proposed(const Message& earlier, const Message& later) {
  NeighbourIndex index(1);
  index.add(1, earlier.text, "", "");
  const auto found = index.find(later.text, 1);
  const bool one_caller = !later.caller.empty() && earlier.caller == later.caller;
  return !found.empty() && may_merge(found.front(), one_caller);
}

}  // namespace

base::Result<MergingReport> evaluate_merging(const std::filesystem::path& messages_csv,
                                             const std::filesystem::path& pairs_csv) {
  HOTLINE_TRY(const Messages messages, load_messages(messages_csv));
  HOTLINE_TRY(const auto reader, table::open_table(pairs_csv));
  for (const char* column : {"a", "b", "same"}) {
    if (!reader->header().find(column)) return no_column(pairs_csv, column);
  }
  MergingReport report;
  while (auto row = reader->next()) {
    if (!row->ok()) return std::move(*row).error();
    const std::string a((*row)->get("a")), b((*row)->get("b"));
    const auto first = messages.find(a), second = messages.find(b);
    if (first == messages.end() || second == messages.end()) {
      return base::Error::field(pairs_csv.string(), "unknown", "来件表中没有编号 " + a + " 或 " + b + "。",
                                "The messages lack " + a + " or " + b + ".");
    }
    const bool same = (*row)->get("same") == "1", told = proposed(first->second, second->second);
    ++report.pairs;
    report.same += same;
    report.proposed += told;
    report.right += told && same;
    if (told && !same) report.wrong.push_back(a + " " + b);
    if (!told && same) report.missed.push_back(a + " " + b);
  }
  return report;
}

}  // namespace hotline::intake
