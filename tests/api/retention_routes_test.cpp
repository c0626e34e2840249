// Retention over HTTP: the security officer sees what would go, and begins it with a reason.
#include "api/domain_fixture.hpp"
#include "hotline/call/retention.hpp"
#include "hotline/jobs/reading.hpp"

namespace hotline::api {
namespace {

using access::Role;

class RetentionRoutes : public DomainApi {
 protected:
  Json rule(const Json& views, const std::string& name) {
    for (const Json& one : views["rules"]) {
      if (one["rule"] == name) return one;
    }
    return nullptr;
  }
};

TEST_F(RetentionRoutes, ShowWhatWouldGoAndLetNothingGoByShowing) {
  const Json receipt = given_request();
  act(agent(), receipt["ticket"].get<std::int64_t>(), "/answer", {{"text", "已答复"}});
  auto officer = signed_in({Role::security});
  const Json before = officer.get("/api/v1/retention").json();
  EXPECT_EQ(rule(before, "callers")["items"], 0);
  EXPECT_EQ(rule(before, "words")["days"], 0) << "no term, nothing goes";
  EXPECT_EQ(before["log"], "kept");
  clock().advance(std::chrono::days{31});
  officer = signed_in({Role::security});
  for (int i = 0; i < 2; ++i) {
    const Json due = rule(officer.get("/api/v1/retention").json(), "callers");
    EXPECT_EQ(due["items"], 1);
    EXPECT_EQ(due["first"], Json::array({receipt["number"]}));
    EXPECT_EQ(due["days"], 30);
  }
}

TEST_F(RetentionRoutes, BeginWithAReasonOnRecord) {
  auto officer = signed_in({Role::security});
  EXPECT_EQ(officer.post("/api/v1/retention/run", {{"reason", " "}}).status, 422U);
  EXPECT_EQ(officer.post("/api/v1/retention/run", {{"reason", "迎检清理"}}).status, 202U);
  EXPECT_EQ(supervisor().post("/api/v1/retention/run", {{"reason", "迎检清理"}}).status, 403U);
  store().read([&](store::ReadTx& tx) {
    const auto asked = store::entries_of(tx, "retention", 0);
    ASSERT_EQ(asked.size(), 1U);
    EXPECT_EQ(asked[0].kind, "asked");
    EXPECT_EQ(asked[0].reason, "迎检清理");
    EXPECT_TRUE(asked[0].actor.id.starts_with("account:"));
    EXPECT_TRUE(jobs::find_open(tx, call::kRetention, "asked:" + std::to_string(asked[0].seq)));
  });
}

}  // namespace
}  // namespace hotline::api
