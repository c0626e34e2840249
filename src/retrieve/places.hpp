// Provinces named in texts: a document about another province than the one asked for seldom answers.
#pragma once

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace hotline::retrieve {

// A province and how often it is named; in the first characters each time counts four times.
using PlaceCount = std::pair<std::uint8_t, std::uint16_t>;

std::vector<PlaceCount> count_places(std::u16string_view codes);

}  // namespace hotline::retrieve
