// Where a command takes past tickets from: a table, or the database.
#pragma once

#include <string>
#include <vector>

#include "app/commands/commands.hpp"
#include "hotline/dispatch/history.hpp"

namespace hotline::app {

struct PastChoice {
  std::string table, map, database;
  bool given() const { return !table.empty() || !database.empty(); }
};

// Adds `table_option` (a table file, or the word db for the configured database), --map, --db and --settings.
void add_past_options(Command& command, PastChoice& choice, Environment& environment,
                      const std::string& table_option);

// Errors: those of the table and map, of opening the database (a running server holds it: work on a copy made
// with `hotline backup`).
base::Result<std::vector<dispatch::PastTicket>> load_past(const Environment& environment,
                                                          const PastChoice& choice, const city::City& city,
                                                          std::size_t& left_out);

}  // namespace hotline::app
