// What the routes about dispatch's accuracy and models share.
#pragma once

#include "api/route.hpp"

namespace hotline::api {

inline constexpr std::size_t most_tallies = 1000;  // of one list of figures

// Files, not rows: what is settled or promoted twice is told so, and going back twice goes back twice.
inline Route learning_route(Method method, std::string path, std::string operation, base::Text summary) {
  Route route;
  route.method = method;
  route.path = "/api/v1/dispatch/" + path;
  route.operation = std::move(operation);
  route.tag = "dispatch";
  route.summary = std::move(summary);
  route.effects_once = false;
  return route;
}

}  // namespace hotline::api
