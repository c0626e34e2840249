// hotline eval dispatch: whole decisions held against labelled rows.
#include <fmt/format.h>
#include <iostream>
#include <nlohmann/json.hpp>

#include "app/commands/offline_city.hpp"
#include "hotline/dispatch/evaluate.hpp"

namespace hotline::app {
namespace {

struct EvalChoice {
  OfflineChoice files;
  std::string gold, part;
  std::vector<std::string> texts;
  bool misses = false;
};

base::Result<std::vector<dispatch::GoldTexts>> read_sources(const std::vector<std::string>& given) {
  std::vector<dispatch::GoldTexts> sources;
  for (const std::string& one : given) {
    const std::size_t equals = one.find('=');
    if (equals == std::string::npos) {
      return base::Error::field("--texts", "format", "--texts 应写作 来源=文件，收到的是 " + one + "。",
                                "--texts must be SOURCE=FILE, not " + one + ".");
    }
    sources.push_back({one.substr(0, equals), one.substr(equals + 1)});
  }
  return sources;
}

void print_misses(const dispatch::DispatchReport& report, const std::vector<dispatch::GoldRow>& rows) {
  for (const dispatch::DispatchMiss& miss : report.misses) {
    const dispatch::GoldRow& row = rows[miss.row];
    std::cerr << fmt::format("{} {}: {} {}{}{} <- {} {} {:.2f}{}\n", row.source, row.id, row.matter, row.unit,
                             row.also.empty() ? "" : "|", row.also, miss.matter, miss.unit, miss.confidence,
                             miss.automatic ? " auto" : "");
  }
}

int run(const Environment& environment, const EvalChoice& choice) {
  const auto sources = read_sources(choice.texts);
  if (!sources.ok()) return environment.fail(sources.error());
  const auto rows = dispatch::load_gold(choice.gold, *sources, choice.part);
  if (!rows.ok()) return environment.fail(rows.error());
  const auto dispatcher = open_dispatcher(environment, choice.files);
  if (!dispatcher) return 1;
  const dispatch::DispatchReport report = dispatch::evaluate(*dispatcher, *rows);
  if (choice.misses) print_misses(report, *rows);
  const nlohmann::ordered_json json{{"rows", report.rows},
                                    {"level1", report.level1},
                                    {"matter", report.matter},
                                    {"unit_top1", report.unit_top1},
                                    {"unit_top1_strict", report.unit_top1_strict},
                                    {"unit_top3", report.unit_top3},
                                    {"auto_share", report.auto_share},
                                    {"auto_right", report.auto_right}};
  std::cout << json.dump() << '\n';
  return 0;
}

}  // namespace

void add_eval_dispatch(Command& eval, Environment& environment) {
  auto choice = std::make_shared<EvalChoice>();
  Command* command = eval.add_subcommand("dispatch", "整体派单 / whole decisions against labelled rows");
  add_offline_options(*command, choice->files);
  command->add_option("--gold", choice->gold, "标注文件，见 data/gold / labelled rows, see data/gold")
      ->required();
  command->add_option(
      "--texts", choice->texts,
      "标注只存编号时的原文出处：来源=文件，可多次 / where texts stand: SOURCE=FILE, repeatable");
  command->add_option("--part", choice->part, "只评这一部分 / only rows of this part: dev, held");
  command->add_flag("--misses", choice->misses, "把判错的编号写到标准错误 / ids of misses to standard error");
  command->callback([&environment, choice] {
    environment.run = [&environment, choice] { return run(environment, *choice); };
  });
}

}  // namespace hotline::app
