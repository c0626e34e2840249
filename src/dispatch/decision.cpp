#include "hotline/dispatch/decision.hpp"

namespace hotline::dispatch {

Reason parse_reason(const std::string& encoded) {
  const std::size_t first = encoded.find(':');
  if (first == std::string::npos) return {encoded, "", ""};
  const std::size_t second = encoded.find(':', first + 1);
  if (second == std::string::npos) return {encoded.substr(0, first), encoded.substr(first + 1), ""};
  return {encoded.substr(0, first), encoded.substr(first + 1, second - first - 1),
          encoded.substr(second + 1)};
}

}  // namespace hotline::dispatch
