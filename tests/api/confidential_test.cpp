// Confidential reports: who sees the reporter, and who never sees the report at all.
#include "api/domain_fixture.hpp"

namespace hotline::api {
namespace {

using access::Role;
using test::HttpClient;
using test::HttpReply;

class Confidential : public DomainApi {
 protected:
  // A report about the district's city management, kept from it.
  std::int64_t given_report() {
    const Json receipt =
        given_request({{"secret", true}, {"kind", "report"}, {"words", "举报西湖城管收受礼品"}});
    number = receipt["number"];
    const auto id = receipt["ticket"].get<std::int64_t>();
    act(supervisor(), id, "/secrecy", {{"secret", true}, {"kept_out", {"XH-CG"}}});
    return id;
  }
  static std::string path(std::int64_t id) { return "/api/v1/tickets/" + std::to_string(id); }
  HttpReply reveal(HttpClient&& client) { return reveal(client); }
  HttpReply reveal(HttpClient& client) {
    return client.post("/api/v1/requests/" + number + "/reveal", {{"item", "phone"}, {"reason", "核实情况"}});
  }
  std::string number;
};

TEST_F(Confidential, NeverReachesTheUnitThatItReportsHoweverItIsSentOn) {
  const std::int64_t id = given_report();
  EXPECT_EQ(try_act(supervisor(), id, "/dispatch", {{"lead", "XH-CG"}}).status, 409U);
  EXPECT_EQ(try_act(supervisor(), id, "/dispatch", {{"lead", "XH"}, {"assistants", {"XH-CG"}}}).status, 409U);
  EXPECT_EQ(try_act(supervisor(), id, "/consult", {{"units", {"XH-CG", "XH"}}}).status, 409U);
  act(supervisor(), id, "/dispatch", {{"lead", "XH"}});
  act(handler("XH"), id, "/assignments/1/sign");
  EXPECT_EQ(try_act(approver("XH"), id, "/assignments/1/transfer", {{"unit", "XH-CG"}}).status, 409U);
  EXPECT_EQ(handler("XH-CG").get(path(id)).status, 404U);
  EXPECT_TRUE(handler("XH-CG").get("/api/v1/tickets").json()["items"].empty());
}

TEST_F(Confidential, LeavesTheSightOfAUnitThatHasItAlready) {
  const std::int64_t id = given_dispatched({{"secret", true}});
  HttpClient clerk = handler("XH-CG");
  EXPECT_EQ(clerk.get(path(id)).status, 200U);
  EXPECT_EQ(clerk.get("/api/v1/tickets").json()["items"].size(), 1U);
  act(supervisor(), id, "/secrecy", {{"secret", true}, {"kept_out", {"XH-CG"}}});
  EXPECT_EQ(clerk.get(path(id)).status, 404U);
  EXPECT_EQ(clerk.get(path(id) + "/history").status, 404U);
  EXPECT_TRUE(clerk.get("/api/v1/tickets").json()["items"].empty());
  EXPECT_EQ(try_act(std::move(clerk), id, "/assignments/1/sign").status, 404U);
}

TEST_F(Confidential, ShowsTheReporterToNamedRolesAlone) {
  const std::int64_t id = given_report();
  act(supervisor(), id, "/dispatch", {{"lead", "XH"}});
  const Json shown = handler("XH").get(path(id)).json()["requests"][0];
  EXPECT_EQ(shown["caller_name"], "");
  EXPECT_EQ(shown["caller_phone"], "") << "not even masked: the last digits would do";
  EXPECT_EQ(reveal(handler("XH")).status, 403U);
  EXPECT_EQ(reveal(agent()).status, 404U) << "the agents' desk does not know it";
  EXPECT_EQ(reveal(handler("XH-CG")).status, 404U);
  const Json full = supervisor().get(path(id)).json()["requests"][0];
  EXPECT_EQ(full["caller_phone"], "138****5678");
  const HttpReply opened = reveal(supervisor());
  ASSERT_EQ(opened.status, 200U) << opened.body;
  EXPECT_EQ(opened.json()["text"], "+8613812345678");
}

TEST_F(Confidential, KeepsOutWhoHasAnInterestWhateverHisRights) {
  HttpClient colleague = supervisor();
  const std::int64_t id = given_report();
  EXPECT_EQ(colleague.get(path(id)).status, 200U);
  const std::string account = "account:" + std::to_string(account_of(colleague));
  act(supervisor(), id, "/secrecy", {{"secret", true}, {"kept_out", {"XH-CG", account}}});
  EXPECT_EQ(colleague.get(path(id)).status, 404U) << "no view from memory either";
  EXPECT_TRUE(colleague.get("/api/v1/tickets").json()["items"].empty());
  EXPECT_EQ(colleague.get("/api/v1/requests/" + number).status, 404U);
  EXPECT_EQ(reveal(colleague).status, 404U);
  const auto now = if_match(ticket(id)["version"].get<std::int64_t>());
  EXPECT_EQ(colleague.post(path(id) + "/dispatch", {{"lead", "XH"}}, now).status, 404U);
  EXPECT_EQ(colleague.post(path(id) + "/secrecy", {{"secret", true}}, now).status, 404U)
      << "nobody lets himself in";
  EXPECT_EQ(supervisor().get(path(id)).status, 200U);
  const Json history = colleague.post("/api/v1/callers/history", {{"phone", "13812345678"}}).json();
  EXPECT_TRUE(history["items"].empty());
}

TEST_F(Confidential, ListOfWhoIsKeptOutIsCheckedAndGoesWithSecrecy) {
  const std::int64_t id = given_report();
  EXPECT_EQ(try_act(supervisor(), id, "/secrecy", {{"secret", true}, {"kept_out", {"NOWHERE"}}}).faults(),
            "/kept_out/0 unknown_unit");
  EXPECT_EQ(try_act(supervisor(), id, "/secrecy", {{"secret", false}, {"kept_out", {"XH-CG"}}}).faults(),
            "/kept_out secret");
  act(supervisor(), id, "/secrecy", {{"secret", false}});
  act(supervisor(), id, "/dispatch", {{"lead", "XH-CG"}});
  EXPECT_EQ(handler("XH-CG").get(path(id)).status, 200U);
}

}  // namespace
}  // namespace hotline::api
