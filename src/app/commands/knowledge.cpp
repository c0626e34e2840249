// hotline knowledge: brings documents in, and confirms what they gave.
#include <fmt/format.h>

#include <chrono>
#include <iostream>

#include "app/commands/commands.hpp"
#include "app/commands/progress.hpp"
#include "app/commands/with_hotline.hpp"
#include "hotline/knowledge/import.hpp"

namespace hotline::app {
namespace {

constexpr std::size_t most_named = 20;  // refused files that are printed
constexpr std::size_t publish_group = 200;

struct KnowledgeChoice {
  std::vector<std::string> paths;
  std::string visibility = "internal", owner, region, database;
  bool publish = false;
  std::int64_t batch = 0;
};

void print_summary(const Environment& environment, const knowledge::ImportReport& report, std::int64_t batch,
                   double seconds) {
  const auto line = [&](const base::Text& label, std::size_t number) {
    std::cout << fmt::format("{}: {}\n", environment.say(label), number);
  };
  line({"读取文件", "files read"}, report.files);
  line({"整理出条目", "candidates"}, report.candidates);
  line({"  新建", "  new"}, report.created);
  line({"  更新", "  changed"}, report.changed);
  line({"  未变化", "  unchanged"}, report.known);
  line({"  已发布", "  published"}, report.published);
  line({"与其他条目冲突", "conflicts with other entries"}, report.conflicts);
  line({"与其他条目近似重复", "near-duplicates of other entries"}, report.duplicates);
  line({"未能读取", "refused"}, report.refusals);
  for (std::size_t i = 0; i < report.refused.size() && i < most_named; ++i)
    std::cerr << fmt::format("  {}: {}\n", report.refused[i].name, environment.say(report.refused[i].reason));
  if (report.refusals > most_named)
    std::cerr << fmt::format("  {} {}\n", environment.say({"其余", "and more:"}),
                             report.refusals - most_named);
  std::cout << fmt::format("{}: {}, {:.1f} s\n", environment.say({"批次", "batch"}), batch, seconds);
  if (report.created + report.changed > report.published) {
    const std::string key = std::to_string(batch);
    std::cout << environment.say(
        {"待人确认：hotline knowledge publish " + key + "，或在控制台逐条审核。\n",
         "Waiting for a person: 'hotline knowledge publish " + key + "', or review each in the console.\n"});
  }
}

int run_import(const Environment& environment, const KnowledgeChoice& choice) {
  auto settings = environment.settings();
  if (!settings) return 1;
  if (!choice.database.empty()) settings->store.path = choice.database;
  auto opened = Hotline::open(std::move(*settings), base::make_logger("warn"));
  if (!opened.ok()) return environment.fail(opened.error());
  Hotline& hotline = **opened;
  knowledge::ImportOptions options;
  options.visibility = *knowledge::find_visibility(choice.visibility);
  options.owner = choice.owner;
  options.region = choice.region;
  options.publish = choice.publish;
  if (!options.owner.empty() && hotline.city.get()->units.find(options.owner) == nullptr) {
    return environment.fail(base::Error::field("--owner", "unknown_unit", "没有单位 " + options.owner + "。",
                                               "There is no unit " + options.owner + "."));
  }
  knowledge::Importer importer(*hotline.store, hotline.knowledge);
  const auto start = std::chrono::steady_clock::now();
  const store::Actor actor{"system", "import"};
  const auto batch = importer.open(std::filesystem::path(choice.paths.front()).filename().string(), actor);
  if (!batch.ok()) return environment.fail(batch.error());
  std::vector<std::filesystem::path> paths(choice.paths.begin(), choice.paths.end());
  base::Result<knowledge::ImportReport> done = [&] {
    ProgressBar bar(environment.say({"导入", "import"}));
    return importer.run_paths(*batch, paths, options, actor,
                              [&](const knowledge::ImportReport& now) { bar.show(now.candidates, 0); });
  }();
  if (!done.ok()) return environment.fail(done.error());
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  print_summary(environment, *done, *batch, seconds);
  return done->refusals == 0 ? 0 : 1;
}

int run_publish(const Environment& environment, const KnowledgeChoice& choice) {
  return with_hotline(environment, [&](Hotline& hotline) {
    knowledge::Importer importer(*hotline.store, hotline.knowledge);
    std::size_t all = 0;
    for (;;) {
      const auto published = hotline.store->write([&](store::WriteTx& tx) {
        return importer.publish(tx, choice.batch, nullptr, publish_group, {system_actor(), ""});
      });
      if (!published.ok()) return environment.fail(published.error());
      all += *published;
      if (*published < publish_group) break;
    }
    std::cout << fmt::format("{}: {}\n", environment.say({"已发布", "published"}), all);
    return 0;
  });
}

}  // namespace

void add_knowledge(Command& cli, Environment& environment) {
  auto choice = std::make_shared<KnowledgeChoice>();
  Command* group = cli.add_subcommand("knowledge", "知识库 / the knowledge base");
  group->require_subcommand(1);
  Command* import = group->add_subcommand(
      "import",
      "导入文件、文件夹、zip（服务停止时） / bring in files, folders, archives, while no server runs");
  import->add_option("--config", environment.config, "设置文件 / settings file");
  import
      ->add_option("paths", choice->paths,
                   "docx、PDF、HTML、Markdown、txt、xlsx、CSV、图片、zip / what to bring in")
      ->required();
  import
      ->add_option("--visibility", choice->visibility,
                   "可见范围 / who may be told: public, internal, confidential")
      ->one_of({"public", "internal", "confidential"});
  import->add_option("--owner", choice->owner, "责任单位代码 / code of the owning unit");
  import->add_option("--region", choice->region, "适用区划代码 / code of the division");
  import->add_option("--database", choice->database, "数据库文件 / database file");
  import->add_flag("--publish", choice->publish,
                   "不待确认直接发布，有冲突的除外 / publish without a person's word, but for what clashes");
  import->callback([&environment, choice] {
    environment.run = [&environment, choice] { return run_import(environment, *choice); };
  });
  Command* publish = group->add_subcommand("publish", "确认并发布一批 / confirm and publish a batch");
  publish->add_option("--config", environment.config, "设置文件 / settings file");
  publish->add_option("batch", choice->batch, "批次编号 / key of the batch")->required();
  publish->callback([&environment, choice] {
    environment.run = [&environment, choice] { return run_publish(environment, *choice); };
  });
}

}  // namespace hotline::app
