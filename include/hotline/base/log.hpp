// The logger that every part is handed. Lines are `key=value` pairs; no personal data ever goes in.
#pragma once

#include <spdlog/logger.h>
#include <memory>
#include <string>

namespace hotline::base {

using Logger = std::shared_ptr<spdlog::logger>;

// Writes to standard error in the product's line format. `level`: trace, debug, info, warn, error, off.
Logger make_logger(const std::string& level);
// Writes nowhere; for tests.
Logger make_silent_logger();

}  // namespace hotline::base
