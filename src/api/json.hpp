// JSON of the HTTP API. Keys are sorted, so that the same content always has the same bytes.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "hotline/base/result.hpp"

namespace hotline::api {

using Json = nlohmann::json;

// Compact text; bytes that are no UTF-8 become U+FFFD, so that writing never fails.
std::string to_text(const Json& json);

// Reads one JSON document. Errors: malformed, with line and column and the rule that was broken (syntax,
// UTF-8, NUL, nesting deeper than 32, a number out of range).
base::Result<Json> parse_json(std::string_view text);

}  // namespace hotline::api
