// Names of a closed set, in the order of its enumerators.
#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace hotline::city {

template <class Enum, std::size_t N>
std::optional<Enum> find_in(const std::array<std::string_view, N>& names, std::string_view name) {
  for (std::size_t i = 0; i < N; ++i) {
    if (names[i] == name) return static_cast<Enum>(i);
  }
  return std::nullopt;
}

}  // namespace hotline::city
