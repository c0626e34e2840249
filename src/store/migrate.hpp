// Brings the schema to the newest step.
#pragma once

#include <span>

#include "hotline/base/clock.hpp"
#include "hotline/base/log.hpp"
#include "hotline/base/result.hpp"
#include "hotline/store/migration.hpp"
#include "store/connection.hpp"

namespace hotline::store {

// Runs the missing steps in their order, inside the caller's transaction: all or none.
// Errors: corrupt, when the database holds a step that is not among `known`. Throws SqlError.
base::Status migrate(Connection& connection, std::span<const Migration> known, base::Time now,
                     const base::Logger& logger);

}  // namespace hotline::store
