#include "hotline/text/log_cause.hpp"

#include "hotline/text/identifiers.hpp"
#include "hotline/text/utf8.hpp"

namespace hotline::text {

std::string log_cause(std::string_view what) {
  std::string line;
  for (const char byte : what.substr(0, valid_utf8_prefix(what))) {
    const auto code = static_cast<unsigned char>(byte);
    if (code <= ' ' || code == 0x7f) {
      if (!line.empty() && line.back() != ' ') line += ' ';
    } else {
      line += byte == '"' ? '\'' : byte;
    }
  }
  if (!line.empty() && line.back() == ' ') line.pop_back();
  // Masked as a whole, then cut: a number that was cut in two would not be known as one.
  return std::string(truncate_chars(mask_identifiers(line), longest_log_cause));
}

}  // namespace hotline::text
