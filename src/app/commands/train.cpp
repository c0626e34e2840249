// hotline train: a model of the city's matters from labelled texts; hotline eval: how good models are.
#include <fmt/format.h>
#include <iostream>
#include <nlohmann/json.hpp>

#include "app/commands/commands.hpp"
#include "hotline/base/clock.hpp"
#include "hotline/city/load.hpp"
#include "hotline/classify/evaluate.hpp"
#include "hotline/classify/grouping.hpp"
#include "hotline/dispatch/dispatcher.hpp"
#include "hotline/table/table_reader.hpp"

namespace hotline::app {
namespace {

struct TrainChoice {
  std::string city = "config/hangzhou", texts, out = "var/hangzhou.model";
  std::vector<std::string> columns{"title", "text"};
  std::string label = "expected_matter";
};

// Labelled rows of a table; rows whose label is no matter of the city are left out and counted.
base::Result<std::size_t> add_rows(classify::Corpus& corpus, const TrainChoice& choice,
                                   const city::City& city) {
  HOTLINE_TRY(const auto reader, table::open_table(choice.texts));
  std::size_t left_out = 0;
  while (auto row = reader->next()) {
    if (!row->ok()) return std::move(*row).error();
    const std::string label((*row)->get(choice.label));
    if (city.matters.find(label) == nullptr) {
      ++left_out;
      continue;
    }
    std::vector<std::string> texts;
    for (const std::string& column : choice.columns) texts.emplace_back((*row)->get(column));
    const std::vector<std::string_view> fields(texts.begin(), texts.end());
    corpus.add(fields, label);
  }
  return left_out;
}

int train(const Environment& environment, const TrainChoice& choice) {
  const city::CityLoad load = city::load_city(choice.city);
  if (!load.city) {
    std::cerr << fmt::format("hotline: {} errors in {}; see 'hotline config check'\n", load.errors(),
                             choice.city);
    return 1;
  }
  classify::Corpus corpus({"title", "words"});
  for (const auto& [text, matter] : dispatch::texts_of_city(*load.city)) {
    const std::string_view fields[] = {std::string_view(), text};
    corpus.add(fields, matter);
  }
  if (!choice.texts.empty()) {
    const auto left_out = add_rows(corpus, choice, *load.city);
    if (!left_out.ok()) return environment.fail(left_out.error());
    if (*left_out > 0)
      std::cerr << fmt::format("{} rows without a matter of the city were left out\n", *left_out);
  }
  classify::TrainOptions options;
  options.folds = 2;  // most matters of a first model have but a few texts
  options.created = base::SystemClock().now();
  const auto model = classify::train(corpus, options);
  if (!model.ok()) return environment.fail(model.error());
  if (const auto saved = model->save(choice.out); !saved.ok()) return environment.fail(saved.error());
  std::cout << fmt::format("{}: {} texts, {} matters, {} bytes\n", choice.out, corpus.size(),
                           corpus.labels().size(), model->bytes());
  return 0;
}

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

void add_train(CLI::App& cli, Environment& environment) {
  auto choice = std::make_shared<TrainChoice>();
  CLI::App* command = cli.add_subcommand("train", "训练派单分类模型 / train the dispatch classifier");
  command->add_option("--city", choice->city, "城市配置目录 / directory of the city's files");
  command->add_option("--from", choice->texts, "带事项标注的表 / table of texts labelled with matters");
  command->add_option("--text", choice->columns, "标题列和正文列 / columns of title and words")
      ->delimiter(',')
      ->expected(2);
  command->add_option("--label", choice->label, "事项列 / column of the matter");
  command->add_option("--out", choice->out, "模型文件 / model file");
  command->callback([&environment, choice] {
    environment.run = [&environment, choice] { return train(environment, *choice); };
  });
}

void add_eval(CLI::App& cli, Environment& environment) {
  auto choice = std::make_shared<EvalChoice>();
  CLI::App* eval = cli.add_subcommand("eval", "评测，结果为 JSON / evaluate; prints JSON");
  eval->require_subcommand(1);
  CLI::App* classify = eval->add_subcommand("classify", "文本分类 / classification of texts");
  classify->add_option("--train", choice->train)->required();
  classify->add_option("--test", choice->test)->required();
  classify->add_option("--text", choice->columns)->delimiter(',');
  classify->add_option("--label", choice->label);
  classify->callback([&environment, choice] {
    environment.run = [&environment, choice] { return eval_classify(environment, *choice); };
  });
  CLI::App* events = eval->add_subcommand("events", "同一事件归并 / grouping of messages into events");
  events->add_option("--messages", choice->messages)->required();
  events->add_option("--clusters", choice->clusters)->required();
  events->callback([&environment, choice] {
    environment.run = [&environment, choice] { return eval_events(environment, *choice); };
  });
  add_eval_dispatch(*eval, environment);
  add_eval_search(*eval, environment);
  add_eval_place(*eval, environment);
  add_eval_reply(*eval, environment);
  add_eval_split(*eval, environment);
}

}  // namespace hotline::app
