// Takes erased content out of the database file.
#pragma once

#include <functional>

#include "hotline/base/result.hpp"
#include "store/connection.hpp"

namespace hotline::store {

// Runs one step alone on the writer's connection, outside any transaction, and waits for it. Writes of others
// run between two steps.
using RunStep = std::function<base::Status(std::function<base::Status(Connection&)>)>;

// In small steps: merges every full-text index, so that deleted words leave it; gives free pages back. Then,
// for a database that is small enough to be rewritten within seconds, VACUUM, which alone removes the stray
// copies of moved cells that SQLite leaves in pages; and at the end empties the write-ahead log. Sealed rows
// do not depend on the rewriting: erasing overwrites them in place. Errors: unavailable, when readers keep
// the log from being emptied: try again.
base::Status scrub_database(const RunStep& run);

}  // namespace hotline::store
