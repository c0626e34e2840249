// Calls and agents' states as the telephone system and the console see them.
#include "api/scenario.hpp"

namespace hotline::api {
namespace {

using access::Right;

class CallRoutes : public ScenarioApi {
 protected:
  static Json ringing(Json more = Json::object()) {
    Json body{{"external_id", "c1"}, {"source", "pbx"}, {"channel", "phone"}, {"phone", "13812345678"}};
    body.update(more);
    return body;
  }
  static std::string call(const Json& rung, const std::string& below = "") {
    return "/api/v1/calls/" + std::to_string(rung["id"].get<int>()) + below;
  }
  static std::string state(std::int64_t account) {
    return "/api/v1/agents/" + std::to_string(account) + "/state";
  }
  // The agent's state becomes this one.
  test::HttpReply put(test::HttpClient& who, std::int64_t account, const std::string& wanted) {
    const auto version = who.get(state(account)).json()["version"].get<std::int64_t>();
    return who.put(state(account), {{"state", wanted}}, if_match(version));
  }
};

TEST_F(CallRoutes, ACallIsRecordedOnceFromRingingToItsEndWithItsTimes) {
  auto clerk = agent();
  const std::int64_t me = account_of(clerk);
  put(clerk, me, "available");
  const auto rung = clerk.post("/api/v1/calls", ringing());
  ASSERT_EQ(rung.status, 201U) << rung.body;
  EXPECT_EQ(rung.body.find("13812345678"), std::string::npos);
  EXPECT_EQ(clerk.post("/api/v1/calls", ringing()).status, 200U) << "the same call of the same system";
  clock().advance(std::chrono::seconds{8});
  const Json id = rung.json();
  const auto answered = clerk.post(call(id, "/events"), {{"kind", "answered"}});
  EXPECT_EQ(answered.json()["waited_seconds"], 8) << answered.body;
  EXPECT_EQ(answered.json()["agent"]["account"], me);
  EXPECT_EQ(clerk.get(state(me)).json()["state"], "busy");
  const Json receipt = given_request();
  const auto linked = clerk.post(call(id, "/events"), {{"kind", "linked"}, {"request", receipt["number"]}});
  EXPECT_EQ(linked.json()["request"], receipt["number"]) << linked.body;
  clock().advance(std::chrono::seconds{60});
  const auto ended = clerk.post(call(id, "/events"), {{"kind", "ended"}});
  EXPECT_EQ(ended.json()["talked_seconds"], 60) << ended.body;
  EXPECT_EQ(clerk.get(state(me)).json()["state"], "wrap_up");
  EXPECT_EQ(clerk.get("/api/v1/calls?state=ended").json()["items"].size(), 1U);
  EXPECT_EQ(clerk.get("/api/v1/calls?state=ringing").json()["items"].size(), 0U);
}

TEST_F(CallRoutes, WhatCannotHappenToACallIsRefused) {
  auto clerk = agent(), unit = handler("XH-CG");
  put(clerk, account_of(clerk), "available");
  const Json id = clerk.post("/api/v1/calls", ringing()).json();
  ASSERT_EQ(clerk.post(call(id, "/events"), {{"kind", "abandoned"}}).status, 200U);
  check(
      {{"answering one that was abandoned", clerk, "POST", call(id, "/events"), {{"kind", "answered"}}, 409},
       {"units handle no calls", unit, "GET", "/api/v1/calls", nullptr, 403, {}, {"138"}},
       {"an unknown call", clerk, "POST", "/api/v1/calls/99/events", {{"kind", "answered"}}, 404}});
  check_refused(clerk, "POST", "/api/v1/calls",
                {{ringing({{"channel", "telex"}}), "/channel unknown_channel"},
                 {ringing({{"desk", "night"}}), "/desk unknown_desk"},
                 {ringing({{"phone", "unknown"}}), "/phone phone"},
                 {{{"channel", "phone"}}, "/external_id required"}});
  check_refused(clerk, "POST", call(id, "/events"),
                {{{{"kind", "exploded"}}, "/kind choice"},
                 {{{"kind", "linked"}, {"request", "20260302999999"}}, "/request unknown_request"},
                 {{{"kind", "answered"}, {"desk", "night"}}, "/desk unknown_desk"}});
}

TEST_F(CallRoutes, AnAgentSetsTheOwnStateASupervisorAnybodys) {
  auto one = agent(), other = agent(), chief = supervisor();
  const std::int64_t me = account_of(one);
  EXPECT_EQ(one.get(state(me)).json()["state"], "logged_out");
  EXPECT_EQ(put(other, me, "available").status, 403U);
  EXPECT_EQ(put(one, me, "available").status, 200U);
  EXPECT_EQ(put(chief, me, "on_break").status, 200U);
  const Json duty = chief.get("/api/v1/agents").json()["items"];
  ASSERT_EQ(duty.size(), 1U);
  EXPECT_EQ(duty[0]["state"], "on_break");
  check({{"an old version", one, "PUT", state(me), {{"state", "available"}}, 412, {}, {}, {}, if_match(0)},
         {"busy follows from calls",
          one,
          "PUT",
          state(me),
          {{"state", "busy"}},
          422,
          {"choice"},
          {},
          {},
          if_match(2)},
         {"nobody's state", chief, "GET", state(9999), nullptr, 404}});
}

}  // namespace
}  // namespace hotline::api
