// The table of settings. See settings.hpp.
#pragma once

#include <cstdint>
#include <string_view>
#include <variant>
#include <vector>

#include "hotline/app/settings.hpp"

namespace hotline::app {

// Where the value goes. Durations are written as whole numbers of the row's unit.
using Target = std::variant<std::string*, bool*, int*, unsigned*, unsigned short*, std::size_t*, double*,
                            base::Duration*, api::Seconds*, std::vector<std::string>*>;

struct Row {
  std::string_view key;  // "store.path"
  Target target;
  double least, most;     // of numbers
  std::string_view unit;  // "ms", "s", "min", "bytes", "MiB", "" for none
  base::Text about;
};

// The rows over one Settings object, in the order of the sample file.
std::vector<Row> settings_table(Settings& settings);

}  // namespace hotline::app
