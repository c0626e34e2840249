#include "hotline/base/log.hpp"

#include <spdlog/sinks/null_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "hotline/base/log_context.hpp"

namespace hotline::base {

Logger make_logger(const std::string& level) {
  auto logger =
      std::make_shared<spdlog::logger>("hotline", std::make_shared<spdlog::sinks::stderr_sink_mt>());
  logger->set_formatter(make_line_formatter());
  logger->set_level(spdlog::level::from_str(level));
  logger->flush_on(spdlog::level::info);
  return logger;
}

Logger make_silent_logger() {
  return std::make_shared<spdlog::logger>("silent", std::make_shared<spdlog::sinks::null_sink_mt>());
}

}  // namespace hotline::base
