// Checks JSON against a specification and reports ALL faults at once.
#pragma once

#include "api/json.hpp"
#include "api/spec/spec.hpp"
#include "hotline/base/result.hpp"

namespace hotline::api {

// Errors: invalid_input with one FieldError for each fault (at most 100), its pointer a JSON pointer into
// `json`, its rule one of: type, required, unknown_field, blank, min_length, max_length, nul, line, code,
// phone, date_time, date, range, choice, max_items.
base::Status validate(const ObjectSpec& spec, const Json& json);

// The same for a single value at `pointer`; appends to `faults`.
void validate_value(const Type& type, const Json& value, const std::string& pointer,
                    std::vector<base::FieldError>& faults);

// The candidate nearest to `name` by edit distance, "" when none is near.
std::string nearest_name(std::string_view name, const std::vector<std::string>& candidates);

}  // namespace hotline::api
