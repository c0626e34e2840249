// hotline: the command line.
#include <iostream>

#include "app/commands/commands.hpp"

int main(int argc, char** argv) {
  using namespace hotline::app;
  CLI::App cli{"Hotline：12345 政务服务热线 / a 12345 and 311 government hotline in one process", "hotline"};
  cli.require_subcommand(1);
  cli.set_version_flag("--version", HOTLINE_VERSION);
  Environment environment;
  cli.add_option("--language", environment.language, "提示语言 / language of messages: zh, en")
      ->check(CLI::IsMember({"zh", "en"}));
  for (const auto add : {add_serve, add_demo, add_import, add_replay, add_config, add_dispatch, add_train,
                         add_eval, add_audit, add_backup, add_restore, add_check, add_standby, add_takeover,
                         add_account, add_erase, add_clocks, add_simulate, add_knowledge}) {
    add(cli, environment);
  }
  CLI11_PARSE(cli, argc, argv);
  try {
    return environment.run();
  } catch (const std::exception& error) {
    std::cerr << "hotline: " << error.what() << '\n';
    return 1;
  }
}
