// Schema of the module `notify`: message, console_message, console_read.
#pragma once

#include <vector>

#include "hotline/store/migration.hpp"

namespace hotline::notify {

std::vector<store::Migration> migrations();

}  // namespace hotline::notify
