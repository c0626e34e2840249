// What the machine makes of a request, as JSON, and the specification that describes it.
#pragma once

#include "api/json.hpp"
#include "api/spec/spec.hpp"
#include "hotline/intake/intake.hpp"
#include "hotline/intake/reading.hpp"

namespace hotline::api {

// What the caller is told, from the city's files; "" where they say nothing.
std::string triage_detail(const intake::Triage& triage, const city::City& city);
ObjectSpec assessment_spec();
Json assessment_json(const intake::Assessment& assessment);
// With the form and the parts, which quote the caller: for answers that are stored nowhere.
Json whole_assessment_json(const intake::Assessment& assessment, const intake::ReadWords& read);

}  // namespace hotline::api
