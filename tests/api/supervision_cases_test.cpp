// Two cases that cities tell about, end to end over HTTP.
#include "api/domain_fixture.hpp"
#include "hotline/jobs/runner.hpp"
#include "supervise/supervise_fixture.hpp"

namespace hotline::api {
namespace {

using test::HttpReply;

class SupervisionCases : public DomainApi {
 protected:
  SupervisionCases() {
    auto files = supervise::test::pressing_city();
    files["units.csv"] +=
        "SW,市商务局,city,,bureau,,office,,\n"
        "RS,市人社局,city,,bureau,,office,,\n"
        "GA,市公安局,city,,bureau,,round_the_clock,,\n"
        "ZFW,市委政法委,city,,bureau,,office,,\n";
    files["supervision.toml"] +=
        "[[leader]]\npost = \"head\"\nname = \"市商务局办公室主任\"\nunit = \"SW\"\n";
    // Before the general rule: the first one that an event meets has it.
    std::string& rules = files["supervision.toml"];
    rules.insert(rules.find("[[alert]]\nname = \"群体风险\""),
                 "[[alert]]\nname = \"劳资群体风险\"\nkind = \"group\"\npeople = 50\nalone = true\n"
                 "bodies = [\"HOTLINE\", \"ZFW\", \"RS\", \"GA\"]\n");
    for (const auto& [name, content] : files) write_city_file(name, content);
  }
  void follow() {
    while (test::value_of(domain().office.ladder.catch_up(store().get(), 100)) > 0) {
    }
  }
  Json open_steps() { return supervisor().get("/api/v1/supervision").json()["items"]; }
  Json answer(test::HttpClient who, const Json& step, const std::string& words) {
    const HttpReply reply = who.post(
        "/api/v1/supervision/" + std::to_string(step["id"].get<int>()) + "/answer", {{"text", words}});
    EXPECT_EQ(reply.status, 200U) << reply.body;
    return reply.json();
  }
  void work_off(std::int64_t id, const std::string& unit, const std::string& words) {
    const std::string part = "/assignments/1";
    if (ticket(id)["assignments"][0]["state"] == "assigned") act(handler(unit), id, part + "/sign");
    act(handler(unit), id, part + "/reply", {{"text", words}});
    act(supervisor(), id, "/review", {{"accepted", true}});
  }
};

// A vehicle subsidy that never came: the caller is not satisfied, the office head of the bureau is pressed by
// name, and the second callback closes it.
TEST_F(SupervisionCases, TheUnpaidSubsidyGoesFromAnUnhappyCallbackToTheNamedOfficeHead) {
  const Json receipt = given_request({{"words", "去年申领的汽车置换补贴一直没有到账，说好一个月"},
                                      {"title", "车辆补贴未到账"},
                                      {"kind", "help"}});
  const auto id = receipt["ticket"].get<std::int64_t>();
  const auto number = receipt["number"].get<std::string>();
  act(supervisor(), id, "/dispatch", {{"lead", "SW"}});
  work_off(id, "SW", "补贴正在排队发放。");
  follow();
  EXPECT_TRUE(open_steps().empty());

  const std::string callback = "/api/v1/callbacks/" + number + "/result";
  const Json unhappy{{"outcome", "answered"}, {"solved", "no"}, {"contacted", true}, {"result", 1}};
  ASSERT_EQ(agent().post(callback, unhappy).status, 200U);
  follow();
  EXPECT_EQ(ticket(id)["state"], "dispatched") << "worked again";
  ASSERT_EQ(open_steps().size(), 1U) << "one red alert, though it was rated and reopened";
  const Json step = open_steps()[0];
  EXPECT_EQ(step["name"], "一级督办");
  EXPECT_EQ(step["cause"], "unsatisfied");
  EXPECT_EQ(step["unit"]["code"], "SW");
  EXPECT_EQ(step["leader"], "市商务局办公室主任");
  EXPECT_FALSE(step["answer_due"].is_null());
  answer(approver("SW"), step, "已与财政部门核对，补贴今日打款。");

  work_off(id, "SW", "补贴已于今日到账。");
  const Json happy{{"outcome", "answered"}, {"solved", "yes"}, {"contacted", true}, {"result", 5}};
  follow();
  EXPECT_EQ(ticket(id)["state"], "resolved");
  EXPECT_TRUE(open_steps().empty());
  // What was done again is asked about again, and the caller's content closes it.
  EXPECT_EQ(agent().post(callback, happy).status, 200U);
  EXPECT_EQ(ticket(id)["state"], "closed");
  // Every step of it stands in the journal, in order.
  std::vector<std::string> kinds;
  for (const store::Entry& one : store().read(
           [&](store::ReadTx& tx) { return store::find_entries(tx, {.stream = "supervision"}, 0, 100); })) {
    kinds.push_back(one.kind);
  }
  EXPECT_EQ(kinds, (std::vector<std::string>{"supervise", "cause_joined", "answered"}));
}

// Seventy-two workers of a plant that moves: seen in the words of the first ticket, several bodies are joined
// at once, a leader answers, and the alert is closed with what was agreed.
TEST_F(SupervisionCases, SeventyTwoWorkersAreSeenAtOnceAndSeveralBodiesAreJoined) {
  const std::int64_t id = given_dispatched(
      {{"words", "工厂要搬迁，我们七十二名员工没有安置方案和补偿，明天准备堵门"}, {"kind", "complaint"}});
  // One man's wages are no group.
  given_ticket({{"words", "老板欠我一个人的工资"},
                {"place", "文三路 9 号"},
                {"caller", {{"name", "李四"}, {"phone", "13812345679"}}}});
  follow();
  const Json alerts = supervisor().get("/api/v1/alerts").json()["items"];
  ASSERT_EQ(alerts.size(), 1U) << "one event, one alert";
  const Json* labour = nullptr;
  for (const Json& one : alerts) {
    EXPECT_EQ(one["tickets"], Json::array({id}));
    EXPECT_EQ(one["people"], 72);
    if (one["rule"] == "劳资群体风险") labour = &one;
  }
  ASSERT_NE(labour, nullptr);
  const std::string path = "/api/v1/alerts/" + std::to_string((*labour)["id"].get<int>());
  for (const char* body : {"ZFW", "RS", "GA"})
    EXPECT_EQ(approver(body).post(path + "/acknowledge", Json::object()).status, 200U) << body;
  EXPECT_EQ(supervisor().post(path + "/acknowledge", Json::object()).status, 200U);

  ASSERT_EQ(open_steps().size(), 1U);
  const Json step = open_steps()[0];
  EXPECT_EQ(step["name"], "挂牌督办");
  EXPECT_EQ(step["leader"], "副市长");
  EXPECT_EQ(ticket(id)["supervision_level"], 3);
  answer(supervisor(), step, "已牵头召开协调会。");
  const HttpReply closed = supervisor().post(path + "/close", {{"note", "达成安置协议，员工情绪稳定。"}});
  ASSERT_EQ(closed.status, 200U) << closed.body;
  for (const Json& body : closed.json()["bodies"]) EXPECT_FALSE(body["acknowledged_at"].is_null());
  // Seen again by a program that starts anew, nothing is told twice.
  const auto before = store().read([](store::ReadTx& tx) { return store::newest_seq(tx); });
  follow();
  EXPECT_EQ(store().read([](store::ReadTx& tx) { return store::newest_seq(tx); }), before);
}

}  // namespace
}  // namespace hotline::api
