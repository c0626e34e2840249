// Whose things an operation reaches, among those that its rights let in: the second half of who may do what.
//
// Rights stand in each route's specification; this table says whether a person of a handling unit reaches the
// things of his own unit, of the units below it, or everybody's. The OpenAPI document shows it (x-reach), and
// the test of every route with every role holds the handlers against it. An operation that lets people of a
// unit in and stands in no row here fails that test.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "hotline/access/principal.hpp"

namespace hotline::api {

struct Reach {
  enum class Things {
    alike,    // nobody's unit matters
    self,     // the asker's own: session, inbox, imports
    unit,     // those of the asker's own unit
    subtree,  // those of the asker's unit and of the units below it
  };
  Things things = Things::alike;
  // With this right the hotline's own people, who have no unit, reach those of every unit.
  std::optional<access::Right> everywhere = {};
  // Any one of these is needed besides the route's own rights; empty for none.
  std::vector<access::Right> besides = {};
};
std::string_view name_of(Reach::Things things);

// Null for an operation without a row.
const Reach* find_reach(std::string_view operation);

}  // namespace hotline::api
