// hotline eval search: how well questions find their documents and answers.
#include <iostream>
#include <nlohmann/json.hpp>

#include "app/commands/commands.hpp"
#include "hotline/retrieve/evaluate.hpp"

namespace hotline::app {
namespace {

int eval_search(const Environment& environment, const retrieve::EvalFiles& files,
                const retrieve::IndexOptions& options) {
  const auto report = retrieve::run_eval_search(files, options);
  if (!report.ok()) return environment.fail(report.error());
  nlohmann::ordered_json json{
      {"queries", report->questions},
      {"recall", {{"1", report->recall_at_1}, {"5", report->recall_at_5}, {"10", report->recall_at_10}}},
      {"mrr", report->mrr},
      {"answer_contains", report->answer_contains},
      {"coverage_at_precision", {{"0.90", report->coverage_at_90}, {"0.95", report->coverage_at_95}}},
      {"p50_ms", report->p50_ms},
      {"p99_ms", report->p99_ms},
      {"index_seconds", report->index_seconds}};
  json["distractors"] = report->distractors;
  json["in_use"] = {{"answered", report->answered},
                    {"distractors_answered", report->distractors_answered},
                    {"answered_right", report->answered_right}};
  std::cout << json.dump() << '\n';
  return 0;
}

}  // namespace

void add_eval_search(Command& eval, Environment& environment) {
  auto files = std::make_shared<retrieve::EvalFiles>();
  auto options = std::make_shared<retrieve::IndexOptions>();
  Command* search = eval.add_subcommand("search", "知识检索 / retrieval of documents and answers");
  search->add_option("--docs", files->documents, "文档表 / table of documents")->required();
  search->add_option("--id", files->id, "文档编号列 / column of the document's id");
  search->add_option("--text", files->text, "正文列 / column of the text");
  search->add_option("--queries", files->questions, "问题表 / table of questions")->required();
  search->add_option("--query", files->question, "问题列 / column of the question");
  search->add_option("--relevant", files->relevant, "应找到的文档列 / column of the right document's id");
  search->add_option("--answer", files->answer, "答案列 / column of the answer's words");
  search->add_option("--distractors,--unanswerable", files->distractors,
                     "无文档可答的来信表 / tables of messages that no document answers");
  search->add_option("--distractor-text", files->distractor_text, "来信文字列 / their columns of text")
      ->delimiter(',');
  search->add_option("--distractor-limit", files->distractor_limit, "取多少条 / how many of them");
  search->add_option("--k1", options->k1, "BM25 k1");
  search->add_option("--b", options->b, "BM25 b");
  search->callback([&environment, files, options] {
    environment.run = [&environment, files, options] { return eval_search(environment, *files, *options); };
  });
}

}  // namespace hotline::app
