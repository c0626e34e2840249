// Names of places in free text, told by how Chinese names end: a river, a road, an estate, a village.
//
// The city's lists hold the places it knows; callers name many more. A name is a suffix (河, 路, 小区, 村
// ...) and the characters before it that belong to it: the walk to the left ends at punctuation, at words
// that are never part of a name, and at the end of another name ("仓山区龙津河" is a district and a river).
// Where the walk finds no end, the other mentions of the text decide, else the length that such names mostly
// have. Nothing is known of which names exist, so a hit is a mention, not a place of the gazetteer.
//
// Thread rule: pure; the tables behind it are built on first use and never change. Cost: one pass, some
// 50 ns a char.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "hotline/text/normalize.hpp"

namespace hotline::dispatch {

enum class PlaceKind : std::uint8_t { district, town, village, water, road, estate, landmark };
// Stable English name, such as "water".
std::string_view name_of(PlaceKind kind);

struct PlaceName {
  PlaceKind kind = PlaceKind::landmark;
  std::uint32_t begin = 0;  // bytes of the original text
  std::uint32_t end = 0;    // of the name
  std::uint32_t reach =
      0;  // as far as the house number behind it goes ("文三路 258 号 3 幢"); end without one
  bool operator==(const PlaceName&) const = default;
};

// By begin; a name may lie within a longer one of another kind only when it is water ("龙津河公园").
// Of texts longer than `most_place_chars` only the beginning is read.
inline constexpr std::size_t most_place_chars = 20'000;
std::vector<PlaceName> find_place_names(std::string_view text);
std::vector<PlaceName> find_place_names(const text::NormalizedText& text);

// Where the house number that stands at byte `end` of the text ends; `end` when none does.
std::uint32_t house_number_end(std::string_view text, std::uint32_t end);

}  // namespace hotline::dispatch
