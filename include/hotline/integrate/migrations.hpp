// Schema of the module `integrate`: webhook.
#pragma once

#include <vector>

#include "hotline/store/migration.hpp"

namespace hotline::integrate {

std::vector<store::Migration> migrations();

}  // namespace hotline::integrate
