// Names of those whom the journal knows by a key.
#pragma once

#include <string>

#include "api/json.hpp"
#include "hotline/access/display.hpp"

namespace hotline::api {

// null for the system, for citizens, and for whom is no longer there.
inline Json actor_name(access::DisplayNames& names, const std::string& actor) {
  const auto& name = names.of(actor);
  return name ? Json(*name) : Json(nullptr);
}

}  // namespace hotline::api
