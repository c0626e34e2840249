// hotline dispatch backtest, accuracy, models.
#include <fmt/format.h>

#include <iostream>
#include <nlohmann/json.hpp>

#include "app/commands/offline_city.hpp"
#include "app/commands/past_choice.hpp"
#include "hotline/api/accuracy_json.hpp"
#include "hotline/dispatch/accuracy.hpp"
#include "hotline/dispatch/backtest.hpp"
#include "hotline/dispatch/model_shelf.hpp"

namespace hotline::app {
namespace {

using Json = nlohmann::ordered_json;

struct BacktestChoice {
  OfflineChoice before, after;
  PastChoice past;
  bool json = false;
};

double share(std::size_t part, std::size_t whole) {
  return whole == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(whole);
}

Json json_of(const dispatch::BacktestReport& r) {
  Json units = Json::object(), moved = Json::array();
  for (const auto& [unit, figures] : r.units) {
    if (figures.before == figures.after && figures.right_before == figures.right_after) continue;
    units[unit] = {{"before", figures.before},
                   {"after", figures.after},
                   {"truth", figures.truth},
                   {"right_before", figures.right_before},
                   {"right_after", figures.right_after}};
  }
  for (const dispatch::Moved& one : r.moved) {
    moved.push_back({{"ticket", one.ticket},
                     {"number", one.number},
                     {"unit_before", one.unit_before},
                     {"unit_after", one.unit_after},
                     {"matter_before", one.matter_before},
                     {"matter_after", one.matter_after},
                     {"truth", one.truth},
                     {"because", one.rule}});
  }
  return {{"tickets", r.tickets},
          {"known", r.known},
          {"accuracy_before", share(r.right_before, r.known)},
          {"accuracy_after", share(r.right_after, r.known)},
          {"auto_before", share(r.auto_before, r.tickets)},
          {"auto_after", share(r.auto_after, r.tickets)},
          {"auto_right_before", share(r.auto_right_before, r.auto_known_before)},
          {"auto_right_after", share(r.auto_right_after, r.auto_known_after)},
          {"matter_moved", r.matter_moved},
          {"moved_count", r.moved.size()},
          {"units", std::move(units)},
          {"moved", std::move(moved)}};
}

void print(const dispatch::BacktestReport& r) {
  std::cout << fmt::format("tickets {}, true unit known {}\n", r.tickets, r.known);
  std::cout << fmt::format("accuracy  {:.3f} -> {:.3f}\n", share(r.right_before, r.known),
                           share(r.right_after, r.known));
  std::cout << fmt::format("automatic {:.3f} -> {:.3f}\n", share(r.auto_before, r.tickets),
                           share(r.auto_after, r.tickets));
  std::cout << fmt::format("moved {} (matter {})\n", r.moved.size(), r.matter_moved);
  for (const auto& [unit, figures] : r.units) {
    if (figures.before != figures.after)
      std::cout << fmt::format("unit  {}  {} -> {}\n", unit, figures.before, figures.after);
  }
  for (const dispatch::Moved& one : r.moved) {
    std::cout << fmt::format("moves {} {}  {} -> {}  {}{}\n", one.ticket, one.number, one.unit_before,
                             one.unit_after, one.rule, one.truth.empty() ? "" : "  true " + one.truth);
  }
}

int backtest(const Environment& environment, const BacktestChoice& choice) {
  const auto before = open_dispatcher(environment, choice.before);
  const auto after = open_dispatcher(environment, choice.after);
  if (!before || !after) return 1;
  std::size_t left_out = 0;
  const auto tickets = load_past(environment, choice.past, after->city(), left_out);
  if (!tickets.ok()) return environment.fail(tickets.error());
  if (left_out > 0) std::cerr << fmt::format("{} rows could not be read\n", left_out);
  dispatch::Backtest test(*before, *after);
  for (const dispatch::PastTicket& one : *tickets) test.add(one);
  if (choice.json) {
    std::cout << json_of(test.report()).dump() << '\n';
  } else {
    print(test.report());
  }
  return 0;
}

int accuracy(const Environment& environment, const PastChoice& past, const std::string& city_folder) {
  const auto city = open_city(environment, city_folder);
  if (!city) return 1;
  std::size_t left_out = 0;
  PastChoice database = past;
  database.table = "db";
  const auto tickets = load_past(environment, database, *city, left_out);
  if (!tickets.ok()) return environment.fail(tickets.error());
  const std::chrono::minutes zone{city->settings.zone_offset_minutes};
  const nlohmann::json json = api::accuracy_json(dispatch::measure_accuracy(*tickets, zone));
  std::cout << json.dump() << '\n';
  return 0;
}

int list_models(const std::string& folder) {
  for (const dispatch::ShelvedModel& one : dispatch::ModelShelf(folder).list()) {
    if (one.fault) {
      std::cout << fmt::format("! {}  {}\n", one.name, one.fault->text.en);
      continue;
    }
    std::cout << fmt::format("{} {}  {} texts, accuracy {:.3f}, covered at 0.95 {:.3f}\n",
                             one.in_force ? '*' : ' ', one.name, one.info.rows, one.info.accuracy,
                             one.info.coverage_at_95);
  }
  return 0;
}

int promote_model(const Environment& environment, const std::string& folder, const std::string& name) {
  dispatch::ModelShelf shelf(folder);
  if (const auto done = shelf.promote(name); !done.ok()) return environment.fail(done.error());
  std::cout << *shelf.in_force() << '\n';
  return 0;
}

int roll_back(const Environment& environment, const std::string& folder) {
  const auto name = dispatch::ModelShelf(folder).rollback();
  if (!name.ok()) return environment.fail(name.error());
  std::cout << *name << '\n';
  return 0;
}

void add_models(Command& dispatch, Environment& environment) {
  Command* models = dispatch.add_subcommand("models", "模型版本 / versions of the model");
  models->require_subcommand(1);
  auto choice = std::make_shared<std::pair<std::string, std::string>>("var/models", "");
  const auto add = [&](const char* name, const char* about) {
    Command* command = models->add_subcommand(name, about);
    command->add_option("--models", choice->first, "模型版本目录 / folder of the versions");
    return command;
  };
  add("list", "列出，* 为在用 / list; * is in force")->callback([&environment, choice] {
    environment.run = [choice] { return list_models(choice->first); };
  });
  Command* promote = add("promote", "启用某一版本 / put a version in force");
  promote->add_option("name", choice->second, "模型文件名 / name of its file")->required();
  promote->callback([&environment, choice] {
    environment.run = [&environment, choice] {
      return promote_model(environment, choice->first, choice->second);
    };
  });
  add("rollback", "恢复到上一个在用版本 / go back to the one before")->callback([&environment, choice] {
    environment.run = [&environment, choice] { return roll_back(environment, choice->first); };
  });
}

}  // namespace

void add_dispatch_history(Command& dispatch, Environment& environment) {
  auto choice = std::make_shared<BacktestChoice>();
  Command* command = dispatch.add_subcommand(
      "backtest", "规则或模型改动对历史工单的影响 / what a change would have done to past tickets");
  command->add_option("--before", choice->before.city, "改动前的城市配置 / the city's files before");
  command->add_option("--config,--after", choice->after.city, "改动后的城市配置 / after")->required();
  command->add_option("--model-before", choice->before.model, "改动前的模型 / model before");
  command->add_option("--model", choice->after.model, "改动后的模型 / model after");
  add_past_options(*command, choice->past, environment, "--tickets");
  command->add_flag("--json", choice->json, "输出 JSON / print JSON");
  command->callback([&environment, choice] {
    if (!choice->past.given()) refuse_missing("--tickets or --db");
    environment.run = [&environment, choice] { return backtest(environment, *choice); };
  });

  auto past = std::make_shared<PastChoice>();
  auto city = std::make_shared<std::string>("config/hangzhou");
  Command* figures = dispatch.add_subcommand(
      "accuracy", "派单准确率：按周、单位、事项，结果为 JSON / accuracy by week, unit and matter, as JSON");
  figures->add_option("--city", *city, "城市配置目录 / directory of the city's files");
  figures->add_option("--db", past->database, "数据库文件（服务须停止） / database file, no server running");
  figures->add_option("--settings", environment.config, "设置文件 / settings file");
  figures->callback([&environment, past, city] {
    environment.run = [&environment, past, city] { return accuracy(environment, *past, *city); };
  });
  add_models(dispatch, environment);
}

}  // namespace hotline::app
