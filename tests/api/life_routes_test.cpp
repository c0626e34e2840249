// Orders to emergency lines, consultation before dispatch, whistles, and what the public reads of it.
#include "api/scenario.hpp"

namespace hotline::api {
namespace {

class LifeRoutes : public ScenarioApi {
 protected:
  // How many tickets the unit's own list holds.
  std::size_t listed(const std::string& unit) {
    return handler(unit).get("/api/v1/tickets").json()["items"].size();
  }
  unsigned seen_by(const std::string& unit, std::int64_t id) {
    return handler(unit).get(ticket_path(id)).status;
  }
};

TEST_F(LifeRoutes, TheLinesOwnUnitReadsAndTakesItsOrderAndTheRecordNamesAllThreeParties) {
  const std::int64_t id = given_ticket({{"words", "文三路有人持刀，请快来"}});
  EXPECT_EQ(seen_by("POLICE", id), 404U);
  act(agent(), id, "/handover", {{"line", "110"}, {"caller_on_line", true}});
  EXPECT_EQ(seen_by("POLICE", id), 200U);
  EXPECT_EQ(listed("POLICE"), 1U);
  EXPECT_EQ(seen_by("ENV", id), 404U);
  EXPECT_EQ(listed("ENV"), 0U);
  EXPECT_EQ(try_act(handler("ENV"), id, "/handover/acknowledge", {{"order", 1}}).status, 404U);
  const Json open_order = ticket(id)["handovers"][0];
  EXPECT_EQ(open_order["unit"]["code"], "POLICE");
  EXPECT_EQ(open_order["caller_on_line"], true);
  EXPECT_EQ(open_order["taken_by"], nullptr);
  clock().advance(std::chrono::minutes{1});
  const Json taken = act(handler("POLICE"), id, "/handover/acknowledge",
                         {{"order", 1}, {"reference", "J-77"}, {"taken_by", "坐席 12"}});
  EXPECT_EQ(taken["state"], "closed");
  const Json order = taken["handovers"][0];
  EXPECT_EQ(order["taken_by"], "坐席 12");
  EXPECT_EQ(order["reference"], "J-77");
  EXPECT_FALSE(order["answered_by"].is_null());
  EXPECT_NE(order["answered_by"], order["ordered_by"]);
  EXPECT_NE(order["acknowledged_at"], order["ordered_at"]);
  EXPECT_EQ(try_act(handler("POLICE"), id, "/handover/acknowledge", {{"order", 1}}).status, 409U);
}

TEST_F(LifeRoutes, AnOrderThatTheLineDeclinesComesBackAndIsNoLongerTheLinesToRead) {
  const std::int64_t id = given_ticket();
  act(agent(), id, "/handover", {{"line", "110"}});
  EXPECT_EQ(act(handler("POLICE"), id, "/handover/decline", {{"order", 1}})["state"], "registered");
  EXPECT_EQ(seen_by("POLICE", id), 404U);
  EXPECT_EQ(listed("POLICE"), 0U);
}

TEST_F(LifeRoutes, ConsultedUnitsReadTheTicketAndGiveOneOpinionEach) {
  const std::int64_t id = given_ticket();
  act(supervisor(), id, "/consult", {{"units", {"XH-CG", "ENV"}}});
  EXPECT_EQ(seen_by("ENV", id), 200U);
  EXPECT_EQ(listed("ENV"), 1U);
  EXPECT_EQ(seen_by("WATER", id), 404U);
  EXPECT_EQ(try_act(handler("WATER"), id, "/opinion", {{"accepts", true}}).status, 404U);
  EXPECT_EQ(try_act(handler("ENV"), id, "/opinion", {{"unit", "XH-CG"}, {"accepts", true}}).status, 403U);
  EXPECT_EQ(try_act(supervisor(), id, "/opinion", {{"accepts", true}}).faults(), "/unit required");
  EXPECT_EQ(try_act(supervisor(), id, "/opinion", {{"unit", "WATER"}, {"accepts", true}}).faults(),
            "/unit not_consulted");
  const Json after = act(handler("ENV"), id, "/opinion", {{"accepts", true}, {"note", "属本单位职责"}});
  EXPECT_EQ(after["consultations"][1]["unit"]["code"], "ENV");
  EXPECT_EQ(after["consultations"][1]["accepts"], true);
  EXPECT_EQ(after["consultations"][0]["accepts"], nullptr);
  EXPECT_EQ(try_act(handler("ENV"), id, "/opinion", {{"accepts", false}}).status, 409U);
  act(supervisor(), id, "/opinion", {{"unit", "XH-CG"}, {"accepts", false}});
  act(supervisor(), id, "/dispatch", {{"lead", "ENV"}});
  EXPECT_EQ(seen_by("ENV", id), 200U);
  EXPECT_EQ(seen_by("XH-CG", id), 404U) << "who does not get it has no more business with it";
  EXPECT_EQ(listed("XH-CG"), 0U);
}

TEST_F(LifeRoutes, OnlyAStreetWhistlesAndOnlyForDepartments) {
  const std::int64_t bureau = given_dispatched();
  EXPECT_EQ(try_act(approver("XH-CG"), bureau, "/whistle", {{"units", {"WATER"}}}).status, 409U);
  EXPECT_EQ(ticket(bureau)["assignments"].size(), 1U);
  const std::int64_t street = given_ticket();
  act(supervisor(), street, "/dispatch", {{"lead", "XH-CY"}});
  EXPECT_EQ(try_act(approver("XH-CY"), street, "/whistle", {{"units", {"ENV", "XH-CY"}}}).faults(),
            "/units/1 department");
  const Json called = act(approver("XH-CY"), street, "/whistle", {{"units", {"WATER", "ENV"}}});
  ASSERT_EQ(called["assignments"].size(), 3U);
  EXPECT_EQ(called["assignments"][1]["origin"], "whistle");
}

TEST_F(LifeRoutes, AUnitMayReturnATicketAsOftenAsTheCitysFilesSay) {
  write_city_file("city.toml",
                  "code = \"330100\"\nname = \"杭州市\"\nfallback_unit = \"HOTLINE\"\n[dispatch]\n"
                  "max_returns_per_unit = 0\n");
  auto operations = signed_in({access::Role::operations});
  ASSERT_EQ(operations.post("/api/v1/city/reload", Json::object()).status / 100, 2U);
  const std::int64_t id = given_dispatched();
  const auto refused =
      try_act(approver("XH-CG"), id, "/assignments/1/return",
              {{"reason", "not_duty"}, {"suggested_unit", "ENV"}, {"evidence", {given_evidence(id)}}});
  EXPECT_EQ(refused.status, 409U) << refused.body;
  EXPECT_EQ(ticket(id)["state"], "dispatched");
}

TEST_F(LifeRoutes, APublicReplyIsReadByEverybodyMaskedAndOneOfASecretTicketByNobody) {
  const Json receipt = given_request();
  const auto id = receipt["ticket"].get<std::int64_t>();
  act(agent(), id, "/answer", {{"text", "已答复"}});
  act(supervisor(), id, "/publish", {{"text", "路灯已修复，联系人 13912345678。"}});
  auto citizen = client();
  const auto list = citizen.get("/api/v1/public/replies");
  ASSERT_EQ(list.status, 200U) << list.body;
  ASSERT_EQ(list.json()["items"].size(), 1U);
  const Json one = list.json()["items"][0];
  EXPECT_NE(one["text"].get<std::string>().find("路灯已修复"), std::string::npos);
  EXPECT_EQ(one["matter"], "噪声污染");
  for (const std::string inner :
       {"13912345678", "王小明", "\"ticket\"", receipt["number"].get<std::string>().c_str()})
    EXPECT_EQ(list.body.find(inner), std::string::npos) << inner;
  const std::string progress = "/api/v1/requests/" + receipt["number"].get<std::string>() +
                               "/progress?code=" + receipt["query_code"].get<std::string>();
  EXPECT_EQ(citizen.get(progress).json()["public_replies"].size(), 1U);
  EXPECT_EQ(citizen.get("/api/v1/public/replies?cursor=" + std::to_string(one["id"].get<int>()))
                .json()["items"]
                .size(),
            0U);
  act(supervisor(), id, "/secrecy", {{"secret", true}});
  EXPECT_EQ(citizen.get("/api/v1/public/replies").json()["items"].size(), 0U);
  EXPECT_EQ(citizen.get(progress).json()["public_replies"].size(), 0U);
}

TEST_F(LifeRoutes, TheAssessmentProposesALimitToo) {
  const auto seen =
      agent().post("/api/v1/requests/assess",
                   request_body({{"words", "翠苑一区自来水停了一天"}, {"matter", "0904.090403"}}));
  ASSERT_EQ(seen.status, 200U) << seen.body;
  EXPECT_EQ(seen.json()["limit"], (Json{{"amount", 24}, {"unit", "hours"}}));
}

TEST_F(LifeRoutes, LanguagesAreThoseOfTheCity) {
  EXPECT_EQ(agent().post("/api/v1/requests", request_body({{"language", "wuu"}})).status, 201U);
  EXPECT_EQ(agent().post("/api/v1/requests", request_body({{"language", "other"}})).status, 201U);
  auto clerk = agent();
  check_refused(clerk, "POST", "/api/v1/requests",
                {{request_body({{"language", "fr"}}), "/language unknown_language"}});
  auto citizen = client();
  const Json filing{{"words", "路灯不亮，请尽快修好"}, {"phone", "13812345678"}, {"language", "fr"}};
  check_refused(citizen, "POST", "/api/v1/public/requests", {{filing, "/language unknown_language"}});
  EXPECT_EQ(citizen.get("/api/v1/public/city").json()["languages"], (Json{"zh", "wuu", "en"}));
}

TEST_F(LifeRoutes, WhoFilesIsToldOfALawfulChannelButNeverThatTheNumberHasATicket) {
  auto citizen = client();
  const auto file = [&](const std::string& words) {
    return citizen.post("/api/v1/public/requests", {{"words", words}, {"phone", "13812345678"}}).json();
  };
  const Json court = file("邻居欠钱的事我已经起诉了，你们管一管");
  EXPECT_EQ(court["advice"]["way"], "lawful_channel");
  EXPECT_EQ(court["advice"]["name"], "court");
  EXPECT_EQ(court["advice"]["detail"], "请向人民法院提出");
  EXPECT_EQ(file("翠苑街道文三路路灯不亮已经一周")["advice"], nullptr);
  EXPECT_EQ(file("翠苑街道文三路路灯不亮已经一周")["advice"], nullptr) << "in progress, but whose?";
}

TEST_F(LifeRoutes, CallsThatComeToNothingMakeAPersonLookAndPatientOnesDoNot) {
  auto pbx = agent();
  int calls = 0;
  const auto hang_up = [&](int after_seconds) {
    const Json rung = pbx.post("/api/v1/calls", {{"external_id", "c" + std::to_string(++calls)},
                                                 {"source", "pbx"},
                                                 {"channel", "phone"},
                                                 {"phone", "13812345678"}})
                          .json();
    clock().advance(std::chrono::seconds{after_seconds});
    pbx.post("/api/v1/calls/" + std::to_string(rung["id"].get<int>()) + "/events", {{"kind", "abandoned"}});
  };
  const auto way = [&] {
    return agent().post("/api/v1/requests/assess", request_body()).json()["triage"]["name"];
  };
  for (int i = 0; i < 12; ++i) hang_up(60);
  EXPECT_EQ(way(), "") << "who waited a minute was let down";
  for (int i = 0; i < 11; ++i) hang_up(2);
  EXPECT_EQ(way(), "abuse");
}

}  // namespace
}  // namespace hotline::api
