// hotline replay: plays the rows of a table through the HTTP API as live traffic.
#include <fmt/format.h>

#include <cstdlib>
#include <fstream>
#include <iostream>

#include "app/commands/commands.hpp"
#include "app/commands/progress.hpp"
#include "app/commands/rejects.hpp"
#include "app/replay/replay.hpp"
#include "hotline/table/table_reader.hpp"

namespace hotline::app {
namespace {

constexpr const char* key_variable = "HOTLINE_KEY";

struct ReplayChoice {
  std::string file, map, url = "http://127.0.0.1:8345", key, shift = "now", acknowledged, rejects;
  double speed = 1;
  unsigned connections = 1;
  int patience_seconds = 60, zone_offset_minutes = 480;
};

// All rows, in order of arrival; those that cannot be read go to `rejected`.
base::Result<std::vector<intake::ImportRow>> read_rows(const ReplayChoice& choice, intake::ImportMap map,
                                                       base::Time now,
                                                       std::vector<intake::RejectedRow>& rejected) {
  table::TableOptions options;
  options.sheet = map.sheet;
  HOTLINE_TRY(auto table, table::open_table(choice.file, options));
  HOTLINE_TRY(auto reader, intake::ImportRows::open(std::move(table), std::move(map),
                                                    std::chrono::minutes{choice.zone_offset_minutes}, now));
  std::vector<intake::ImportRow> rows;
  while (auto row = reader.next()) {
    if (!row->ok()) return std::move(*row).error();
    if ((*row)->rejected) {
      rejected.push_back(std::move(*(*row)->rejected));
    } else {
      rows.push_back(std::move((*row)->row));
    }
  }
  sort_by_arrival(rows);
  return rows;
}

void print_summary(const Environment& environment, const ReplayReport& report) {
  const auto line = [&](const base::Text& label, std::size_t number) {
    std::cout << fmt::format("{}: {}\n", environment.say(label), number);
  };
  line({"发送", "sent"}, report.sent);
  line({"新受理", "new"}, report.fresh);
  line({"此前已受理", "known"}, report.known);
  line({"未受理", "rejected"}, report.rejected.size());
  if (report.lost > 0) line({"服务器中断，未送达", "lost, server unreachable"}, report.lost);
  if (report.repeats > 0) line({"重发", "repeats"}, report.repeats);
  print_rejects(environment, report.rejected);
  std::cout << fmt::format("p50 {:.1f} ms, p99 {:.1f} ms, {:.1f} s, {:.0f} {}\n", report.p50_ms,
                           report.p99_ms, report.seconds,
                           static_cast<double>(report.sent) / std::max(report.seconds, 1e-3),
                           environment.say({"件/秒", "requests/s"}));
}

int run(const Environment& environment, const ReplayChoice& choice) {
  const auto server = parse_server_url(choice.url);
  if (!server.ok()) return environment.fail(server.error());
  auto map = intake::load_import_map(choice.map);
  if (!map.ok()) return environment.fail(map.error());
  const std::string source = map->source;
  const base::Time now = base::SystemClock().now();
  std::vector<intake::RejectedRow> unread;
  const auto rows = read_rows(choice, std::move(*map), now, unread);
  if (!rows.ok()) return environment.fail(rows.error());

  std::ofstream acknowledged;
  if (!choice.acknowledged.empty()) {
    acknowledged.open(choice.acknowledged, std::ios::app);
    if (!acknowledged) {
      return environment.fail(base::Error::of(
          base::ErrorCode::unavailable, "无法写出文件 " + choice.acknowledged + "，请检查路径和权限。",
          "The file " + choice.acknowledged + " cannot be written. Check its path and rights."));
    }
  }
  ReplayOptions options;
  options.server = *server;
  options.key = choice.key;
  // Nobody changes the environment, and no thread has begun.
  if (const char* key = std::getenv(key_variable);  // NOLINT(concurrency-mt-unsafe)
      options.key.empty() && key != nullptr)
    options.key = key;
  options.speed = choice.speed;
  options.connections = choice.connections;
  options.patience = std::chrono::seconds{choice.patience_seconds};
  options.zone_offset = std::chrono::minutes{choice.zone_offset_minutes};
  if (acknowledged.is_open()) {
    options.acknowledged = [&](const std::string& number) { acknowledged << number << '\n' << std::flush; };
  }
  const base::Duration shift =
      choice.shift == "now" ? whole_weeks_to(*rows, now, choice.speed) : base::Duration{0};
  ReplayReport report;
  {
    ProgressBar bar(environment.say({"回放", "replay"}));
    options.progress = [&](std::size_t done, std::size_t all) { bar.show(done, all); };
    report = play(*rows, source, shift, options);
  }
  report.rejected.insert(report.rejected.begin(), unread.begin(), unread.end());
  print_summary(environment, report);
  if (!choice.rejects.empty()) {
    if (const auto written = write_rejects(choice.rejects, report.rejected); !written.ok())
      return environment.fail(written.error());
  }
  return report.rejected.empty() && report.lost == 0 ? 0 : 1;
}

}  // namespace

void add_replay(Command& cli, Environment& environment) {
  auto choice = std::make_shared<ReplayChoice>();
  Command* command = cli.add_subcommand(
      "replay", "把表格中的诉求经接口按真实节奏回放 / play rows through the API as live traffic");
  command->add_option("file", choice->file, "表格：CSV 或 xlsx / table: CSV or xlsx")->required();
  command
      ->add_option("--map", choice->map, "映射文件，见 config/maps / which column is what, see config/maps")
      ->required();
  command->add_option("--url", choice->url, "服务地址 / address of the server");
  command->add_option(
      "--key", choice->key,
      std::string("接口密钥，也可用环境变量 / API key, or by environment variable ") + key_variable);
  command
      ->add_option("--speed", choice->speed,
                   "快放倍数，0 为尽快 / times faster than life, 0: as fast as possible")
      ->range(0, 1e9);
  command->add_option("--connections", choice->connections, "连接数 / connections")->range(1, 256);
  command
      ->add_option("--shift", choice->shift,
                   "now：按整周移到现在；none：保留原时间 / now: by whole weeks; none")
      ->one_of({"now", "none"});
  command
      ->add_option("--zone", choice->zone_offset_minutes,
                   "时区，东经分钟 / zone of the times, minutes east of UTC")
      ->range(-1080, 1080);
  command
      ->add_option("--patience", choice->patience_seconds,
                   "服务不可用时最多等待秒数 / seconds to wait for a server")
      ->range(0, 1e9);
  command->add_option("--acknowledged", choice->acknowledged,
                      "逐行追加已受理的编号 / append each acknowledged number to this file");
  command->add_option("--rejects", choice->rejects, "把未受理的行写入 CSV / write rejected rows to this CSV");
  command->callback([&environment, choice] {
    environment.run = [&environment, choice] { return run(environment, *choice); };
  });
}

}  // namespace hotline::app
