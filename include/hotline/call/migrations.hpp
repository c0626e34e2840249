// Schema of the module `call`: call_record, agent_status.
#pragma once

#include <vector>

#include "hotline/store/migration.hpp"

namespace hotline::call {

std::vector<store::Migration> migrations();

}  // namespace hotline::call
