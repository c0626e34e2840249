// A city and its model from files, for commands that need no database.
#pragma once

#include <memory>
#include <string>

#include "app/commands/commands.hpp"
#include "hotline/dispatch/dispatcher.hpp"

namespace hotline::app {

struct OfflineChoice {
  std::string city = "config/hangzhou";
  // "" takes the model that is delivered for this city beside the program (NAME.model in the program's folder
  // or in ../share/hotline, NAME being that of the city's folder); "none" decides without one.
  std::string model;
};

// The file that `choice` means, "" for none.
std::string model_file_of(const OfflineChoice& choice);

// Nothing when the city has errors or the model cannot be read; what is wrong has been printed then.
std::shared_ptr<const dispatch::Dispatcher> open_dispatcher(const Environment& environment,
                                                            const OfflineChoice& choice);
std::shared_ptr<const city::City> open_city(const Environment& environment, const std::string& folder);

// Adds --city (with the alias --config) and --model.
void add_offline_options(Command& command, OfflineChoice& choice);

}  // namespace hotline::app
