// Missed calls and the limits of workers, over HTTP.
#include "api/domain_fixture.hpp"
#include "hotline/call/missed.hpp"
#include "hotline/jobs/reading.hpp"

namespace hotline::api {
namespace {

using access::Role;
using test::HttpClient;
using test::HttpReply;

class MissedCallRoutes : public DomainApi {
 protected:
  // A number rang and hung up; what the planner makes of it.
  void given_a_missed_call(const std::string& phone) {
    HttpClient desk = agent();
    const HttpReply rung =
        desk.post("/api/v1/calls", {{"external_id", phone}, {"channel", "phone"}, {"phone", phone}});
    ASSERT_EQ(rung.status, 201) << rung.body;
    const auto id = rung.json()["id"].get<std::int64_t>();
    desk.post("/api/v1/calls/" + std::to_string(id) + "/events", {{"event", "abandoned"}});
    store().write([&](store::WriteTx& tx) {
      return call::MissedCalls(domain().scheduler).missed(tx, *call::find_call(tx, id), {"system", ""});
    });
  }
  void make_available(HttpClient& who) {
    const std::int64_t account = account_of(who);
    store().write([&](store::WriteTx& tx) {
      return domain().agents.put(tx, account, call::AgentState::available,
                                 call::agent_status(tx, account).version, "", {"test", ""});
    });
  }
};

TEST_F(MissedCallRoutes, AreTakenOldestFirstByWhoIsFreeAndEndOnce) {
  given_a_missed_call("13800000001");
  given_a_missed_call("13800000002");
  HttpClient desk = agent();
  EXPECT_EQ(desk.get("/api/v1/missed-calls").json()["items"].size(), 2U);
  EXPECT_EQ(desk.get("/api/v1/missed-calls").json()["items"][0]["phone"], "138****0001");
  EXPECT_EQ(desk.post("/api/v1/missed-calls/take", Json::object()).status, 409) << "not available";
  make_available(desk);
  const HttpReply taken = desk.post("/api/v1/missed-calls/take", Json::object());
  ASSERT_EQ(taken.status, 200) << taken.body;
  EXPECT_EQ(taken.json()["missed"]["phone"], "138****0001");
  EXPECT_EQ(desk.post("/api/v1/missed-calls/take", Json::object()).status, 409) << "one agent, one call";
  const std::string result = "/api/v1/missed-calls/" + taken.json()["attempt"].get<std::string>() + "/result";
  const Json reached{{"token", taken.json()["token"]}, {"outcome", "reached"}};
  EXPECT_EQ(desk.post(result, {{"token", "wrong"}, {"outcome", "reached"}}).status, 403);
  EXPECT_EQ(desk.post(result, {{"token", "x"}, {"outcome", "maybe"}}).status, 422);
  EXPECT_EQ(desk.post(result, reached).status, 200);
  EXPECT_EQ(desk.post(result, reached).status, 409) << "a second result";
  EXPECT_EQ(desk.post("/api/v1/missed-calls/99.1/result", reached).status, 404);
  EXPECT_EQ(desk.get("/api/v1/missed-calls").json()["items"].size(), 1U);
  EXPECT_EQ(handler("XH-CG").get("/api/v1/missed-calls").status, 403);
}

}  // namespace
}  // namespace hotline::api
