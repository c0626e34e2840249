// The form from the caller's words and the parts of a request, as JSON, with their specifications.
#pragma once

#include "api/json.hpp"
#include "api/spec/spec.hpp"
#include "hotline/intake/reading.hpp"

namespace hotline::api {

ObjectSpec form_spec();
Json form_json(const dispatch::Form& form, const city::City& city);

ObjectSpec part_spec();
Json part_json(const intake::Part& part, const city::City& city);

}  // namespace hotline::api
