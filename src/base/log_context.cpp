#include "hotline/base/log_context.hpp"

#include <spdlog/pattern_formatter.h>

#include <algorithm>

namespace hotline::base {
namespace {

constinit thread_local LogId current;

bool is_plain(char byte) {
  return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') ||
         byte == '-' || byte == '_' || byte == '.';
}

// "id=... ", or nothing, and what was logged. Lines are formatted in the thread that logs them. A text that
// holds a line break stays one line, so that nobody's text can pass for a line of its own.
class BodyFlag final : public spdlog::custom_flag_formatter {
 public:
  void format(const spdlog::details::log_msg& message, const std::tm&, spdlog::memory_buf_t& line) override {
    if (!current.empty()) {
      append(line, "id=");
      append(line, current.view());
      line.push_back(' ');
    }
    const std::size_t begin = line.size();
    append(line, {message.payload.data(), message.payload.size()});
    std::replace_if(line.begin() + begin, line.end(), is_control, ' ');
  }
  std::unique_ptr<custom_flag_formatter> clone() const override { return std::make_unique<BodyFlag>(); }

 private:
  static void append(spdlog::memory_buf_t& line, std::string_view text) {
    line.append(text.data(), text.data() + text.size());
  }
  static bool is_control(char byte) {
    const auto code = static_cast<unsigned char>(byte);
    return code < ' ' || code == 0x7f;
  }
};

}  // namespace

LogId::LogId(std::string_view text) : size_(static_cast<std::uint8_t>(std::min(text.size(), most))) {
  std::transform(text.begin(), text.begin() + size_, text_.begin(),
                 [](char byte) { return is_plain(byte) ? byte : '_'; });
}

const LogId& current_log_id() {
  return current;
}

LogScope::LogScope(const LogId& id) : before_(current) {
  current = id;
}

LogScope::~LogScope() {
  current = before_;
}

std::unique_ptr<spdlog::formatter> make_line_formatter() {
  auto formatter = std::make_unique<spdlog::pattern_formatter>();
  formatter->add_flag<BodyFlag>('*').set_pattern("time=%Y-%m-%dT%H:%M:%S.%e%z level=%l %*");
  return formatter;
}

}  // namespace hotline::base
