// What the machine makes of a request, as JSON, and the specification that describes it.
#pragma once

#include "api/json.hpp"
#include "api/spec/spec.hpp"
#include "hotline/intake/intake.hpp"

namespace hotline::api {

ObjectSpec assessment_spec();
Json assessment_json(const intake::Assessment& assessment);

}  // namespace hotline::api
