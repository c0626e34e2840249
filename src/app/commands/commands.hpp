// The commands of `hotline`. Each file adds its own to the command line and sets `run` when it was chosen.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "app/commands/command_line.hpp"
#include "hotline/app/settings.hpp"
#include "hotline/base/error.hpp"
#include "hotline/base/log.hpp"

namespace hotline::app {

// What all commands share. Lives as long as the command runs.
struct Environment {
  std::string config = "config/hotline.toml";
  std::string language = "zh";  // of messages: zh or en
  std::function<int()> run;     // the chosen command; its result is the exit status

  // Reads the settings file; what is wrong is printed, and nothing is returned.
  std::optional<Settings> settings() const;
  base::Logger logger() const;
  const std::string& say(const base::Text& text) const { return language == "en" ? text.en : text.zh; }
  // Prints an error with its fields to standard error; returns exit status 1.
  int fail(const base::Error& error) const;
};

void add_serve(Command& cli, Environment& environment);
void add_demo(Command& cli, Environment& environment);
void add_config(Command& cli, Environment& environment);
void add_dispatch(Command& cli, Environment& environment);
void add_train(Command& cli, Environment& environment);
void add_eval(Command& cli, Environment& environment);
// Below `eval`.
void add_eval_dispatch(Command& eval, Environment& environment);
void add_eval_merging(Command& eval, Environment& environment);
void add_eval_search(Command& eval, Environment& environment);
void add_eval_place(Command& eval, Environment& environment);
void add_eval_reply(Command& eval, Environment& environment);
void add_eval_split(Command& eval, Environment& environment);
void add_dispatch_history(Command& dispatch, Environment& environment);  // below `dispatch`
void add_audit(Command& cli, Environment& environment);
void add_backup(Command& cli, Environment& environment);
void add_restore(Command& cli, Environment& environment);
void add_check(Command& cli, Environment& environment);
void add_standby(Command& cli, Environment& environment);
void add_takeover(Command& cli, Environment& environment);
void add_account(Command& cli, Environment& environment);
void add_erase(Command& cli, Environment& environment);
void add_retention(Command& cli, Environment& environment);
void add_import(Command& cli, Environment& environment);
void add_replay(Command& cli, Environment& environment);
void add_clocks(Command& cli, Environment& environment);
void add_simulate(Command& cli, Environment& environment);
void add_knowledge(Command& cli, Environment& environment);

}  // namespace hotline::app
