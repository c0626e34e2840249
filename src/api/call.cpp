#include "api/call.hpp"

#include <charconv>
#include <stdexcept>

#include "api/spec/spec.hpp"

namespace hotline::api {

const std::string& Call::path(std::string_view parameter) const {
  for (std::size_t i = 0; i < path_values_.size(); ++i) {
    if ((*path_fields_)[i].name == parameter) return path_values_[i];
  }
  throw std::logic_error("no such path parameter: " + std::string(parameter));
}

std::int64_t Call::path_id(std::string_view parameter) const {
  const std::string& text = path(parameter);
  std::int64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

}  // namespace hotline::api
