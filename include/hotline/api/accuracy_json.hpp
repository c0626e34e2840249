// The figures of `dispatch accuracy` as JSON: the route and the command say the same.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "hotline/dispatch/accuracy.hpp"

namespace hotline::api {

// Lists hold at most 1000 entries; those of a key name it as `key`. Declared as DispatchAccuracy.
nlohmann::json accuracy_json(const dispatch::Accuracy& accuracy);

}  // namespace hotline::api
