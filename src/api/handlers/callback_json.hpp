// How a callback went, as people and workers report it: one form for both.
#pragma once

#include "api/json.hpp"
#include "api/spec/spec.hpp"
#include "hotline/call/callbacks.hpp"
#include "hotline/city/city.hpp"

namespace hotline::api {

// The fields of the rating that a caller gives, without outcome.
std::vector<Field> rating_fields();
// outcome and the rating's fields.
ObjectSpec callback_result_spec(std::string name);
// Errors: invalid_input (an answered call without `solved`).
base::Result<call::CallbackResult> callback_result_of(const Json& body, const std::string& pointer = "");

ObjectSpec callback_step_spec();
Json callback_step_json(const call::CallbackStep& step, const city::City& city);

}  // namespace hotline::api
