// Keeps the lines of a log in the product's format, to be looked at while threads still write.
#pragma once

#include <spdlog/logger.h>
#include <spdlog/sinks/base_sink.h>

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "hotline/base/log.hpp"
#include "hotline/base/log_context.hpp"

namespace hotline::test {

class LogLines {
 public:
  LogLines() : sink_(std::make_shared<Sink>()), logger_(std::make_shared<spdlog::logger>("test", sink_)) {
    logger_->set_formatter(base::make_line_formatter());
  }

  const base::Logger& logger() const { return logger_; }
  // Those that hold this text, oldest first.
  std::vector<std::string> with(const std::string& text) const { return sink_->with(text); }

 private:
  class Sink final : public spdlog::sinks::base_sink<std::mutex> {
   public:
    std::vector<std::string> with(const std::string& text) {
      const std::lock_guard lock(mutex_);
      std::vector<std::string> found;
      for (const std::string& line : lines_) {
        if (line.find(text) != std::string::npos) found.push_back(line);
      }
      return found;
    }

   private:
    void sink_it_(const spdlog::details::log_msg& message) override {
      spdlog::memory_buf_t line;
      formatter_->format(message, line);
      lines_.emplace_back(line.data(), line.size());
    }
    void flush_() override {}

    std::vector<std::string> lines_;
  };

  std::shared_ptr<Sink> sink_;
  base::Logger logger_;
};

// The value of the field `id` of a line; "" without one, "twice" when there are several.
inline std::string id_of(const std::string& line) {
  const auto at = line.find(" id=");
  if (at == std::string::npos) return "";
  if (line.find(" id=", at + 1) != std::string::npos) return "twice";
  return line.substr(at + 4, line.find_first_of(" \n", at + 4) - at - 4);
}

}  // namespace hotline::test
