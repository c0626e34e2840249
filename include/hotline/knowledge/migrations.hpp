// Schema of this module.
#pragma once

#include <vector>

#include "hotline/store/migration.hpp"

namespace hotline::knowledge {

std::vector<store::Migration> migrations();

}  // namespace hotline::knowledge
