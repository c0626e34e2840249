// A submission as intake takes it from JSON, and the specification that describes it.
#pragma once

#include "api/json.hpp"
#include "api/spec/spec.hpp"
#include "hotline/intake/intake.hpp"

namespace hotline::api {

// Where it happened: in words, and by coordinates, which stand behind the words in brackets.
Field position_field();
std::string place_in(const Json& body);
ObjectSpec submission_spec(std::string name);
// Errors: invalid_input naming the field, where a value breaks a rule that the specification cannot state.
base::Result<intake::Submission> submission_of(const Json& body, base::Time now, const city::City& city);

}  // namespace hotline::api
