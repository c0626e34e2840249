// What each text format means: its check, its place in a JSON schema, and the advice to who broke it.
#pragma once

#include <string_view>

#include "api/spec/spec.hpp"

namespace hotline::api {

struct FormatRule {
  Format format;
  std::string_view rule;            // stable name in a field error
  std::string_view schema_format;   // JSON schema "format", "" when there is none
  std::string_view schema_pattern;  // JSON schema "pattern", "" when there is none
  bool (*holds)(std::string_view text);
  std::string_view zh;
  std::string_view en;
};

const FormatRule& rule_of(Format format);

}  // namespace hotline::api
