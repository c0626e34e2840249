// Schema of the module `supervise`: supervision_step, supervision_cause, watched_ticket, alert and its parts.
#pragma once

#include <vector>

#include "hotline/store/migration.hpp"

namespace hotline::supervise {

std::vector<store::Migration> migrations();

}  // namespace hotline::supervise
