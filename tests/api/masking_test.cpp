// Numbers of people in free text: ALL of them are masked, wherever the text comes out again, and in the log.
#include <spdlog/sinks/ostream_sink.h>

#include <sstream>

#include "api/domain_fixture.hpp"
#include "supervise/supervise_fixture.hpp"

namespace hotline::api {
namespace {

using access::Role;
using test::HttpClient;

// Each kind twice, in spellings that people use; checked by Luhn, GB 11643 and GB 32100 where there is a
// rule.
const std::vector<std::string>& numbers() {
  static const std::vector<std::string> all{
      "13812345678", "139-1234-5678", "0571-87654321",       "110101199003074514", "11010519491231002X",
      "浙A12345",    "浙AD98765",     "6222021234567890128", "4111111111111111",   "zhang.san@example.com"};
  return all;
}

std::string sentence(const std::string& lead) {
  std::string out = lead;
  for (const std::string& one : numbers()) out += "，" + one + "，再说一遍 " + one;
  return out + "。";
}

class Masking : public DomainApi {
 protected:
  Masking() {
    for (const auto& [name, content] : supervise::test::pressing_city()) write_city_file(name, content);
  }
  void adjust(Platform& platform) override {
    DomainApi::adjust(platform);
    auto sink = std::make_shared<spdlog::sinks::ostream_sink_mt>(log_);
    platform.logger = std::make_shared<spdlog::logger>("test", sink);
    platform.logger->set_level(spdlog::level::trace);
  }
  using DomainApi::adjust;
  void expect_masked(const std::string& text, const std::string& where) {
    for (const std::string& one : numbers())
      EXPECT_EQ(text.find(one), std::string::npos) << one << " in " << where;
  }
  std::ostringstream log_;
};

TEST_F(Masking, LeavesNoNumberOfAPersonInAnyAnswerNorInTheLog) {
  const Json receipt = given_request({{"words", sentence("我们72名工人要堵门")},
                                      {"title", "工资 13812345678 浙A12345"},
                                      {"place", "工地 0571-87654321"}});
  const auto id = receipt["ticket"].get<std::int64_t>();
  const std::string ticket = "/api/v1/tickets/" + std::to_string(id);
  const std::string number = receipt["number"];
  act(supervisor(), id, "/dispatch", {{"lead", "XH-CG"}, {"note", sentence("请速办")}});
  act(handler("XH-CG"), id, "/assignments/1/sign", {{"note", sentence("已签")}});
  approver("XH-CG").post(ticket + "/exclusions", {{"kind", "appeal"}, {"words", sentence("申诉")}});
  while (test::value_of(domain().office.ladder.catch_up(store().get(), 100)) > 0) {
  }
  const Json steps = supervisor().get("/api/v1/supervision").json()["items"];
  ASSERT_FALSE(steps.empty());
  const std::string step = "/api/v1/supervision/" + std::to_string(steps[0]["id"].get<int>()) + "/answer";
  const auto answered = approver("XH-CG").post(step, {{"text", sentence("已组织协调")}});
  ASSERT_EQ(answered.status, 200U) << answered.body;
  expect_masked(answered.body, "the step's answer");
  act(handler("XH-CG"), id, "/assignments/1/reply", {{"text", sentence("已发工资")}});
  act(supervisor(), id, "/review", {{"accepted", true}, {"note", sentence("同意")}});

  HttpClient chief = supervisor(), auditor = signed_in({Role::auditor});
  for (const std::string& path :
       {ticket, ticket + "/history", std::string("/api/v1/tickets"), std::string("/api/v1/tickets/export"),
        std::string("/api/v1/tickets/export?format=ndjson"), "/api/v1/requests/" + number,
        std::string("/api/v1/callbacks"), std::string("/api/v1/exclusions"), std::string("/api/v1/messages"),
        "/api/v1/supervision?ticket=" + std::to_string(id), std::string("/api/v1/alerts")}) {
    const auto reply = chief.get(path);
    EXPECT_EQ(reply.status, 200U) << path;
    expect_masked(reply.body, path);
  }
  expect_masked(auditor.get("/api/v1/audit/entries?limit=500").body, "the journal");
  expect_masked(handler("XH-CG").get(ticket).body, "what the unit sees");
  const std::string code = receipt["query_code"];
  expect_masked(client().get("/api/v1/requests/" + number + "/progress?code=" + code).body, "progress");
  server().stop();
  EXPECT_NE(log_.str().find("event=request"), std::string::npos) << "the log was written";
  expect_masked(log_.str(), "the log");
  EXPECT_EQ(log_.str().find(code), std::string::npos) << "a query code is as good as a key";
}

}  // namespace
}  // namespace hotline::api
