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

TEST_F(RetentionRoutes, TellTheTermsInForceAndWhatWasLetGo) {
  const Json receipt = given_request();
  act(agent(), receipt["ticket"].get<std::int64_t>(), "/answer", {{"text", "已答复"}});
  auto officer = signed_in({Role::security});
  const Json before = officer.get("/api/v1/retention/runs").json();
  EXPECT_EQ(rule(before, "callers")["days"], 30);
  EXPECT_EQ(rule(before, "words")["days"], 0);
  EXPECT_TRUE(before["runs"].empty());
  EXPECT_EQ(supervisor().get("/api/v1/retention/runs").status, 403U);

  clock().advance(std::chrono::days{31});
  officer = signed_in({Role::security});
  ASSERT_EQ(officer.post("/api/v1/retention/run", {{"reason", "迎检清理"}}).status, 202U);
  const std::int64_t asker = account_of(officer);
  call::Retention retention({.callers = 30}, domain().tickets, *domain().attachments, domain().scheduler);
  const store::Actor by{"account:" + std::to_string(asker), "retention"};
  store().write([&](store::WriteTx& tx) { return retention.apply(tx, by); });
  clock().advance(std::chrono::hours{1});
  store().write([&](store::WriteTx& tx) -> base::Status {
    tx.journal().append(tx, {"retention",
                             0,
                             "applied",
                             {"system", "retention"},
                             "",
                             {{"rule", std::string("calls")}, {"items", std::int64_t{2}}}});
    tx.journal().append(tx, {"retention",
                             0,
                             "applied",
                             {"system", "retention"},
                             "",
                             {{"rule", std::string("calls")}, {"items", std::int64_t{3}}}});
    return {};
  });
  officer = signed_in({Role::security});
  const Json runs = officer.get("/api/v1/retention/runs").json()["runs"];
  ASSERT_EQ(runs.size(), 2U) << runs;
  EXPECT_EQ(runs[0]["actor"], "system");
  EXPECT_EQ(runs[0]["gone"], Json::parse(R"([{"rule": "calls", "items": 5}])"))
      << "batches of one night are one run";
  EXPECT_EQ(runs[1]["actor"], by.id);
  EXPECT_TRUE(runs[1]["actor_name"].is_string());
  EXPECT_EQ(runs[1]["reason"], "迎检清理");
  EXPECT_EQ(runs[1]["gone"], Json::parse(R"([{"rule": "callers", "items": 1}])"));
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
