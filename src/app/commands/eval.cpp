// hotline eval: how good models are.
#include <fmt/format.h>
#include <iostream>
#include <nlohmann/json.hpp>

#include "app/commands/commands.hpp"
#include "hotline/classify/evaluate.hpp"
#include "hotline/classify/grouping.hpp"

namespace hotline::app {
namespace {

struct EvalChoice {
  std::string train, test, label = "label", messages, clusters;
  std::vector<std::string> columns{"title", "detail"};
};

int eval_classify(const Environment& environment, const EvalChoice& choice) {
  const auto report = classify::run_eval_classify(choice.train, choice.test, choice.columns, choice.label);
  if (!report.ok()) return environment.fail(report.error());
  const nlohmann::ordered_json json{{"rows", report->rows},
                                    {"classes", report->classes},
                                    {"accuracy", report->accuracy},
                                    {"macro_f1", report->macro_f1},
                                    {"coverage_at_precision",
                                     {{"0.90", report->coverage_at_90},
                                      {"0.95", report->coverage_at_95},
                                      {"0.98", report->coverage_at_98}}},
                                    {"train_seconds", report->train_seconds},
                                    {"predict_texts_per_second", report->predict_texts_per_second},
                                    {"model_bytes", report->model_bytes}};
  std::cout << json.dump() << '\n';
  return 0;
}

int eval_events(const Environment& environment, const EvalChoice& choice) {
  const auto report = classify::evaluate_grouping(choice.messages, choice.clusters);
  if (!report.ok()) return environment.fail(report.error());
  const nlohmann::ordered_json json{{"messages", report->messages},
                                    {"bcubed_precision", report->bcubed.precision},
                                    {"bcubed_recall", report->bcubed.recall},
                                    {"bcubed_f1", report->bcubed.f1},
                                    {"largest_group_share", report->largest_group_share},
                                    {"seconds", report->seconds}};
  std::cout << json.dump() << '\n';
  return 0;
}

}  // namespace

void add_eval(Command& cli, Environment& environment) {
  auto choice = std::make_shared<EvalChoice>();
  Command* eval = cli.add_subcommand("eval", "评测，结果为 JSON / evaluate; prints JSON");
  eval->require_subcommand(1);
  Command* classify = eval->add_subcommand("classify", "文本分类 / classification of texts");
  classify->add_option("--train", choice->train)->required();
  classify->add_option("--test", choice->test)->required();
  classify->add_option("--text", choice->columns)->delimiter(',');
  classify->add_option("--label", choice->label);
  classify->callback([&environment, choice] {
    environment.run = [&environment, choice] { return eval_classify(environment, *choice); };
  });
  Command* events = eval->add_subcommand("events", "同一事件归并 / grouping of messages into events");
  events->add_option("--messages", choice->messages)->required();
  events->add_option("--clusters", choice->clusters)->required();
  events->callback([&environment, choice] {
    environment.run = [&environment, choice] { return eval_events(environment, *choice); };
  });
  add_eval_dispatch(*eval, environment);
  add_eval_merging(*eval, environment);
  add_eval_search(*eval, environment);
  add_eval_place(*eval, environment);
  add_eval_reply(*eval, environment);
  add_eval_split(*eval, environment);
}

}  // namespace hotline::app
