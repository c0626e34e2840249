// The OpenAPI document against the routes of the whole hotline.
#include "api/openapi.hpp"
#include "api/scenario.hpp"

namespace hotline::api {
namespace {

class Document : public ScenarioApi {};

TEST_F(Document, TellsOf304WhereAnEtagIsGivenAndNowhereElse) {
  const Json document = client().get("/api/openapi.json").json();
  const Json& paths = document["paths"];
  for (const std::string path :
       {"/api/v1/tickets/{id}", "/api/v1/city", "/api/v1/city/matters/tree", "/api/v1/accounts/{id}",
        "/api/v1/calls/{id}", "/api/v1/agents/{id}/state"}) {
    EXPECT_TRUE(paths[path]["get"]["responses"].contains("304")) << path;
    EXPECT_TRUE(paths[path]["get"]["responses"]["200"]["headers"].contains("ETag")) << path;
  }
  for (const std::string path : {"/api/v1/tickets", "/api/v1/audit/entries", "/api/v1/session"})
    EXPECT_FALSE(paths[path]["get"]["responses"].contains("304")) << path;
  EXPECT_TRUE(paths["/api/v1/messages"]["get"]["responses"].contains("403"));
  const std::string shared = paths["/api/v1/tickets"]["get"]["responses"]["403"]["$ref"];
  const Json& refusal = document["components"]["responses"][shared.substr(shared.rfind('/') + 1)];
  EXPECT_EQ(refusal["content"]["application/problem+json"]["schema"]["$ref"], "#/components/schemas/Problem");
  const Json& missing = paths["/api/v1/city/rollback"]["post"]["responses"]["404"];
  EXPECT_EQ(missing["content"]["application/problem+json"]["schema"]["$ref"], "#/components/schemas/Problem");
}

TEST_F(Document, DeclaresEveryRefusalOfThePipeline) {
  for (const Route& route : routes()) {
    for (const unsigned status : {400U, 401U, 422U, 429U, 503U})
      EXPECT_TRUE(declares_status(route, status)) << route.operation << " " << status;
    if (route.needs_if_match) {
      EXPECT_TRUE(declares_status(route, 412) && declares_status(route, 428)) << route.operation;
    }
    EXPECT_FALSE(declares_status(route, 418)) << route.operation;
  }
}

}  // namespace
}  // namespace hotline::api
