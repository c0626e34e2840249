// hotline eval merging: which like requests are about one matter, held against pairs that people judged.
#include <iostream>
#include <nlohmann/json.hpp>

#include "app/commands/commands.hpp"
#include "hotline/intake/merging.hpp"

namespace hotline::app {
namespace {

struct EvalChoice {
  std::string messages, pairs;
  bool misses = false;
};

double share(std::size_t part, std::size_t whole) {
  return whole == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(whole);
}

int run(const Environment& environment, const EvalChoice& choice) {
  const auto report = intake::evaluate_merging(choice.messages, choice.pairs);
  if (!report.ok()) return environment.fail(report.error());
  if (choice.misses) {
    for (const std::string& one : report->wrong) std::cerr << "wrong  " << one << '\n';
    for (const std::string& one : report->missed) std::cerr << "missed " << one << '\n';
  }
  const nlohmann::ordered_json json{{"pairs", report->pairs},
                                    {"same", report->same},
                                    {"proposed", report->proposed},
                                    {"pair_precision", share(report->right, report->proposed)},
                                    {"pair_recall", share(report->right, report->same)}};
  std::cout << json.dump() << '\n';
  return 0;
}

}  // namespace

void add_eval_merging(Command& eval, Environment& environment) {
  auto choice = std::make_shared<EvalChoice>();
  Command* command =
      eval.add_subcommand("merging", "同一事项合并建议 / proposals to merge, held against judged pairs");
  command->add_option("--messages", choice->messages, "来件：id、title、detail / the messages")->required();
  command->add_option("--pairs", choice->pairs, "人工判定的成对编号，见 data/gold / judged pairs of ids")
      ->required();
  command->add_flag("--misses", choice->misses, "把判错的编号写到标准错误 / ids of misses to standard error");
  command->callback([&environment, choice] {
    environment.run = [&environment, choice] { return run(environment, *choice); };
  });
}

}  // namespace hotline::app
