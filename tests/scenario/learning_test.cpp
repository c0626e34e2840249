// The hotline learns: a wrong dispatch, the unit's return, the ruling, a new training; then the same words go
// right. With the program as an operator runs it.
#include <filesystem>
#include <fstream>

#include "city/small_city.hpp"
#include "scenario/real_hotline.hpp"

namespace hotline::scenario {
namespace {

using Json = nlohmann::json;

class Learning : public ::testing::Test {
 protected:
  Learning() {
    for (const auto& [name, content] : city::test::small_city()) {
      const std::filesystem::path path = std::filesystem::path(city()) / name;
      std::filesystem::create_directories(path.parent_path());
      std::ofstream(path, std::ios::binary) << content;
    }
    std::ofstream(city() + "/return_reasons.csv")
        << "code,name,needs_evidence,needs_target\nnot_duty,非本单位职责,false,true\n";
  }
  std::string city() const { return dir_.file("city"); }

  static Json act(test::HttpClient& who, std::int64_t ticket, const std::string& path, const Json& body) {
    const Json now = who.get("/api/v1/tickets/" + std::to_string(ticket)).json();
    const auto reply = who.post("/api/v1/tickets/" + std::to_string(ticket) + path, body,
                                {{"If-Match", "\"v" + std::to_string(now["version"].get<int>()) + "\""}});
    EXPECT_EQ(reply.status, 200u) << path << ": " << reply.body;
    return reply.json();
  }
  static Json take(test::HttpClient& agent, const std::string& words, const std::string& matter = "") {
    Json body{{"channel", "phone"}, {"words", words}, {"place", "翠苑一区"}, {"hold", true}};
    if (!matter.empty()) body["matter"] = matter;
    const auto reply = agent.post("/api/v1/requests", body);
    EXPECT_EQ(reply.status, 201u) << reply.body;
    return reply.json();
  }
  static Json proposal(test::HttpClient& who, const Json& receipt) {
    const auto id = std::to_string(receipt["ticket"].get<std::int64_t>());
    return who.get("/api/v1/tickets/" + id).json()["proposal"];
  }
  static std::string proposed_lead(test::HttpClient& who, const Json& receipt) {
    return proposal(who, receipt)["lead"]["code"].get<std::string>();
  }

  test::TempDir dir_;
};

TEST_F(Learning, WhatARulingDecidedGoesRightAfterTheNextTraining) {
  RealHotline hotline(city());
  const std::string agent_password = hotline.account("agent", "agent");
  const std::string chief_password = hotline.account("chief", "supervisor");
  const std::string water_password = hotline.account("water", "unit_approver", "WATER");
  const std::string words = "楼顶水箱旁的大风扇整夜嗡嗡响，震得床都在抖";
  {
    ASSERT_TRUE(hotline.start());
    auto agent = hotline.signed_in("agent", agent_password);
    auto chief = hotline.signed_in("chief", chief_password);
    auto water = hotline.signed_in("water", water_password);
    // Half a hundred everyday tickets, so that the newest month has something to compare on.
    for (int i = 0; i < 25; ++i) {
      take(agent, "工地半夜施工，第" + std::to_string(i) + "次打来", "0402.040201");
      take(agent, "家里水电气暖断了，第" + std::to_string(i) + "户", "0904.090403");
    }
    const Json receipt = take(agent, words, "0904.090403");
    const auto ticket = receipt["ticket"].get<std::int64_t>();
    EXPECT_NE(proposed_lead(chief, take(agent, words)), "XH-CG") << "nothing speaks for noise yet";
    act(chief, ticket, "/dispatch", {{"lead", "WATER"}});
    act(water, ticket, "/assignments/1/sign", Json::object());
    act(water, ticket, "/assignments/1/return",
        {{"reason", "not_duty"}, {"suggested_unit", "XH-CG"}, {"note", "是噪声，不是供水"}});
    act(chief, ticket, "/ruling", {{"assignment", 1}, {"ruling", "redispatched"}, {"unit", "XH-CG"}});
    EXPECT_EQ(hotline.stop(), 0);
  }
  const std::string models = hotline.file("models");
  const Outcome trained = run(program() + " --language en train --city " + city() + " --from db --settings " +
                              hotline.config() + " --models " + models);
  ASSERT_EQ(trained.status, 0) << trained.output;
  EXPECT_NE(trained.output.find("is in force"), std::string::npos) << trained.output;
  const Outcome listed = run(program() + " dispatch models list --models " + models);
  EXPECT_EQ(listed.output.front(), '*') << listed.output;
  const Outcome figures =
      run(program() + " dispatch accuracy --city " + city() + " --settings " + hotline.config());
  ASSERT_EQ(figures.status, 0) << figures.output;
  EXPECT_EQ(Json::parse(figures.output)["unit"]["tickets"], 1) << "one ticket was taken by its unit";

  ASSERT_TRUE(hotline.start());
  auto agent = hotline.signed_in("agent", agent_password);
  auto chief = hotline.signed_in("chief", chief_password);
  EXPECT_EQ(proposed_lead(chief, take(agent, words)), "XH-CG");
}

TEST_F(Learning, TrainsPromotesAndReloadsWhileItServes) {
  RealHotline hotline(city());
  const std::string password = hotline.account("agent", "agent");
  const std::string chief_password = hotline.account("chief", "supervisor");
  const std::string operator_password = hotline.account("operator", "operations");
  ASSERT_TRUE(hotline.start());
  auto agent = hotline.signed_in("agent", password);
  auto chief = hotline.signed_in("chief", chief_password);
  auto people = hotline.signed_in("operator", operator_password);
  for (int i = 0; i < 25; ++i) {
    take(agent, "大风扇整夜嗡嗡响，第" + std::to_string(i) + "次打来", "0402.040201");
    take(agent, "家里水电气暖断了，第" + std::to_string(i) + "户", "0904.090403");
  }
  EXPECT_EQ(proposal(chief, take(agent, "楼顶那台大风扇嗡嗡响"))["model"], "") << "nothing was learnt yet";
  ASSERT_EQ(people.post("/api/v1/dispatch/training", Json::object()).status, 202u);
  Json state;
  do {
    state = people.get("/api/v1/dispatch/training").json();
  } while (state["phase"] == "reading" || state["phase"] == "learning");
  ASSERT_EQ(state["phase"], "done") << state.dump();
  EXPECT_EQ(state["promoted"], true) << state.dump();
  const Json learnt = proposal(chief, take(agent, "楼顶那台大风扇嗡嗡响"));
  EXPECT_NE(learnt["model"], "") << "the same process asks it now";
  EXPECT_EQ(learnt["lead"]["code"], "XH-CG");
}

}  // namespace
}  // namespace hotline::scenario
