// The words that place names end with, and the words that end the walk to a name's beginning.
#pragma once

#include <span>
#include <string_view>

#include "hotline/dispatch/place_names.hpp"

namespace hotline::dispatch {

struct PlaceSuffix {
  std::u32string_view text;
  PlaceKind kind;
  std::uint8_t least;  // chars before the suffix
  std::uint8_t most;
  std::uint8_t usual;  // where nothing else tells
};
std::span<const PlaceSuffix> place_suffixes();

// Whole words that end like a name and are none: 道路, 城市, 内河.
std::span<const std::u32string_view> no_place_names();
// Such words that no name ends with either: 道路 in "停放道路".
std::span<const std::u32string_view> no_place_tails();
// Whether a suffix that ends with `last` still is one before `next`: 市民 is no city.
bool may_follow(char32_t last, char32_t next);
// Words after which a name may begin.
std::span<const std::u32string_view> words_before_places();
// Never part of a name.
bool is_hard_stop(char32_t code);
// Part of a name only where it would otherwise be too short: 和 in 和平路.
bool is_soft_stop(char32_t code);

}  // namespace hotline::dispatch
