// Schema of accounts, sessions and keys.
#pragma once

#include <vector>

#include "hotline/store/migration.hpp"

namespace hotline::access {

std::vector<store::Migration> migrations();

}  // namespace hotline::access
