// Calls that led to a confidential report: they tell of the reporter no more than the report does.
#include "api/scenario.hpp"
#include "hotline/call/missed.hpp"

namespace hotline::api {
namespace {

using access::Role;
using test::HttpClient;
using test::HttpReply;

class ConfidentialCalls : public ScenarioApi {
 protected:
  static std::string path(std::int64_t call, const std::string& below = "") {
    return "/api/v1/calls/" + std::to_string(call) + below;
  }
  HttpReply event(HttpClient& who, std::int64_t call, Json body) {
    const HttpReply reply = who.post(path(call, "/events"), std::move(body));
    EXPECT_EQ(reply.status, 200U) << reply.body;
    return reply;
  }
  void make_available(HttpClient& who) {
    const std::int64_t account = account_of(who);
    store().write([&](store::WriteTx& tx) {
      return domain().agents.put(tx, account, call::AgentState::available,
                                 call::agent_status(tx, account).version, "", {"test", ""});
    });
  }
  std::int64_t given_ringing(HttpClient& who) {
    const HttpReply rung =
        who.post("/api/v1/calls", {{"external_id", "c1"}, {"channel", "phone"}, {"phone", "13812345678"}});
    EXPECT_EQ(rung.status, 201U) << rung.body;
    return rung.json()["id"].get<std::int64_t>();
  }
  // Answered by `who`, who takes a report from it while the caller is on the line.
  std::int64_t given_live(HttpClient& who, bool secret = true) {
    make_available(who);
    const std::int64_t call = given_ringing(who);
    event(who, call, {{"kind", "answered"}});
    const Json receipt =
        given_request({{"secret", secret}, {"kind", "report"}, {"words", "举报西湖城管收受礼品"}});
    number = receipt["number"];
    ticket_id = receipt["ticket"].get<std::int64_t>();
    event(who, call, {{"kind", "linked"}, {"request", number}});
    return call;
  }
  // Every answer about calls that this person gets.
  static std::string all_answers(HttpClient& who, std::int64_t call) {
    std::string all;
    for (const std::string& one : {std::string("/api/v1/calls"), path(call)}) {
      const HttpReply reply = who.get(one);
      EXPECT_EQ(reply.status, 200U) << one;
      all += reply.body;
    }
    return all;
  }
  static bool tells(const std::string& answers, const std::string& what) {
    return answers.find(what) != std::string::npos;
  }
  std::string number;
  std::int64_t ticket_id = 0;
  const Json why{{"reason", "核实情况"}};
  const std::vector<std::string> refused{"access personal_data_refused"};
  const std::vector<std::string> revealed{"access personal_data_revealed"};
};

TEST_F(ConfidentialCalls, ShowNeitherNumberNorReportToTheDeskWhenTheyAreOver) {
  HttpClient clerk = agent(), colleague = agent(), chief = supervisor();
  const std::int64_t call = given_live(clerk);
  const HttpReply over = event(clerk, call, {{"kind", "ended"}});
  EXPECT_EQ(over.json()["phone"], "");
  EXPECT_EQ(over.json()["request"], nullptr);
  for (HttpClient* who : {&clerk, &colleague}) {
    const std::string answers = all_answers(*who, call);
    EXPECT_FALSE(tells(answers, "5678")) << "not even the last digits: " << answers;
    EXPECT_FALSE(tells(answers, number)) << answers;
    check({"as for a number that was withheld",
           *who,
           "POST",
           path(call, "/reveal"),
           why,
           404,
           {},
           {"13812345678"},
           refused});
  }
  const std::string answers = all_answers(chief, call);
  EXPECT_TRUE(tells(answers, "138****5678") && tells(answers, number)) << answers;
  check({"a named role", chief, "POST", path(call, "/reveal"), why, 200, {"13812345678"}, {}, revealed});
}

TEST_F(ConfidentialCalls, AreServedByTheAgentWhoSpeaksWithTheCallerAndByNobodyElse) {
  HttpClient clerk = agent(), colleague = agent();
  const std::int64_t call = given_live(clerk);
  const std::string own = all_answers(clerk, call);
  EXPECT_TRUE(tells(own, "138****5678") && tells(own, number)) << own;
  check({{"the own call", clerk, "POST", path(call, "/reveal"), why, 200, {"13812345678"}, {}, revealed},
         {"another's", colleague, "POST", path(call, "/reveal"), why, 404, {}, {"13812345678"}, refused}});
  const std::string others = all_answers(colleague, call);
  EXPECT_FALSE(tells(others, "5678") || tells(others, number)) << others;
}

TEST_F(ConfidentialCalls, StayOpenWhereNothingConfidentialCameOfThemAndCloseWithSecrecy) {
  HttpClient clerk = agent(), colleague = agent();
  const std::int64_t call = given_live(clerk, false);
  event(clerk, call, {{"kind", "ended"}});
  std::string answers = all_answers(colleague, call);
  EXPECT_TRUE(tells(answers, "138****5678") && tells(answers, number)) << answers;
  check(
      {"an ordinary one", colleague, "POST", path(call, "/reveal"), why, 200, {"13812345678"}, {}, revealed});
  act(supervisor(), ticket_id, "/secrecy", {{"secret", true}});
  answers = all_answers(colleague, call);
  EXPECT_FALSE(tells(answers, "5678") || tells(answers, number)) << answers;
  check({"since then", colleague, "POST", path(call, "/reveal"), why, 404, {}, {"13812345678"}, refused});
}

TEST_F(ConfidentialCalls, DoNotExistForASupervisorWhoIsKeptOut) {
  HttpClient clerk = agent(), chief = supervisor();
  const std::int64_t call = given_live(clerk);
  event(clerk, call, {{"kind", "ended"}});
  act(supervisor(), ticket_id, "/secrecy",
      {{"secret", true}, {"kept_out", {"account:" + std::to_string(account_of(chief))}}});
  const std::string answers = all_answers(chief, call);
  EXPECT_FALSE(tells(answers, "5678") || tells(answers, number)) << answers;
  check(
      {"whatever the rights", chief, "POST", path(call, "/reveal"), why, 404, {}, {"13812345678"}, refused});
}

TEST_F(ConfidentialCalls, ThatWereMissedShowTheNumberToWhoReturnsThemAlone) {
  HttpClient clerk = agent(), colleague = agent(), chief = supervisor();
  const std::int64_t call = given_ringing(clerk);
  event(clerk, call, {{"kind", "abandoned"}});
  store().write([&](store::WriteTx& tx) {
    return call::MissedCalls(domain().scheduler).missed(tx, *call::find_call(tx, call), {"system", ""});
  });
  make_available(clerk);
  const Json taken = clerk.post("/api/v1/missed-calls/take", Json::object()).json();
  EXPECT_EQ(taken["missed"]["phone"], "138****5678");
  // The caller is reached and reports in confidence, at length.
  const Json receipt = given_request({{"secret", true}, {"kind", "report"}});
  event(clerk, call, {{"kind", "linked"}, {"request", receipt["number"]}});
  for (int n = 0; n < 4; ++n) {
    clock().advance(std::chrono::minutes(8));
    for (HttpClient* one : {&clerk, &colleague, &chief}) one->get("/api/v1/session");
    store().write([&](store::WriteTx& tx) { return domain().scheduler.recover(tx, 100); });
  }
  const auto shown = [](HttpClient& who) {
    return who.get("/api/v1/missed-calls").json()["items"].at(0)["phone"].get<std::string>();
  };
  EXPECT_EQ(shown(clerk), "138****5678");
  EXPECT_EQ(shown(chief), "138****5678");
  EXPECT_EQ(shown(colleague), "");
  EXPECT_FALSE(tells(all_answers(colleague, call), "5678"));
  check({{"who returns it", clerk, "POST", path(call, "/reveal"), why, 200, {"13812345678"}, {}, revealed},
         {"another", colleague, "POST", path(call, "/reveal"), why, 404, {}, {"13812345678"}, refused}});
  const HttpReply done = clerk.post("/api/v1/missed-calls/" + taken["attempt"].get<std::string>() + "/result",
                                    {{"token", taken["token"]}, {"outcome", "reached"}});
  ASSERT_EQ(done.status, 200U) << done.body;
  EXPECT_FALSE(tells(all_answers(clerk, call), "5678")) << "the call is over";
}

}  // namespace
}  // namespace hotline::api
