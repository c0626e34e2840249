// Accounts, keys, the journal and the inbox: powers kept apart, secrets shown once, every step on record.
#include "api/scenario.hpp"

namespace hotline::api {
namespace {

using access::Right;
using access::Role;

class People : public ScenarioApi {
 protected:
  test::HttpClient security() { return signed_in({Role::security}); }
  static Json person(Json more = Json::object()) {
    Json body{{"login", "li.lei"}, {"display", "李雷"}, {"roles", {"agent"}}};
    body.update(more);
    return body;
  }
  static std::string account(const Json& made, const std::string& below = "") {
    return "/api/v1/accounts/" + std::to_string(made["account"]["id"].get<int>()) + below;
  }
  test::HttpReply sign_in(const std::string& password) {
    auto anyone = client();
    return anyone.post("/api/v1/session", {{"login", "li.lei"}, {"password", password}});
  }
};

TEST_F(People, AnAccountIsMadeWithAPasswordThatIsShownOnce) {
  auto chief = security();
  const auto reply = chief.post("/api/v1/accounts", person());
  ASSERT_EQ(reply.status, 201U) << reply.body;
  const std::string password = reply.json()["password"].get<std::string>();
  EXPECT_EQ(sign_in(password).status, 201U);
  const std::string everything = chief.get("/api/v1/accounts").body + chief.get(account(reply.json())).body +
                                 signed_in({Role::auditor}).get("/api/v1/audit/entries?limit=500").body;
  EXPECT_EQ(everything.find(password), std::string::npos);
  EXPECT_EQ(everything.find("hash\":\"$"), std::string::npos);
  check({{"the same login", chief, "POST", "/api/v1/accounts", person(), 409}});
}

TEST_F(People, ARefusedSignInIsOnRecordWithWhereItCameFrom) {
  auto chief = security();
  ASSERT_EQ(chief.post("/api/v1/accounts", person()).status, 201U);
  EXPECT_EQ(sign_in("not the password").status, 401U);
  const Json refused =
      signed_in({Role::auditor}).get("/api/v1/audit/entries?kind=password_refused").json()["items"];
  ASSERT_EQ(refused.size(), 1U);
  EXPECT_EQ(refused[0]["actor"], "anonymous");
  EXPECT_EQ(refused[0]["origin"], "console 127.0.0.1");
}

TEST_F(People, BadAccountsAreRefusedByTheFieldThatIsWrong) {
  auto chief = security();
  check_refused(chief, "POST", "/api/v1/accounts",
                {{person({{"roles", {"king"}}}), "/roles/0 choice"},
                 {person({{"login", " "}}), "/login blank"},
                 {person({{"unit", "NOBODY"}}), "/unit unknown_unit"},
                 {person({{"password", "12345678"}}), "/password unknown_field"},
                 {{{"login", "li.lei"}, {"display", "李雷"}}, "/roles required"}});
  for (const Json& bad : {person({{"login", "Li Lei"}}), person({{"roles", Json::array()}}),
                          person({{"roles", {"unit_handler"}}}), person({{"roles", {"security", "auditor"}}}),
                          person({{"roles", {"operations", "security"}}})}) {
    const std::int64_t before = newest_seq();
    EXPECT_EQ(chief.post("/api/v1/accounts", bad).status, 422U) << bad;
    EXPECT_EQ(newest_seq(), before);
  }
}

TEST_F(People, OnlySecurityManagesAccountsAndNobodyReadsOthers) {
  auto clerk = agent(), operations = signed_in({Role::operations}), auditor = signed_in({Role::auditor});
  for (auto* who : {&clerk, &operations, &auditor}) {
    check({{"list", *who, "GET", "/api/v1/accounts", nullptr, 403, {}, {"person1"}},
           {"make", *who, "POST", "/api/v1/accounts", person(), 403},
           {"keys", *who, "POST", "/api/v1/keys", {{"name", "x"}, {"scopes", {"audit_read"}}}, 403}});
  }
}

TEST_F(People, ADisabledAccountIsOutAtOnceAndAResetEndsItsSessions) {
  auto chief = security();
  const Json made = chief.post("/api/v1/accounts", person()).json();
  const auto version = [&] {
    return if_match(chief.get(account(made)).json()["version"].get<std::int64_t>());
  };
  const auto session = sign_in(made["password"].get<std::string>());
  test::HttpClient li = client();
  const std::string cookie = session.header("Set-Cookie");
  li.headers["Cookie"] = cookie.substr(0, cookie.find(';'));
  EXPECT_EQ(li.get("/api/v1/session").status, 200U);
  const auto reset = chief.send("POST", account(made, "/password"), "", version());
  ASSERT_EQ(reset.status, 200U) << reset.body;
  EXPECT_EQ(li.get("/api/v1/session").status, 401U);
  EXPECT_EQ(sign_in(made["password"].get<std::string>()).status, 401U) << "the old password";
  const std::string fresh = reset.json()["password"].get<std::string>();
  EXPECT_EQ(sign_in(fresh).status, 201U);
  EXPECT_EQ(chief.patch(account(made), {{"disabled", true}}, version()).json()["state"], "disabled");
  EXPECT_EQ(sign_in(fresh).status, 401U);
  check(
      {"an old version", chief, "PATCH", account(made), {{"disabled", false}}, 412, {}, {}, {}, if_match(1)});
}

TEST_F(People, AKeyOpensItsScopesUntilItIsRevoked) {
  auto chief = security(), auditor = signed_in({Role::auditor});
  const Json wanted{{"name", "外呼平台"}, {"scopes", {"ticket_read_all", "city_read"}}};
  const auto issued = chief.post("/api/v1/keys", wanted);
  ASSERT_EQ(issued.status, 201U) << issued.body;
  const std::string bearer = issued.json()["bearer"].get<std::string>();
  auto machine = client();
  machine.headers["Authorization"] = "Bearer " + bearer;
  EXPECT_EQ(machine.get("/api/v1/tickets").status, 200U);
  EXPECT_EQ(machine.get("/api/v1/audit/entries").status, 403U);
  EXPECT_EQ(chief.get("/api/v1/keys").body.find(bearer), std::string::npos);
  EXPECT_EQ(auditor.get("/api/v1/audit/entries?limit=500").body.find(bearer), std::string::npos);
  const std::string path = "/api/v1/keys/" + std::to_string(issued.json()["key"]["id"].get<int>());
  EXPECT_EQ(chief.del(path).status, 200U);
  EXPECT_EQ(machine.get("/api/v1/tickets").status, 401U);
  check_refused(
      chief, "POST", "/api/v1/keys",
      {{{{"name", "x"}, {"scopes", {"everything"}}}, "/scopes/0 choice"},
       {{{"name", "x"}, {"scopes", {"city_read"}}, {"unit", "NOBODY"}}, "/unit unknown_unit"},
       {{{"name", "x"}, {"scopes", {"city_read"}}, {"expires_at", "soon"}}, "/expires_at date_time"}});
}

TEST_F(People, AreNamedInHistoriesAsTheyAreCalledNow) {
  const std::int64_t id = given_dispatched();
  const Json entries = supervisor().get("/api/v1/tickets/" + std::to_string(id) + "/history").json()["items"];
  ASSERT_FALSE(entries.empty());
  bool person = false;
  for (const Json& one : entries) {
    const bool named = one["actor"].get<std::string>().starts_with("account:");
    EXPECT_EQ(one["actor_name"].is_string(), named) << one;
    person = person || named;
  }
  EXPECT_TRUE(person);
}

TEST_F(People, TheJournalIsReadByAuditorsAloneFilteredAndPageByPage) {
  const std::int64_t id = given_dispatched();
  auto auditor = signed_in({Role::auditor}), chief = supervisor();
  const std::string of_ticket = "/api/v1/audit/entries?stream=ticket&subject=" + std::to_string(id);
  const Json entries = auditor.get(of_ticket).json()["items"];
  ASSERT_EQ(entries.size(), 4U);
  EXPECT_EQ(entries[0]["kind"], "opened");
  EXPECT_EQ(auditor.get(of_ticket + "&kind=assigned").json()["items"].size(), 1U);
  const Json page = auditor.get(of_ticket + "&limit=3").json();
  const Json rest = auditor.get(of_ticket + "&cursor=" + page["next"].get<std::string>()).json();
  EXPECT_EQ(rest["items"].size(), 1U);
  EXPECT_EQ(rest["items"][0], entries[3]);
  EXPECT_EQ(auditor.get("/api/v1/audit/verify").json()["intact"], true);
  check({{"a supervisor", chief, "GET", of_ticket, nullptr, 403, {}, {"opened"}},
         {"verify", chief, "GET", "/api/v1/audit/verify", nullptr, 403},
         {"auditors see no tickets", auditor, "GET", ticket_path(id), nullptr, 403, {}, {"路灯"}}});
}

TEST_F(People, AProgramHasNoInboxAndNobodyReadsOthersMessages) {
  auto clerk = agent();
  auto machine = program({Right::ticket_read_all});
  check({{"an empty inbox", clerk, "GET", "/api/v1/messages", nullptr, 200, {"\"unread\":0"}},
         {"a program", machine, "GET", "/api/v1/messages", nullptr, 403},
         {"a program reads none", machine, "POST", "/api/v1/messages/1/read", nullptr, 403},
         {"none of his", clerk, "POST", "/api/v1/messages/1/read", nullptr, 404}});
}

}  // namespace
}  // namespace hotline::api
