// Names of the city's things and instants in its zone, as JSON, and the specifications that describe them.
#pragma once

#include <optional>

#include "api/json.hpp"
#include "api/spec/spec.hpp"
#include "hotline/base/clock.hpp"
#include "hotline/city/city.hpp"

namespace hotline::api {

// An instant in the city's zone.
std::string city_time(base::Time time, const city::City& city);
Json city_time_or_null(const std::optional<base::Time>& time, const city::City& city);
Field time_field(const char* name, const char* zh, const char* en);
Field maybe_time(const char* name, const char* zh, const char* en);

ObjectSpec matter_spec();
ObjectSpec named_spec();  // {code, name}
Json matter_json(const std::string& row, const city::City& city);
Json division_json(const std::string& code, const city::City& city);
Json unit_json(const std::string& code, const city::City& city);

// One reason of a decision: {source, name, detail}.
ObjectSpec reason_spec();

}  // namespace hotline::api
