// Which part a place plays in what is told.
#pragma once

#include <string_view>
#include <vector>

#include "hotline/dispatch/places.hpp"

namespace hotline::dispatch {

// Sets `role` of each mention from the words directly before and behind it in its clause. Names that follow
// each other without a word between ("西湖区翠苑街道") play one part. When every place is a home, they are
// taken for where it happened: people call about where they live.
void tell_roles(std::string_view text, std::vector<PlaceMention>& mentions);

}  // namespace hotline::dispatch
