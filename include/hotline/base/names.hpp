// Names of a closed set, in a table in the order of its enumerators. Pure.
#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <iterator>
#include <optional>
#include <string_view>

namespace hotline::base {

// The enumerator of this name; `name_of` takes the name out of a row of the table, where it holds more.
template <class Enum, class Table, class NameOf = std::identity>
std::optional<Enum> find_in(const Table& table, std::string_view name, NameOf name_of = {}) {
  std::size_t index = 0;
  for (const auto& row : table) {
    if (std::invoke(name_of, row) == name) return static_cast<Enum>(index);
    ++index;
  }
  return std::nullopt;
}

}  // namespace hotline::base
