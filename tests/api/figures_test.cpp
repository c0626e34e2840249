// The figures over HTTP: who sees which numbers, the tickets behind them, months, and what is left out.
#include "api/domain_fixture.hpp"
#include "hotline/insight/follower.hpp"

namespace hotline::api {
namespace {

using access::Role;
using test::HttpClient;
using test::HttpReply;

class FigureRoutes : public DomainApi {
 protected:
  void count() {
    insight::Follower follower(store().get(), store().clock, domain().city);
    while (test::value_of(follower.catch_up(100)) > 0) {
    }
  }
  // part / whole of one figure of the only row.
  static std::string share(const HttpReply& reply, const std::string& figure) {
    const Json items = reply.json()["items"];
    if (items.size() != 1) return std::to_string(items.size()) + " rows";
    for (const Json& value : items[0]["values"]) {
      if (value["figure"] == figure)
        return std::to_string(value["part"].get<int>()) + "/" + std::to_string(value["whole"].get<int>());
    }
    return "none";
  }
  static constexpr const char* march = "?from=2026-03-01&to=2026-03-31";
};

TEST_F(FigureRoutes, CountWhatUnitsDidAndNameTheTicketsBehindIt) {
  const std::int64_t id = given_resolved();
  given_ticket();
  HttpClient boss = supervisor();
  count();
  const std::string all = std::string("/api/v1/figures") + march;
  EXPECT_EQ(share(boss.get(all), "requests"), "0/2");
  EXPECT_EQ(share(boss.get(all), "sign_in_time"), "1/1");
  const HttpReply by_unit = boss.get(all + "&by=unit&figures=close_in_time");
  EXPECT_EQ(by_unit.json()["items"][0]["key"], "XH-CG");
  EXPECT_EQ(by_unit.json()["items"][0]["values"][0]["percent"], 100.0);
  EXPECT_EQ(by_unit.json()["counted_to"], nullptr);
  const HttpReply behind =
      boss.get(std::string("/api/v1/figures/tickets") + march + "&figure=close_in_time&side=part");
  ASSERT_EQ(behind.json()["items"].size(), 1U);
  EXPECT_EQ(behind.json()["items"][0]["id"], id);
  EXPECT_EQ(boss.get(std::string("/api/v1/figures/heat") + march).json()["items"][0]["hour"], 12);
  EXPECT_EQ(boss.get("/api/v1/figures/definitions").json()["items"].size(), 17U);
}

TEST_F(FigureRoutes, ShowAUnitItsOwnSubtreeAlone) {
  given_resolved();
  count();
  const std::string all = std::string("/api/v1/figures") + march;
  EXPECT_EQ(share(approver("XH").get(all), "sign_in_time"), "1/1") << "the district above the unit";
  EXPECT_EQ(approver("GS").get(all).json()["items"].size(), 0U) << "another district sees nothing of it";
  EXPECT_EQ(approver("GS").get(all + "&unit=XH-CG").status, 403);
  EXPECT_EQ(agent().get(all).status, 403);
  EXPECT_EQ(signed_in({Role::operations})
                .get(std::string("/api/v1/figures/tickets") + march + "&figure=requests")
                .status,
            403)
      << "numbers, not tickets";
}

TEST_F(FigureRoutes, RefuseDaysThatAreNone) {
  HttpClient boss = supervisor();
  EXPECT_EQ(boss.get("/api/v1/figures").status, 422);
  EXPECT_EQ(boss.get("/api/v1/figures?from=2026-03-31&to=2026-03-01").status, 422);
  EXPECT_EQ(boss.get("/api/v1/figures?from=2026-02-30&to=2026-03-01").status, 422);
  EXPECT_EQ(boss.get("/api/v1/figures?from=2020-01-01&to=2026-03-01").status, 422);
  EXPECT_EQ(boss.get(std::string("/api/v1/figures") + march + "&unit=NOBODY").status, 422);
}

TEST_F(FigureRoutes, FreezeAMonthOnceItIsOver) {
  given_resolved();
  count();
  EXPECT_EQ(supervisor().post("/api/v1/figures/months/2026-03/freeze", Json::object()).status, 409);
  EXPECT_EQ(supervisor().get("/api/v1/figures/months/2026-03").status, 404);
  EXPECT_EQ(supervisor().get("/api/v1/figures/months/2026-13").status, 404);
  store().clock.advance(std::chrono::days{31});
  EXPECT_EQ(supervisor().post("/api/v1/figures/months/2026-03/freeze", Json::object()).status, 409)
      << "something of March is not counted yet";
  count();
  EXPECT_EQ(agent().post("/api/v1/figures/months/2026-03/freeze", Json::object()).status, 403);
  EXPECT_EQ(supervisor().post("/api/v1/figures/months/2026-03/freeze", Json::object()).status, 201);
  EXPECT_EQ(supervisor().post("/api/v1/figures/months/2026-03/freeze", Json::object()).status, 409);
  EXPECT_EQ(share(supervisor().get("/api/v1/figures/months/2026-03"), "sign_in_time"), "1/1");
  EXPECT_EQ(supervisor().get("/api/v1/figures/months").json()["items"].size(), 1U);
}

TEST_F(FigureRoutes, LeaveOutWhatOneAsksAndAnotherDecides) {
  const std::int64_t id = given_resolved();
  count();
  const std::string path = "/api/v1/tickets/" + std::to_string(id) + "/exclusions";
  const Json ask{{"kind", "unreasonable"}, {"words", "要求超出法定职责"}};
  EXPECT_EQ(approver("XH-CG").post(path, ask).status, 422) << "units appeal";
  EXPECT_EQ(approver("XH-CG").post(path, {{"kind", "appeal"}, {"words", "停电"}}).status, 422)
      << "no evidence";
  EXPECT_EQ(approver("GS").post(path, {{"kind", "appeal"}, {"words", "停电"}}).status, 404);
  HttpClient asker = supervisor();
  const HttpReply asked = asker.post(path, ask);
  ASSERT_EQ(asked.status, 201) << asked.body;
  EXPECT_EQ(asker.post(path, ask).status, 409) << "it waits already";
  const std::string decision =
      "/api/v1/exclusions/" + std::to_string(asked.json()["id"].get<int>()) + "/decision";
  EXPECT_EQ(asker.post(decision, {{"upheld", true}, {"words", "属实"}}).status, 403);
  EXPECT_EQ(supervisor().get("/api/v1/exclusions").json()["items"].size(), 1U);
  EXPECT_EQ(supervisor().post(decision, {{"upheld", true}, {"words", "属实"}}).status, 200);
  count();
  EXPECT_EQ(share(supervisor().get(std::string("/api/v1/figures") + march), "sign_in_time"), "0/0");
  EXPECT_EQ(supervisor().get("/api/v1/exclusions?state=upheld").json()["items"][0]["decision"], "属实");
}

}  // namespace
}  // namespace hotline::api
