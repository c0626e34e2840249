// Schema of the module `jobs`: job, job_attempt, job_count, feed_cursor.
#pragma once

#include <vector>

#include "hotline/store/migration.hpp"

namespace hotline::jobs {

std::vector<store::Migration> migrations();

}  // namespace hotline::jobs
