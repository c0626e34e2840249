// hotline import: brings the tickets of another system in from a table file.
#include <fmt/format.h>

#include <chrono>
#include <iostream>

#include "app/commands/commands.hpp"
#include "app/commands/progress.hpp"
#include "app/commands/rejects.hpp"
#include "app/hotline.hpp"
#include "hotline/intake/import.hpp"

namespace hotline::app {
namespace {

struct ImportChoice {
  std::string file, map, city, database, rejects;
  bool hold = false;
};

std::size_t count_rows(const std::string& path, const table::TableOptions& options) {
  auto table = table::open_table(path, options);
  if (!table.ok()) return 0;
  std::size_t rows = 0;
  while (auto row = (*table)->next()) ++rows;
  return rows;
}

void print_summary(const Environment& environment, const intake::ImportReport& report, double seconds) {
  const auto line = [&](const base::Text& label, std::size_t number) {
    std::cout << fmt::format("{}: {}\n", environment.say(label), number);
  };
  line({"读取行数", "rows read"}, report.rows);
  line({"新受理", "taken"}, report.taken);
  line({"  其中自动派出", "  of them dispatched"}, report.dispatched);
  line({"  其中原系统已办结", "  of them closed by the source"}, report.closed);
  if (report.without_limit > 0) {
    line({"  其中日历未覆盖而没有时限", "  of them without limit, outside the calendar's years"},
         report.without_limit);
  }
  line({"此前已受理", "known before"}, report.known);
  line({"未受理", "rejected"}, report.rejected.size());
  print_rejects(environment, report.rejected);
  std::cout << fmt::format("{:.1f} s, {:.0f} {}\n", seconds,
                           static_cast<double>(report.rows) / std::max(seconds, 1e-3),
                           environment.say({"行/秒", "rows/s"}));
}

int run(const Environment& environment, const ImportChoice& choice) {
  auto settings = environment.settings();
  if (!settings) return 1;
  if (!choice.city.empty()) settings->city_directory = choice.city;
  if (!choice.database.empty()) settings->store.path = choice.database;
  auto map = intake::load_import_map(choice.map);
  if (!map.ok()) return environment.fail(map.error());
  table::TableOptions options;
  options.sheet = map->sheet;
  auto table = table::open_table(choice.file, options);
  if (!table.ok()) return environment.fail(table.error());

  auto opened = Hotline::open(std::move(*settings), base::make_logger("warn"));
  if (!opened.ok()) {
    const int status = environment.fail(opened.error());
    if (opened.error().code == base::ErrorCode::unavailable) {
      std::cerr << environment.say(
          {"如果服务正在运行，请改用 hotline replay 经接口导入，或先停止服务。\n",
           "If the server is running, bring the rows in through it with 'hotline replay', "
           "or stop it first.\n"});
    }
    return status;
  }
  Hotline& hotline = **opened;
  const std::chrono::minutes zone{hotline.city.get()->settings.zone_offset_minutes};
  auto rows = intake::ImportRows::open(std::move(*table), std::move(*map), zone, hotline.clock.now());
  if (!rows.ok()) return environment.fail(rows.error());

  intake::ImportReport report;
  const auto start = std::chrono::steady_clock::now();
  {
    ProgressBar bar(environment.say({"导入", "import"}));
    const std::size_t all = bar.visible() ? count_rows(choice.file, options) : 0;
    intake::ImportOptions import_options;
    import_options.hold = choice.hold;
    import_options.progress = [&](const intake::ImportReport& now) { bar.show(now.rows, all); };
    intake::Importer importer(*hotline.store, hotline.intake, hotline.tickets);
    auto done = importer.run(*rows, import_options, {"system", "import"});
    if (!done.ok()) return environment.fail(done.error());
    report = std::move(*done);
  }
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  print_summary(environment, report, seconds);
  if (!choice.rejects.empty()) {
    if (const auto written = write_rejects(choice.rejects, report.rejected); !written.ok())
      return environment.fail(written.error());
  }
  return report.rejected.empty() ? 0 : 1;
}

}  // namespace

void add_import(Command& cli, Environment& environment) {
  auto choice = std::make_shared<ImportChoice>();
  Command* command = cli.add_subcommand(
      "import", "导入其他系统的历史工单（服务停止时） / bring in old tickets, while no server runs");
  command->add_option("--config", environment.config, "设置文件 / settings file");
  command->add_option("file", choice->file, "表格：CSV 或 xlsx，UTF-8 或 GBK / table: CSV or xlsx")
      ->required();
  command
      ->add_option("--map", choice->map, "映射文件，见 config/maps / which column is what, see config/maps")
      ->required();
  command->add_option("--city", choice->city, "城市配置目录 / directory of the city's files");
  command->add_option("--database", choice->database, "数据库文件 / database file");
  command->add_option("--rejects", choice->rejects, "把未受理的行写入 CSV / write rejected rows to this CSV");
  command->add_flag("--hold", choice->hold, "一律不自动派单 / dispatch nothing by machine");
  command->callback([&environment, choice] {
    environment.run = [&environment, choice] { return run(environment, *choice); };
  });
}

}  // namespace hotline::app
