// Past tickets from a table: another system's export, or rows that people labelled.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "hotline/dispatch/history.hpp"

namespace hotline::app {

struct PastRows {
  std::vector<dispatch::PastTicket> tickets;
  std::size_t left_out = 0;  // rows that could not be read, or name a matter or unit that the city lacks
};

// `map` is an import map (config/maps), "" reads the usual headers, those of data/demo among them. A matter
// may be a row key, a 6-digit code that stands for one row, or the name of one matter. Errors: those of the
// table and of the map.
base::Result<PastRows> load_past_rows(const std::filesystem::path& file, const std::filesystem::path& map,
                                      const city::City& city, base::Time now);

}  // namespace hotline::app
