// Personal data of callers: masked everywhere, seen with a reason and on record, erased by law.
#include <algorithm>

#include "api/scenario.hpp"

namespace hotline::api {
namespace {

using access::Right;
using access::Role;

class PersonalData : public ScenarioApi {
 protected:
  static Json look(const std::string& item) { return {{"item", item}, {"reason", "回访核实"}}; }
  std::string of(const Json& receipt, const std::string& below) {
    return "/api/v1/requests/" + receipt["number"].get<std::string>() + below;
  }
  // Every answer that shows a ticket or its requests to a supervisor.
  std::string all_answers(std::int64_t ticket, const Json& receipt) {
    auto chief = supervisor();
    std::string all;
    for (const std::string& path : {ticket_path(ticket), ticket_path(ticket, "/history"),
                                    std::string("/api/v1/tickets"), std::string("/api/v1/tickets/export"),
                                    std::string("/api/v1/tickets/export?format=ndjson"), of(receipt, "")}) {
      const auto reply = chief.get(path);
      EXPECT_EQ(reply.status, 200U) << path;
      all += reply.body;
    }
    auto auditor = signed_in({Role::auditor});
    return all + auditor.get("/api/v1/audit/entries?limit=500").body;
  }
};

TEST_F(PersonalData, IsSeenOneItemAtATimeWithAReasonAndEachLookIsOnRecord) {
  const Json receipt = given_request({{"caller", {{"name", "王小明"}, {"phone", "13812345678"}}}});
  auto clerk = agent(), auditor = signed_in({Role::auditor});
  const std::string path = of(receipt, "/reveal");
  const std::vector<std::string> on_record{"access personal_data_revealed"};
  check({{"the name", clerk, "POST", path, look("name"), 200, {"王小明"}, {"13812345678"}, on_record},
         {"the phone", clerk, "POST", path, look("phone"), 200, {"13812345678"}, {"王小明"}, on_record},
         {"the words", clerk, "POST", path, look("words"), 200, {"文三路路灯"}, {}, on_record},
         {"no address was given", clerk, "POST", path, look("address"), 404},
         {"auditors look at nobody",
          auditor,
          "POST",
          path,
          look("name"),
          403,
          {},
          {"王小明"},
          {"access personal_data_refused"}}});
  check_refused(clerk, "POST", path,
                {{{{"item", "name"}}, "/reason required"},
                 {{{"item", "name"}, {"reason", "   "}}, "/reason blank"},
                 {{{"item", "query_code"}, {"reason", "x"}}, "/item choice"}});
  const Json looks = auditor.get("/api/v1/audit/entries?kind=personal_data_revealed").json()["items"];
  ASSERT_EQ(looks.size(), 3U);
  EXPECT_EQ(looks[0]["reason"], "回访核实");
  EXPECT_EQ(looks[0]["origin"], "console 127.0.0.1");
  EXPECT_NE(looks[0]["actor"].get<std::string>().find("account:"), std::string::npos);
  EXPECT_EQ(looks.dump().find("13812345678"), std::string::npos) << "the record of a look holds no data";
}

TEST_F(PersonalData, OfATicketThatOneMayNotSeeDoesNotExist) {
  const Json receipt = given_request();
  const auto id = receipt["ticket"].get<std::int64_t>();
  act(supervisor(), id, "/dispatch", {{"lead", "XH-CG"}});
  const Json secret = given_request({{"secret", true}});
  auto own = handler("XH-CG"), other = handler("WATER"), clerk = agent(), chief = supervisor();
  check({{"the unit that handles it",
          own,
          "POST",
          of(receipt, "/reveal"),
          look("phone"),
          200,
          {"13812345678"},
          {},
          {"access personal_data_revealed"}},
         {"another unit",
          other,
          "POST",
          of(receipt, "/reveal"),
          look("phone"),
          404,
          {},
          {"13812345678"},
          {"access personal_data_refused"}},
         {"an agent and a secret one",
          clerk,
          "POST",
          of(secret, "/reveal"),
          look("phone"),
          404,
          {},
          {"13812345678"},
          {"access personal_data_refused"}},
         {"a supervisor and a secret one",
          chief,
          "POST",
          of(secret, "/reveal"),
          look("phone"),
          200,
          {"13812345678"},
          {},
          {"access personal_data_revealed"}}});
}

TEST_F(PersonalData, OfACallerWhoStaysUnnamedIsNotToldToUnits) {
  const Json receipt = given_request({{"anonymous", true},
                                      {"caller",
                                       {{"name", "王小明"},
                                        {"phone", "13812345678"},
                                        {"address", "文一路 9 号"},
                                        {"id_number", "330106199003071615"}}}});
  act(supervisor(), receipt["ticket"].get<std::int64_t>(), "/dispatch", {{"lead", "XH-CG"}});
  auto unit = handler("XH-CG"), clerk = agent();
  const std::string path = of(receipt, "/reveal");
  check({{"the name",
          unit,
          "POST",
          path,
          look("name"),
          403,
          {"匿名"},
          {"王小明"},
          {"access personal_data_refused"}},
         {"the address",
          unit,
          "POST",
          path,
          look("address"),
          403,
          {"匿名"},
          {"文一路"},
          {"access personal_data_refused"}},
         {"the resident ID",
          unit,
          "POST",
          path,
          look("id_number"),
          403,
          {"匿名"},
          {"1615"},
          {"access personal_data_refused"}},
         {"the phone, to make contact",
          unit,
          "POST",
          path,
          look("phone"),
          200,
          {"13812345678"},
          {},
          {"access personal_data_revealed"}},
         {"nor a trace of the name",
          unit,
          "GET",
          ticket_path(receipt["ticket"].get<std::int64_t>()),
          nullptr,
          200,
          {"路灯"},
          {"王"}},
         {"the hotline took it down itself",
          clerk,
          "POST",
          path,
          look("name"),
          200,
          {"王小明"},
          {},
          {"access personal_data_revealed"}}});
}

TEST_F(PersonalData, OfATicketThatWasMadeSecretLaterIsClosedTooToAgentsAndItsUnit) {
  const Json receipt = given_request();
  const auto id = receipt["ticket"].get<std::int64_t>();
  act(supervisor(), id, "/dispatch", {{"lead", "XH-CG"}});
  act(supervisor(), id, "/secrecy", {{"secret", true}});
  auto unit = handler("XH-CG"), clerk = agent(), chief = supervisor();
  const Json query{{"phone", "13812345678"}};
  check({{"the past of its caller",
          clerk,
          "POST",
          "/api/v1/callers/history",
          query,
          200,
          {"\"items\":[]"},
          {"路灯"},
          {"access personal_data_looked_up"}},
         {"for a supervisor it is there",
          chief,
          "POST",
          "/api/v1/callers/history",
          query,
          200,
          {"路灯"},
          {},
          {"access personal_data_looked_up"}},
         {"its unit sees it masked", unit, "GET", ticket_path(id), nullptr, 200, {"路灯"}, {"13812345678"}},
         {"and no more",
          unit,
          "POST",
          of(receipt, "/reveal"),
          look("phone"),
          403,
          {},
          {"13812345678"},
          {"access personal_data_refused"}}});
}

TEST_F(PersonalData, RefusedIsOnRecordWithItsCauseUnderTheItemThatWasSought) {
  const Json receipt = given_request({{"secret", true}});
  const Json plain = given_request({{"caller", {{"phone", "13900000000"}}}});
  auto clerk = agent(), other = handler("WATER"), auditor = signed_in({Role::auditor}), nobody = client();
  check({{"kept from agents",
          clerk,
          "POST",
          of(receipt, "/reveal"),
          look("phone"),
          404,
          {},
          {"138"},
          {"access personal_data_refused"}},
         {"not theirs",
          other,
          "POST",
          of(plain, "/reveal"),
          look("phone"),
          404,
          {},
          {"139"},
          {"access personal_data_refused"}},
         {"no right",
          auditor,
          "POST",
          of(plain, "/reveal"),
          look("phone"),
          403,
          {},
          {"139"},
          {"access personal_data_refused"}},
         {"no right, and no such request",
          auditor,
          "POST",
          "/api/v1/requests/20260302999999/reveal",
          look("phone"),
          403,
          {},
          {},
          {"access personal_data_refused"}},
         {"nobody signed in", nobody, "POST", of(plain, "/reveal"), look("phone"), 401, {}, {"139"}}});
  const Json kept = auditor.get("/api/v1/audit/entries?kind=personal_data_refused").json()["items"];
  ASSERT_EQ(kept.size(), 4U);
  const std::string all = kept.dump();
  for (const char* cause : {"\"unseen\"", "\"right\""}) EXPECT_NE(all.find(cause), std::string::npos) << all;
  EXPECT_EQ(all.find("13812345678"), std::string::npos);
  const Json own = auditor.post(of(plain, "/trail"), Json::object()).json()["trail"]["entries"];
  EXPECT_EQ(std::count_if(own.begin(), own.end(),
                          [](const Json& one) { return one["kind"] == "personal_data_refused"; }),
            2)
      << "the caller's trail tells who was refused";
}

TEST_F(PersonalData, IsRefusedForWantOfTheRightInTheSameWordsWhetherThereIsSuchARequestOrNot) {
  const Json plain = given_request({{"caller", {{"phone", "13900000000"}}}});
  const std::string there = of(plain, "/reveal"), missing = "/api/v1/requests/20260302999999/reveal";
  auto clerk = agent(), auditor = signed_in({Role::auditor});
  const auto refused = [&] {
    return auditor.get("/api/v1/audit/entries?kind=personal_data_refused").json()["items"];
  };
  EXPECT_EQ(clerk.post(missing, look("phone")).status, 404U) << "with the right";
  EXPECT_TRUE(refused().empty()) << "nobody's data were sought";
  const std::vector<std::pair<std::string, std::string>> sought{
      {there, "phone"}, {there, "address"}, {missing, "phone"}};
  for (const auto& [path, item] : sought) {
    const auto said = auditor.post(path, look(item));
    EXPECT_EQ(said.status, 403U) << path;
    EXPECT_EQ(said.json()["detail"], "您没有查看个人信息原文的权限，如因工作需要请联系安全管理员授权。");
  }
  const Json kept = refused();
  ASSERT_EQ(kept.size(), sought.size());
  for (std::size_t i = 0; i < sought.size(); ++i) {
    const Json& facts = kept[i]["facts"];
    EXPECT_EQ(facts["cause"], "right") << facts;
    EXPECT_EQ(facts["of"] == 0, sought[i].first == missing) << facts;
    EXPECT_EQ(facts["sealed"] == 0, sought[i].first == missing)
        << "what was never given stands under the words";
  }
}

TEST_F(PersonalData, ThePastOfACallerIsOnRecordWithoutHisNumberAndInHisTrail) {
  auto clerk = agent(), auditor = signed_in({Role::auditor});
  const Json receipt = given_request();
  const Json query{{"phone", "13812345678"}};
  check({{"during a call, without a reason",
          clerk,
          "POST",
          "/api/v1/callers/history",
          query,
          200,
          {"路灯"},
          {},
          {"access personal_data_looked_up"}},
         {"of who never called",
          clerk,
          "POST",
          "/api/v1/callers/history",
          {{"phone", "13900000000"}},
          200,
          {"\"items\":[]"},
          {},
          {"access personal_data_looked_up"}}});
  const Json kept = auditor.get("/api/v1/audit/entries?kind=personal_data_looked_up").json()["items"];
  ASSERT_EQ(kept.size(), 2U);
  EXPECT_EQ(kept.dump().find("13812345678"), std::string::npos);
  EXPECT_EQ(kept.dump().find("13900000000"), std::string::npos);
  const Json trail = auditor.post(of(receipt, "/trail"), Json::object()).json()["trail"]["entries"];
  EXPECT_EQ(std::count_if(trail.begin(), trail.end(),
                          [](const Json& one) { return one["kind"] == "personal_data_looked_up"; }),
            1);
}

TEST_F(PersonalData, IsInNoOtherAnswer) {
  const Json receipt =
      given_request({{"words", "请联系 13912345678 李雷，身份证 110101199003074514，路灯不亮。"},
                     {"title", "路灯不亮 13912345678"}});
  const std::string all = all_answers(receipt["ticket"].get<std::int64_t>(), receipt);
  EXPECT_NE(all.find("路灯不亮"), std::string::npos);
  for (const std::string hidden : {"13912345678", "13812345678", "110101199003074514", "王小明"})
    EXPECT_EQ(all.find(hidden), std::string::npos) << hidden;
  EXPECT_EQ(all.find(receipt["query_code"].get<std::string>()), std::string::npos)
      << "who reads tickets cannot pass for the citizen";
}

TEST_F(PersonalData, ErasedByLawIsGoneEverywhereAndTheChainVerifies) {
  const Json receipt = given_request({{"words", "王小明家门口的紫色路灯不亮"}});
  const Json other =
      given_request({{"words", "另一个人的绿色路灯不亮"}, {"caller", {{"phone", "13900000000"}}}});
  auto security = signed_in({Role::security}), chief = supervisor(), auditor = signed_in({Role::auditor});
  const Json order{{"phone", "138-1234-5678"}, {"reason", "本人申请删除"}};
  check({{"supervisors do not wipe trails", chief, "POST", "/api/v1/callers/erase", order, 403},
         {"no ground",
          security,
          "POST",
          "/api/v1/callers/erase",
          {{"phone", "13812345678"}},
          422,
          {"reason"}}});
  auto desk = agent();
  const std::string seen = ticket_path(receipt["ticket"].get<std::int64_t>());
  EXPECT_NE(desk.get(seen).body.find("紫色路灯"), std::string::npos) << "an answer that memory keeps";
  const auto erased = security.post("/api/v1/callers/erase", order);
  EXPECT_EQ(erased.status, 200U) << erased.body;
  EXPECT_EQ(erased.json()["requests"], 1);
  EXPECT_EQ(desk.get(seen).body.find("紫色路灯"), std::string::npos);
  const std::string all = all_answers(receipt["ticket"].get<std::int64_t>(), receipt);
  EXPECT_EQ(all.find("紫色路灯"), std::string::npos);
  EXPECT_NE(all.find("绿色路灯"), std::string::npos) << other.dump();
  EXPECT_TRUE(chief.get("/api/v1/tickets?q=%E7%B4%AB%E8%89%B2").json()["items"].empty()) << "full text";
  EXPECT_TRUE(chief.get(of(receipt, "")).json()["erased_at"].is_string());
  EXPECT_EQ(chief.post(of(receipt, "/reveal"), look("words")).status, 404U);
  EXPECT_EQ(auditor.get("/api/v1/audit/verify").json()["intact"], true);
  EXPECT_EQ(security.post("/api/v1/callers/erase", order).json()["requests"], 0)
      << "a second time: nothing left";
}

TEST_F(PersonalData, OfACallIsSeenByWhoHandlesCallsOnly) {
  auto clerk = agent(), unit = handler("XH-CG"), auditor = signed_in({Role::auditor});
  const auto rung =
      clerk.post("/api/v1/calls", {{"external_id", "c1"}, {"channel", "phone"}, {"phone", "13812345678"}});
  ASSERT_EQ(rung.status, 201U) << rung.body;
  EXPECT_EQ(rung.json()["phone"], "138****5678");
  const std::string path = "/api/v1/calls/" + std::to_string(rung.json()["id"].get<int>()) + "/reveal";
  check({{"an agent, with a reason",
          clerk,
          "POST",
          path,
          {{"reason", "回拨"}},
          200,
          {"13812345678"},
          {},
          {"access personal_data_revealed"}},
         {"without one", clerk, "POST", path, Json::object(), 422, {"reason"}, {"13812345678"}},
         {"a unit knows of no calls",
          unit,
          "POST",
          path,
          {{"reason", "好奇"}},
          404,
          {},
          {"13812345678"},
          {"access personal_data_refused"}},
         {"auditors look at nobody",
          auditor,
          "POST",
          path,
          {{"reason", "好奇"}},
          403,
          {},
          {"13812345678"},
          {"access personal_data_refused"}}});
}

}  // namespace
}  // namespace hotline::api
