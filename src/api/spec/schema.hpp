// Specifications as JSON Schema 2020-12, the dialect of OpenAPI 3.1.
#pragma once

#include "api/json.hpp"
#include "api/spec/spec.hpp"

namespace hotline::api {

// The schema of a type. Named objects become "#/components/schemas/NAME" and are added to `components`.
Json schema_of(const Type& type, Json& components);
Json schema_of(const ObjectSpec& spec, Json& components);

}  // namespace hotline::api
