// Coordinates that stand in words, as maps and mini programs hand them over.
#pragma once

#include <optional>
#include <string_view>

#include "hotline/city/boundaries.hpp"

namespace hotline::dispatch {

// The first pair of decimal degrees, in either order: where one number can only be a longitude (60 to 180)
// and the other only a latitude (0 to 60), as all over East Asia, the order is told by size. Both need three
// decimals (a hundred metres), so that prices and sizes are not taken for places. Nothing when there is none.
std::optional<city::Point> find_point(std::string_view text);

}  // namespace hotline::dispatch
