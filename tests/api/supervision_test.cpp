// The ladder, alerts and clocks over HTTP.
#include "api/domain_fixture.hpp"
#include "supervise/supervise_fixture.hpp"

namespace hotline::api {
namespace {

using test::HttpReply;

class SupervisionRoutes : public DomainApi {
 protected:
  SupervisionRoutes() {
    for (const auto& [name, content] : supervise::test::pressing_city()) write_city_file(name, content);
  }
  void follow() {
    for (;;) {
      const auto followed = domain().office.ladder.catch_up(store().get(), 100);
      if (test::value_of(followed) == 0) return;
    }
  }
  // A ticket that frightens, already dispatched to the district's city management.
  Json given_step() {
    given_dispatched({{"words", "我们72名工人要堵门讨说法"}});
    follow();
    return supervisor().get("/api/v1/supervision").json()["items"].at(0);
  }
};

TEST_F(SupervisionRoutes, StepsAreListedUntilTheUnitAnswers) {
  const Json step = given_step();
  EXPECT_EQ(step["cause"], "risk");
  EXPECT_EQ(step["name"], "挂牌督办");
  EXPECT_EQ(step["leader"], "副市长");
  const std::string path = "/api/v1/supervision/" + std::to_string(step["id"].get<int>()) + "/answer";
  EXPECT_EQ(approver("ENV").post(path, {{"text", "x"}}).status, 404U) << "another unit's";
  EXPECT_EQ(handler("XH-CG").post(path, {{"text", "x"}}).status, 403U) << "leaders answer, not clerks";
  EXPECT_EQ(approver("XH-CG").post(path, {{"text", "  "}}).status, 422U);
  EXPECT_TRUE(approver("ENV").get("/api/v1/supervision").json()["items"].empty());
  ASSERT_EQ(approver("XH-CG").get("/api/v1/supervision").json()["items"].size(), 1U);
  const HttpReply answered = approver("XH-CG").post(path, {{"text", "已组织三方协调。"}});
  ASSERT_EQ(answered.status, 200U) << answered.body;
  EXPECT_EQ(answered.json()["answer"], "已组织三方协调。");
  EXPECT_EQ(approver("XH-CG").post(path, {{"text", "x"}}).status, 409U);
  EXPECT_TRUE(supervisor().get("/api/v1/supervision").json()["items"].empty());
  const std::string of_ticket = "/api/v1/supervision?ticket=" + std::to_string(step["subject"].get<int>());
  EXPECT_EQ(supervisor().get(of_ticket).json()["items"].at(0)["state"], "answered");
}

TEST_F(SupervisionRoutes, AnAlertJoinsBodiesThatAcknowledgeEachForThemselves) {
  given_step();
  const Json alert = supervisor().get("/api/v1/alerts").json()["items"].at(0);
  EXPECT_EQ(alert["people"], 72);
  EXPECT_EQ(alert["bodies"].size(), 3U);
  const std::string path = "/api/v1/alerts/" + std::to_string(alert["id"].get<int>());
  EXPECT_TRUE(approver("GS").get("/api/v1/alerts").json()["items"].empty());
  EXPECT_EQ(approver("GS").post(path + "/acknowledge", Json::object()).status, 404U);
  EXPECT_EQ(approver("ENV").get("/api/v1/alerts").json()["items"].size(), 1U);
  EXPECT_EQ(approver("ENV").post(path + "/acknowledge", Json::object()).json()["state"], "acknowledged");
  EXPECT_EQ(approver("ENV").post(path + "/close", {{"note", "x"}}).status, 403U);
  EXPECT_EQ(supervisor().post(path + "/close", {{"note", "调解完成"}}).json()["state"], "closed");
  EXPECT_EQ(supervisor().post(path + "/close", {{"note", "x"}}).status, 409U);
}

TEST_F(SupervisionRoutes, APauseWantsAReasonAndTimeAskedForTooLateIsRefused) {
  const std::int64_t id = given_dispatched();
  act(handler("XH-CG"), id, "/assignments/1/sign");
  EXPECT_EQ(try_act(supervisor(), id, "/assignments/1/pause").status, 422U);
  EXPECT_EQ(try_act(approver("XH-CG"), id, "/assignments/1/pause", {{"note", "等材料"}}).status, 403U);
  const Json paused = act(supervisor(), id, "/assignments/1/pause", {{"note", "等候鉴定结论"}});
  bool found = false;
  for (const Json& clock : paused["clocks"]) found = found || !clock["paused"].is_null();
  EXPECT_TRUE(found);
  act(approver("XH-CG"), id, "/assignments/1/resume", {{"note", "鉴定已出"}});
  store().clock.advance(std::chrono::hours{24 * 14});
  const HttpReply late =
      try_act(approver("XH-CG"), id, "/assignments/1/extension", {{"working_minutes", 60}});
  EXPECT_EQ(late.status, 409U) << late.body;
}

TEST_F(SupervisionRoutes, OpenClocksArePreviewedBeforeTheyMove) {
  const std::int64_t id = given_dispatched();
  auto operations = signed_in({access::Role::operations});
  const Json before = operations.get("/api/v1/clocks/preview").json();
  EXPECT_TRUE(before["items"].empty());
  EXPECT_EQ(before["looked_at"], 1);
  auto files = supervise::test::pressing_city();
  std::string& limits = files["limits.csv"];
  const std::string old = "*,*,,resolve,5,working_days,true,";
  limits.replace(limits.find(old), old.size(), "*,*,,resolve,3,working_days,true,");
  write_city_file("limits.csv", limits);
  ASSERT_EQ(operations.post("/api/v1/city/reload", {{"note", "缩短时限"}}).status / 100, 2U);
  const Json after = operations.get("/api/v1/clocks/preview").json();
  ASSERT_EQ(after["items"].size(), 1U);
  EXPECT_EQ(after["items"][0]["ticket"], id);
  Json body{{"reason", "缩短一般诉求时限"}, {"city_version", before["city_version"]}};
  EXPECT_EQ(operations.post("/api/v1/clocks/recompute", body).status, 409U) << "previewed by older rules";
  body["city_version"] = after["city_version"];
  EXPECT_EQ(operations.post("/api/v1/clocks/recompute", body).status, 200U);
  EXPECT_EQ(operations.post("/api/v1/clocks/recompute", body).status, 409U) << "one at a time";
  EXPECT_EQ(supervisor().post("/api/v1/clocks/recompute", body).status, 403U);
}

}  // namespace
}  // namespace hotline::api
