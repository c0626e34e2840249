// The commands of `hotline`. Each file adds its own to the command line and sets `run` when it was chosen.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <string>

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

void add_serve(CLI::App& cli, Environment& environment);
void add_demo(CLI::App& cli, Environment& environment);
void add_config(CLI::App& cli, Environment& environment);
void add_dispatch(CLI::App& cli, Environment& environment);
void add_train(CLI::App& cli, Environment& environment);
void add_eval(CLI::App& cli, Environment& environment);
// Below `eval`.
void add_eval_dispatch(CLI::App& eval, Environment& environment);
void add_eval_merging(CLI::App& eval, Environment& environment);
void add_eval_search(CLI::App& eval, Environment& environment);
void add_eval_place(CLI::App& eval, Environment& environment);
void add_eval_reply(CLI::App& eval, Environment& environment);
void add_eval_split(CLI::App& eval, Environment& environment);
void add_dispatch_history(CLI::App& dispatch, Environment& environment);  // below `dispatch`
void add_audit(CLI::App& cli, Environment& environment);
void add_backup(CLI::App& cli, Environment& environment);
void add_restore(CLI::App& cli, Environment& environment);
void add_check(CLI::App& cli, Environment& environment);
void add_standby(CLI::App& cli, Environment& environment);
void add_takeover(CLI::App& cli, Environment& environment);
void add_account(CLI::App& cli, Environment& environment);
void add_erase(CLI::App& cli, Environment& environment);
void add_import(CLI::App& cli, Environment& environment);
void add_replay(CLI::App& cli, Environment& environment);
void add_clocks(CLI::App& cli, Environment& environment);
void add_simulate(CLI::App& cli, Environment& environment);
void add_knowledge(CLI::App& cli, Environment& environment);

}  // namespace hotline::app
