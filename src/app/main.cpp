// hotline: the command line.
#include <iostream>

#include "app/commands/commands.hpp"

int main(int argc, char** argv) {
  using namespace hotline::app;
  Command cli("Hotline：12345 政务服务热线 / a 12345 and 311 government hotline in one process", "hotline",
              HOTLINE_VERSION);
  cli.require_subcommand(1);
  Environment environment;
  cli.add_option("--language", environment.language, "提示语言 / language of messages: zh, en")
      ->one_of({"zh", "en"});
  for (const auto add :
       {add_serve,   add_demo,  add_import,    add_replay,  add_config,   add_dispatch, add_train,
        add_eval,    add_audit, add_backup,    add_restore, add_check,    add_standby,  add_takeover,
        add_account, add_erase, add_retention, add_clocks,  add_simulate, add_knowledge}) {
    add(cli, environment);
  }
  if (int status = 0; !cli.parse(argc, argv, status)) return status;
  try {
    return environment.run();
  } catch (const std::exception& error) {
    std::cerr << "hotline: " << error.what() << '\n';
    return 1;
  }
}
