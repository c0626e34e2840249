// hotline config: check, versions, diff, rollback, settings.
#include <fmt/format.h>

#include <algorithm>
#include <iostream>

#include "app/commands/with_hotline.hpp"

namespace hotline::app {
namespace {

int check(const Environment& environment, const std::string& folder) {
  const city::CityLoad load = city::load_city(folder);
  for (const city::Diagnostic& one : load.diagnostics) {
    const bool error = one.severity == city::Severity::error;
    std::cout << fmt::format("{}/{}:{}: {}: {} [{}]\n", folder, one.file, one.line,
                             error ? "error" : "warning", environment.say(one.text), one.code);
  }
  std::cout << fmt::format("{} errors, {} warnings\n", load.errors(), load.warnings());
  return load.errors() == 0 && load.city ? 0 : 1;
}

// The settings file beside them; its faults and warnings in the same form.
int check_settings(const Environment& environment) {
  const auto settings = load_settings(environment.config);
  if (!settings.ok()) {
    for (const base::FieldError& one : settings.error().fields)
      std::cout << fmt::format("{}: error: {} [{}]\n", one.pointer, environment.say(one.text), one.rule);
    return environment.fail({settings.error().code, settings.error().text, {}});
  }
  for (const base::FieldError& one : settings->warnings)
    std::cout << fmt::format("{}: warning: {} [{}]\n", one.pointer, environment.say(one.text), one.rule);
  std::cout << fmt::format("{}: 0 errors, {} warnings\n", environment.config, settings->warnings.size());
  return 0;
}

int list(const Environment& environment) {
  return with_hotline(environment, [&](Hotline& hotline) {
    const auto versions = hotline.versions.list(100);
    if (!versions.ok()) return environment.fail(versions.error());
    for (const city::CityVersion& one : *versions) {
      std::cout << fmt::format("{:4}  {}  {}  {}  {}\n", one.number, base::format_rfc3339(one.at),
                               one.digest.substr(0, 12), one.actor, one.note);
    }
    return 0;
  });
}

int rollback(const Environment& environment, std::int64_t number) {
  return with_hotline(environment, [&](Hotline& hotline) {
    const auto done = city::rollback_city(number, hotline.versions, hotline.city, system_actor(),
                                          "hotline config rollback");
    if (!done.ok()) return environment.fail(done.error());
    std::cout << fmt::format("version {} is in force, with the files of version {}\n",
                             done->version ? done->version->number : 0, number);
    return 0;
  });
}

void print(const city::CityDiff& difference) {
  for (const city::FileChange& file : difference) {
    std::cout << fmt::format("{} {}\n", city::name_of(file.change), file.name);
    for (const city::RowChange& row : file.rows) {
      std::cout << fmt::format("  {} {} (line {})\n", city::name_of(row.change), row.key, row.line);
      for (const city::CellChange& cell : row.cells) {
        std::cout << fmt::format("    {}: \"{}\" -> \"{}\"\n", cell.column, cell.before, cell.after);
      }
    }
  }
}

int diff(const Environment& environment, std::int64_t before, std::int64_t after) {
  return with_hotline(environment, [&](Hotline& hotline) {
    const auto difference = hotline.versions.diff(before, after);
    if (!difference.ok()) return environment.fail(difference.error());
    print(*difference);
    return 0;
  });
}

}  // namespace

void add_config(Command& cli, Environment& environment) {
  Command* config = cli.add_subcommand("config", "城市配置与设置 / the city's files and the settings");
  config->require_subcommand(1);

  auto folder = std::make_shared<std::string>("config/hangzhou");
  Command* check_command =
      config->add_subcommand("check", "检查城市配置，列出全部错误 / report every mistake in a city's files");
  check_command->add_option("directory", *folder, "配置目录 / directory");
  const auto* named = check_command->add_option("--config", environment.config,
                                                "一并检查的设置文件 / settings file to check as well");
  check_command->callback([&environment, folder, named] {
    environment.run = [&environment, folder, settings_too = named->count() > 0] {
      const int files = check(environment, *folder);
      return std::max(files, settings_too ? check_settings(environment) : 0);
    };
  });

  Command* list_command = config->add_subcommand("versions", "已加载的版本 / versions that were loaded");
  list_command->add_option("--config", environment.config, "设置文件 / settings file");
  list_command->callback([&environment] { environment.run = [&environment] { return list(environment); }; });

  auto numbers = std::make_shared<std::pair<std::int64_t, std::int64_t>>();
  Command* diff_command = config->add_subcommand("diff", "比较两个版本 / compare two versions");
  diff_command->add_option("--config", environment.config, "设置文件 / settings file");
  diff_command->add_option("before", numbers->first)->required();
  diff_command->add_option("after", numbers->second)->required();
  diff_command->callback([&environment, numbers] {
    environment.run = [&environment, numbers] { return diff(environment, numbers->first, numbers->second); };
  });

  Command* rollback_command = config->add_subcommand("rollback", "恢复到某一版本 / go back to a version");
  rollback_command->add_option("--config", environment.config, "设置文件 / settings file");
  rollback_command->add_option("version", numbers->first)->required();
  rollback_command->callback([&environment, numbers] {
    environment.run = [&environment, numbers] { return rollback(environment, numbers->first); };
  });

  Command* sample =
      config->add_subcommand("settings", "打印全部设置及默认值 / print every setting with its default");
  sample->callback([&environment] {
    environment.run = [] {
      std::cout << sample_settings();
      return 0;
    };
  });
}

}  // namespace hotline::app
