// The walk behind find_identifiers.
#pragma once

#include <string_view>
#include <vector>

#include "hotline/text/identifiers.hpp"

namespace hotline::text {

std::vector<Identifier> walk_identifiers(std::string_view text);

}  // namespace hotline::text
