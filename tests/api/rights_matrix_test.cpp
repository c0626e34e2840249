// Every route of the OpenAPI document, tried by every role for its own unit, the unit above and another one,
// and by nobody: each reply is what the declared rights say. A new route is in it by being in the document.
#include <algorithm>
#include <iostream>

#include "api/matrix_fixture.hpp"

namespace hotline::api {
namespace {

using test::HttpReply;

class RightsMatrix : public MatrixFixture {};

bool shows_something(const Json& body) {
  const Json items = body.value("items", Json::array());
  return std::any_of(items.begin(), items.end(), [](const Json& one) { return one.value("count", 1) != 0; });
}

// What the reply is, against what it has to be; "" when it is right.
std::string fault(const Operation& operation, const Standing& who, bool in, bool reaches,
                  const HttpReply& reply) {
  // 503 says that the city has not set something up, which is no matter of rights.
  if (reply.status >= 500 && reply.status != 503) return "a fault of ours";
  if (operation.for_anyone() && !operation.bound_to_unit()) return "";
  if (!in) {
    const unsigned wanted = who.role ? 403 : 401;
    return reply.status == wanted ? "" : "has to be refused with " + std::to_string(wanted);
  }
  // Of one's own things those of somebody else do not exist, or are refused.
  const std::string reach = operation.described->value("x-reach", "");
  if (reach == "self" && operation.path.find('{') != std::string::npos && operation.method != "GET")
    return reply.status == 403 || reply.status == 404 || reply.status == 422 ? ""
                                                                             : "must not reach another's";
  if (!operation.bound_to_unit()) return reply.status == 401 || reply.status == 403 ? "has to be let in" : "";
  if (operation.is_list()) {
    if (reply.status != 200) return "has to get the list";
    return shows_something(reply.json()) == reaches ? "" : reaches ? "has to see it" : "must not see it";
  }
  const bool kept_out = reply.status == 401 || reply.status == 403 || reply.status == 404;
  if (reaches) return kept_out ? "has to reach it" : "";
  return kept_out ? "" : "must not reach it";
}

TEST_F(RightsMatrix, EveryRouteAnswersEveryRoleAsItsDeclaredRightsSay) {
  const std::vector<Operation> all = operations();
  const std::vector<Standing> people = standings();
  int cells = 0, wrong = 0;
  for (const Operation& operation : all) {
    for (const Standing& who : people) {
      ++cells;
      const HttpReply reply = ask(operation, who);
      const std::string wrongness =
          fault(operation, who, lets_in(operation, who), reaches(operation, who), reply);
      if (wrongness.empty()) continue;
      ++wrong;
      ADD_FAILURE() << operation.method << " " << operation.path << " as " << who.name << ": " << wrongness
                    << ", got " << reply.status << " " << reply.body.substr(0, 300);
    }
  }
  std::cout << "rights matrix: " << all.size() << " routes x " << people.size() << " standings = " << cells
            << " cells, " << wrong << " wrong\n";
  EXPECT_GT(cells, 2000);
}

// A route that lets people of a unit in and does not say whose things they reach would escape the matrix.
TEST_F(RightsMatrix, EveryRouteThatLetsUnitsInSaysWhoseThingsTheyReach) {
  for (const Operation& operation : operations()) {
    if (operation.for_anyone()) continue;
    for (const Standing& who : standings()) {
      if (who.unit != Standing::Unit::own || !lets_in(operation, who)) continue;
      EXPECT_TRUE(operation.described->contains("x-reach")) << operation.name;
    }
  }
}

}  // namespace
}  // namespace hotline::api
