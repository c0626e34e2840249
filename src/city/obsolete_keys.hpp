// Keys of the city's TOML files that an earlier release read and this one does not: ONE table. Where one
// stands it is warned of and does nothing, so that a city's older files, and older recorded versions, still
// load. A release that drops a key puts it here; it never goes.
#pragma once

#include <optional>
#include <string_view>

namespace hotline::city {

struct ObsoleteKey {
  std::string_view file;
  std::string_view key;     // with its table: "dispatch.neighbours"; a table's name means all that is in it
  std::string_view zh, en;  // what took its place, or what to do
};

std::optional<ObsoleteKey> find_obsolete_key(std::string_view file, std::string_view key);

}  // namespace hotline::city
