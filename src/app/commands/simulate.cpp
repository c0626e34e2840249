// hotline simulate: a month of a city in a minute, to try rules and staff before they are real.
#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <iostream>

#include "app/commands/commands.hpp"
#include "app/simulate/simulation.hpp"
#include "hotline/base/temp_folder.hpp"

namespace hotline::app {
namespace {

namespace fs = std::filesystem;

struct SimulateChoice {
  std::string city = "config/hangzhou", texts = "data/demo/requests.csv", folder;
  int days = 30, tickets = 20000;
  std::uint64_t seed = 1;
};

// In memory where the machine offers that.
fs::path place_for(const std::string& given) {
  const fs::path memory = "/dev/shm";
  std::error_code ignored;
  if (!given.empty()) return given;
  return fs::exists(memory, ignored) ? memory : fs::path();
}

int run(const Environment& environment, const SimulateChoice& choice) {
  SimulationSettings settings;
  settings.city_directory = choice.city;
  settings.days = choice.days;
  settings.tickets = choice.tickets;
  settings.seed = choice.seed;
  auto texts = read_simulated_texts(choice.texts);
  if (!texts.ok()) return environment.fail(texts.error());
  settings.texts = std::move(*texts);
  const auto folder = base::TempFolder::make("hotline-simulation", place_for(choice.folder));
  if (!folder.ok()) return environment.fail(folder.error());
  settings.folder = folder->path().string();
  settings.progress = [](int day) {
    std::cerr << fmt::format("\r第 {} 天 / day {}", day, day) << std::flush;
  };
  const auto began = std::chrono::steady_clock::now();
  const auto report = simulate(settings);
  std::cerr << '\n';
  if (!report.ok()) return environment.fail(report.error());
  std::cout << report->text();
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
  std::cerr << fmt::format("{:.1f} s\n", took.count());
  return 0;
}

}  // namespace

void add_simulate(Command& cli, Environment& environment) {
  auto choice = std::make_shared<SimulateChoice>();
  Command* command = cli.add_subcommand(
      "simulate", "模拟一个月的热线运行，检验规则与人手 / a simulated month of the hotline");
  command->add_option("--config", choice->city, "城市配置目录 / the city's directory");
  command->add_option("--texts", choice->texts, "诉求文本表格 / table of words: title, text|detail|words");
  command->add_option("--days", choice->days, "天数 / days")->range(1, 366);
  command->add_option("--tickets", choice->tickets, "诉求数 / requests")->range(1, 1'000'000);
  command->add_option("--seed", choice->seed, "随机种子 / seed");
  command->add_option("--folder", choice->folder, "临时数据的位置 / where the temporary data goes");
  command->callback([&environment, choice] {
    environment.run = [&environment, choice] { return run(environment, *choice); };
  });
}

}  // namespace hotline::app
