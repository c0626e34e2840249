#include "hotline/retrieve/evaluate.hpp"

#include <algorithm>
#include <chrono>
#include <map>

#include "hotline/table/table_reader.hpp"
#include "hotline/text/utf8.hpp"

namespace hotline::retrieve {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t passage_chars = 200;
constexpr std::size_t longest_record = 4 * 1024 * 1024;

// The cells of the columns, row by row.
base::Result<std::vector<std::vector<std::string>>> load_columns(const std::filesystem::path& path,
                                                                 const std::vector<std::string>& columns) {
  table::TableOptions options;
  options.csv.max_record_bytes = longest_record;
  HOTLINE_TRY(const auto reader, table::open_table(path, options));
  const std::vector<std::string_view> names(columns.begin(), columns.end());
  HOTLINE_CHECK(table::require_columns(reader->header(), names));
  std::vector<std::vector<std::string>> rows;
  while (auto row = reader->next()) {
    if (!row->ok()) return std::move(*row).error();
    std::vector<std::string>& cells = rows.emplace_back();
    for (const std::string& column : columns) cells.emplace_back((*row)->get(column));
  }
  return rows;
}

std::string without_space(std::string_view text) {
  std::string out;
  for (const char c : text::normalize(text))
    if (c != ' ') out += c;
  return out;
}

struct Reply {
  bool real = false;   // else to a distractor
  bool right = false;  // the document meant
  bool holds = false;  // that, or another that holds the answer
  double confidence = 0;
  double single = 0;
};

double coverage(std::vector<Reply> asked, double precision) {
  std::stable_sort(asked.begin(), asked.end(),
                   [](const Reply& a, const Reply& b) { return a.single > b.single; });
  double right = 0, real = 0, covered = 0, all = 0;
  for (std::size_t i = 0; i < asked.size(); ++i) {
    right += asked[i].right ? 1 : 0;
    real += asked[i].real ? 1 : 0;
    if (right >= precision * static_cast<double>(i + 1)) covered = real;
  }
  for (const Reply& one : asked) all += one.real ? 1 : 0;
  return all > 0 ? covered / all : 0;
}

void note_threshold(const std::vector<Reply>& replies, SearchReport& report) {
  double real = 0, other = 0, right = 0;
  for (const Reply& one : replies) {
    if (one.confidence < Index::threshold(0.95)) continue;
    (one.real ? real : other) += 1;
    right += one.holds ? 1 : 0;
  }
  report.answered = real / static_cast<double>(report.questions);
  if (report.distractors > 0) report.distractors_answered = other / static_cast<double>(report.distractors);
  if (real + other > 0) report.answered_right = right / (real + other);
}

struct Question {
  std::string text;
  std::int64_t relevant = -1;
  std::string answer;
};

base::Result<std::vector<std::string>> load_distractors(const EvalFiles& files) {
  std::vector<std::string> all;
  for (const std::filesystem::path& path : files.distractors) {
    HOTLINE_TRY(const auto rows, load_columns(path, files.distractor_text));
    for (const auto& row : rows) {
      std::string& text = all.emplace_back();
      for (const std::string& cell : row) text += (text.empty() ? "" : " ") + cell;
    }
  }
  if (all.size() <= files.distractor_limit) return all;
  std::vector<std::string> some;
  for (std::size_t i = 0; i < files.distractor_limit; ++i)
    some.push_back(all[i * all.size() / files.distractor_limit]);
  return some;
}

double percentile(std::vector<double>& values, double share) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  const auto place = static_cast<std::size_t>(share * static_cast<double>(values.size() - 1) + 0.5);
  return values[place];
}

}  // namespace

base::Result<SearchReport> run_eval_search(const EvalFiles& files, const IndexOptions& options) {
  HOTLINE_TRY(const auto documents, load_columns(files.documents, {files.id, files.text}));
  std::vector<std::string> columns{files.question, files.relevant};
  if (!files.answer.empty()) columns.push_back(files.answer);
  HOTLINE_TRY(const auto rows, load_columns(files.questions, columns));
  HOTLINE_TRY(const auto distractors, load_distractors(files));
  if (documents.empty() || rows.empty()) {
    return base::Error::of(base::ErrorCode::invalid_input, "文档表和问题表都不能为空",
                           "neither the documents nor the questions may be empty");
  }

  const auto started = Clock::now();
  Index index(options);
  std::map<std::string, std::int64_t> numbers;
  for (std::size_t i = 0; i < documents.size(); ++i) {
    numbers.emplace(documents[i][0], static_cast<std::int64_t>(i));
    index.put({static_cast<std::int64_t>(i), {}, documents[i][1], {}, {}});
  }
  SearchReport report;
  report.index_seconds = std::chrono::duration<double>(Clock::now() - started).count();
  report.questions = rows.size();
  report.distractors = distractors.size();

  std::vector<Question> questions;
  for (const auto& row : rows) {
    const auto relevant = numbers.find(row[1]);
    questions.push_back({row[0], relevant == numbers.end() ? -1 : relevant->second,
                         files.answer.empty() ? std::string() : without_space(row[2])});
  }
  for (const std::string& text : distractors) questions.push_back({text, -1, {}});

  std::vector<double> milliseconds;
  std::vector<Reply> replies;
  for (std::size_t i = 0; i < questions.size(); ++i) {
    const Question& question = questions[i];
    const bool real = i < rows.size();
    const auto begin = Clock::now();
    const Found found = index.search(question.text, {{}, 100});
    std::string passage;
    if (!found.hits.empty()) {
      const std::string& text = documents[static_cast<std::size_t>(found.hits.front().id)][1];
      const text::ByteRange range = index.best_passage(text, question.text, passage_chars).passage;
      passage = text.substr(range.begin, range.end - range.begin);
    }
    milliseconds.push_back(std::chrono::duration<double, std::milli>(Clock::now() - begin).count());
    const auto hit = std::find_if(found.hits.begin(), found.hits.end(),
                                  [&](const Hit& one) { return real && one.id == question.relevant; });
    const bool right = hit != found.hits.end() && hit == found.hits.begin();
    const bool holds =
        right ||
        (!question.answer.empty() && !found.hits.empty() &&
         without_space(documents[static_cast<std::size_t>(found.hits[0].id)][1]).find(question.answer) !=
             std::string::npos);
    replies.push_back({real, right, holds, found.confidence, found.single});
    if (hit != found.hits.end()) {
      const auto rank = hit - found.hits.begin() + 1;
      report.recall_at_1 += rank <= 1 ? 1 : 0;
      report.recall_at_5 += rank <= 5 ? 1 : 0;
      report.recall_at_10 += rank <= 10 ? 1 : 0;
      report.mrr += 1 / static_cast<double>(rank);
    }
    if (!question.answer.empty() && without_space(passage).find(question.answer) != std::string::npos)
      report.answer_contains += 1;
  }
  for (double* const sum : {&report.recall_at_1, &report.recall_at_5, &report.recall_at_10, &report.mrr,
                            &report.answer_contains}) {
    *sum /= static_cast<double>(report.questions);
  }
  report.coverage_at_90 = coverage(replies, 0.90);
  report.coverage_at_95 = coverage(replies, 0.95);
  note_threshold(replies, report);
  report.p50_ms = percentile(milliseconds, 0.50);
  report.p99_ms = percentile(milliseconds, 0.99);
  return report;
}

}  // namespace hotline::retrieve
