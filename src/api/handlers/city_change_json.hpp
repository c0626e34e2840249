// What is wrong with a city's files, and what changed between two states of them, as the interface tells it.
#pragma once

#include "api/json.hpp"
#include "api/language.hpp"
#include "api/spec/spec.hpp"
#include "hotline/city/diff.hpp"
#include "hotline/city/load.hpp"

namespace hotline::api {

inline constexpr std::size_t most_city_findings = 100'000;

ObjectSpec city_finding_spec();
Json city_findings_json(const std::vector<city::Diagnostic>& diagnostics, Language language);

Type file_changes_type();
Json file_changes_json(const city::CityDiff& diff);

}  // namespace hotline::api
