// Who is told when there is work, and how many agents a day needs.
#include "api/scenario.hpp"

namespace hotline::api {
namespace {

using access::Right;
using access::Role;

class WebhookRoutes : public ScenarioApi {
 protected:
  static constexpr auto kHooks = "/api/v1/webhooks";
  static Json hook(Json more = Json::object()) {
    Json body{{"name", "语音平台"}, {"url", "https://voice.example/hook"}, {"events", {"callback.due"}}};
    body.update(more);
    return body;
  }
};

TEST_F(WebhookRoutes, AreMadeByOperationsAndShowTheirSecretOnce) {
  auto operations = signed_in({Role::operations}), clerk = agent();
  const auto made = operations.post(kHooks, hook());
  ASSERT_EQ(made.status, 201U) << made.body;
  const std::string secret = made.json()["secret"].get<std::string>();
  EXPECT_TRUE(secret.starts_with("whsec_"));
  const auto list = operations.get(kHooks);
  ASSERT_EQ(list.json()["items"].size(), 1U);
  EXPECT_EQ(list.json()["items"][0]["failures"], 0);
  EXPECT_EQ(list.body.find(secret), std::string::npos);
  check({{"agents do not see them", clerk, "GET", kHooks, nullptr, 403},
         {"agents make none", clerk, "POST", kHooks, hook(), 403},
         {"one of this name stands", operations, "POST", kHooks, hook(), 409},
         {"none of this number", operations, "POST", "/api/v1/webhooks/99/ping", nullptr, 404}});
  check_refused(operations, "POST", kHooks,
                {{hook({{"url", "javascript:alert(1)"}}), "/url format"},
                 {hook({{"events", {"ticket.closed"}}}), "/events/0 choice"},
                 {hook({{"events", Json::array()}}), "/events choice"}});
  EXPECT_EQ(operations.send("POST", "/api/v1/webhooks/1/ping", "").status, 204U);
  EXPECT_EQ(operations.send("DELETE", "/api/v1/webhooks/1", "").status, 204U);
  EXPECT_TRUE(operations.get(kHooks).json()["items"].empty());
}

TEST_F(WebhookRoutes, StaffingOfADayIsToldByHalfHours) {
  auto chief = supervisor(), clerk = agent();
  const auto day = chief.get("/api/v1/staffing?date=2026-03-09&weeks=2");
  ASSERT_EQ(day.status, 200U) << day.body;
  ASSERT_EQ(day.json()["items"].size(), 48U);
  EXPECT_EQ(day.json()["items"][19]["from"], "09:30");
  EXPECT_EQ(day.json()["items"][19]["agents"], 0) << "nobody called";
  check({{"agents do not plan", clerk, "GET", "/api/v1/staffing?date=2026-03-09", nullptr, 403},
         {"a day is needed", chief, "GET", "/api/v1/staffing", nullptr, 422, {"date"}},
         {"no such day", chief, "GET", "/api/v1/staffing?date=2026-02-30", nullptr, 422, {"date"}}});
}

}  // namespace
}  // namespace hotline::api
