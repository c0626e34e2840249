// Rows that were not taken: on the terminal, and as a table for those who correct them.
#pragma once

#include <string>
#include <vector>

#include "app/commands/commands.hpp"
#include "hotline/intake/import_rows.hpp"

namespace hotline::app {

// Prints at most a few, and says how many more there are.
void print_rejects(const Environment& environment, const std::vector<intake::RejectedRow>& rejected);
// A CSV file with the columns line, column, reason_zh, reason_en. Errors: unavailable.
base::Status write_rejects(const std::string& path, const std::vector<intake::RejectedRow>& rejected);

}  // namespace hotline::app
