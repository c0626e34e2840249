// Provinces and their cities named in texts: who asks about one place is seldom answered by a document about
// another, but may well be by one that names none and so holds everywhere.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace hotline::retrieve {

// A province; a city counts for the province it lies in.
struct PlaceCount {
  std::uint8_t province = 0;
  bool in_lead = false;     // named in the first characters, where each time counts four times
  std::uint16_t count = 0;  // how often it is named, or any city of it
};

// Each province once, in the order they come.
std::vector<PlaceCount> count_places(std::u16string_view codes);

// Which characters name a place, 省, 市 or 自治区 behind it included.
std::vector<bool> place_part(std::u16string_view codes);

}  // namespace hotline::retrieve
