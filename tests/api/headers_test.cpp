// Headers that keep browsers from doing what they should not with an answer.
#include "api/domain_fixture.hpp"

namespace hotline::api {
namespace {

using test::HttpReply;

class StrictHeaders : public DomainApi {
 protected:
  static void expect_inert(const HttpReply& reply, const std::string& what) {
    EXPECT_EQ(reply.header("X-Content-Type-Options"), "nosniff") << what;
    EXPECT_EQ(reply.header("Content-Security-Policy"), "default-src 'none'; frame-ancestors 'none'") << what;
    EXPECT_EQ(reply.header("Referrer-Policy"), "no-referrer") << what;
    EXPECT_NE(reply.header("Cache-Control").find("no-"), std::string::npos) << what;
  }
};

TEST_F(StrictHeaders, MakeEveryAnswerOfTheInterfaceInert) {
  const std::int64_t id = given_ticket();
  expect_inert(supervisor().get("/api/v1/tickets/" + std::to_string(id)), "one ticket");
  expect_inert(supervisor().get("/api/v1/tickets"), "a list");
  expect_inert(supervisor().get("/api/v1/tickets/export"), "an export");
  expect_inert(client().get("/api/v1/tickets"), "a refusal");
  expect_inert(client().get("/api/v1/no-such-thing"), "nothing");
  expect_inert(client().send("PUT", "/api/v1/tickets", ""), "a wrong method");
}

TEST_F(StrictHeaders, LetPagesLoadFromTheirOwnSiteAlone) {
  for (const char* page : {"/api/docs", "/api/public/ask"}) {
    const std::string policy = client().get(page).header("Content-Security-Policy");
    EXPECT_NE(policy.find("default-src 'none'"), std::string::npos) << page;
    EXPECT_NE(policy.find("script-src 'self'"), std::string::npos) << page;
    EXPECT_EQ(policy.find("unsafe"), std::string::npos) << page;
  }
}

}  // namespace
}  // namespace hotline::api
