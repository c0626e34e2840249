// hotline demo: a sample city with accounts and a day's requests, then serves. `make run` calls it.
#include <fmt/format.h>
#include <unistd.h>

#include <iostream>

#include "app/commands/demo_worker.hpp"
#include "app/commands/serving.hpp"
#include "app/demo_day.hpp"

namespace hotline::app {
namespace {

constexpr auto demo_knowledge = "data/demo/knowledge";

void show_progress(std::size_t done, std::size_t all) {
  if (done % 20 != 0 && done != all) return;
  std::cerr << fmt::format("\r演示日 / demo day: {}/{}", done, all) << (done == all ? "\n" : "")
            << std::flush;
}

int run(const Environment& environment, const std::string& table, const std::string& script) {
  block_signals();
  auto settings = environment.settings();
  if (!settings) return 1;
  auto running = RunningHotline::start(std::move(*settings), base::make_logger("warn"));
  if (!running.ok()) return environment.fail(running.error());
  Hotline& hotline = (*running)->hotline();

  const auto accounts = make_demo_accounts(hotline);
  if (!accounts.ok()) return environment.fail(accounts.error());
  if (!accounts->empty()) {
    std::cout << "\n演示账号，口令仅显示这一次 / demo accounts, passwords shown this once:\n";
    for (const DemoAccount& one : *accounts)
      std::cout << fmt::format("  {:<12} {}   {}\n", one.login, one.password, one.display);
  }
  const auto knowledge = load_demo_knowledge(hotline, demo_knowledge);
  if (!knowledge.ok()) return environment.fail(knowledge.error());
  if (*knowledge > 0)
    std::cout << fmt::format("\n已装入示例知识 {} 条 / {} knowledge entries\n", *knowledge, *knowledge);
  const auto day = play_demo_day(hotline, table, show_progress);
  if (!day.ok()) return environment.fail(day.error());
  for (const std::string& one : day->rejected) std::cerr << "  " << one << '\n';
  if (day->played > 0)
    std::cout << fmt::format("\n已播放演示日 {} 件诉求 / {} requests of the demo day played in\n",
                             day->played, day->played);
  std::cout << fmt::format(
                   "\n  http://{0}:{1}/           首页 / home\n  http://{0}:{1}/api/docs   接口文档 / "
                   "API\n\nCtrl-C 停止 / stops\n",
                   hotline.settings.server.address, (*running)->port())
            << std::flush;
  std::unique_ptr<DemoWorker> worker;
  if (!script.empty()) {
    auto started = DemoWorker::start(hotline, script, (*running)->port());
    if (!started.ok()) return environment.fail(started.error());
    worker = std::move(*started);
  }
  wait_for_stop(**running);
  worker.reset();  // while the server still takes its reports
  return day->rejected.empty() ? 0 : 1;
}

}  // namespace

void add_demo(Command& cli, Environment& environment) {
  auto table = std::make_shared<std::string>("data/demo/requests.csv");
  auto worker = std::make_shared<std::string>();
  Command* command = cli.add_subcommand("demo", "装入示例城市并提供服务 / load the sample city and serve");
  command->add_option("--config", environment.config, "设置文件 / settings file");
  command->add_option("--requests", *table, "演示诉求 / requests to play in");
  command->add_option("--worker", *worker, "模拟外呼平台的程序 / program that makes the callbacks");
  command->callback([&environment, table, worker] {
    environment.run = [&environment, table, worker] { return run(environment, *table, *worker); };
  });
}

}  // namespace hotline::app
