// Schema of the module `insight`: facts, counters, frozen months, exclusions.
#pragma once

#include <vector>

#include "hotline/store/migration.hpp"

namespace hotline::insight {

std::vector<store::Migration> migrations();

}  // namespace hotline::insight
