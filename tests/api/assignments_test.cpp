// A unit's part over HTTP: its own, in time, once; another's is as unknown as none.
#include "api/scenario.hpp"

namespace hotline::api {
namespace {

using ticket::AssignmentAction;
using ticket::AssignmentState;

class AssignmentRoutes : public ScenarioApi {
 protected:
  static std::string part(std::int64_t id, const std::string& below, int assignment = 1) {
    return ticket_path(id, "/assignments/" + std::to_string(assignment) + below);
  }
  test::HttpClient::Headers now(std::int64_t id) {
    return if_match(ticket(id)["version"].get<std::int64_t>());
  }
};

TEST_F(AssignmentRoutes, AUnitSignsContactsAndRepliesAndEachStepIsOnRecord) {
  const std::int64_t id = given_dispatched();
  auto unit = handler("XH-CG");
  check({"sign",
         unit,
         "POST",
         part(id, "/sign"),
         Json::object(),
         200,
         {"\"signed_at\":\"2026-03-02T12:00:00"},
         {},
         {"ticket signed"},
         now(id)});
  check({"contact",
         unit,
         "POST",
         part(id, "/contact"),
         Json::object(),
         200,
         {},
         {},
         {"ticket contacted"},
         now(id)});
  const auto version = now(id);
  const std::int64_t before = newest_seq();
  const auto replied = unit.post(part(id, "/reply"), {{"text", "已修复，联系 13912345678"}}, version);
  EXPECT_EQ(replied.status, 200U) << replied.body;
  EXPECT_EQ(replied.json()["state"], "in_review");
  EXPECT_EQ(replied.body.find("13912345678"), std::string::npos);
  EXPECT_EQ(written_since(before), (std::vector<std::string>{"ticket replied", "ticket in_review"}));
}

TEST_F(AssignmentRoutes, AnotherUnitsPartIsAsUnknownAsNone) {
  const std::int64_t id = given_ticket();
  act(supervisor(), id, "/dispatch", {{"lead", "XH-CG"}, {"assistants", {"WATER"}}});
  auto assistant = handler("WATER"), stranger = handler("ENV"), above = handler("XH");
  const auto version = now(id);
  check({{"the lead's part", assistant, "POST", part(id, "/sign"), Json::object(), 404, {}, {}, {}, version},
         {"a part of nobody",
          assistant,
          "POST",
          part(id, "/sign", 9),
          Json::object(),
          404,
          {},
          {},
          {},
          version},
         {"a ticket of others",
          stranger,
          "POST",
          part(id, "/sign"),
          Json::object(),
          404,
          {},
          {"路灯"},
          {},
          version},
         {"the unit above sees it, and does not act for it",
          above,
          "POST",
          part(id, "/sign"),
          Json::object(),
          404,
          {},
          {},
          {},
          version},
         {"its own",
          assistant,
          "POST",
          part(id, "/sign", 2),
          Json::object(),
          200,
          {},
          {},
          {"ticket signed"},
          version}});
}

TEST_F(AssignmentRoutes, AHandlerDoesNotDecideWhatTheApproverDoes) {
  const std::int64_t id = given_dispatched();
  auto clerk = handler("XH-CG"), chief = supervisor(), boss = approver("XH-CG");
  const auto version = now(id);
  const Json more{{"working_minutes", 60}};
  check({{"more time",
          clerk,
          "POST",
          part(id, "/extension"),
          more,
          403,
          {"assignment_approve"},
          {},
          {},
          version},
         {"a return", clerk, "POST", part(id, "/return"), {{"reason", "not_duty"}}, 403, {}, {}, {}, version},
         {"passing it down",
          clerk,
          "POST",
          part(id, "/transfer"),
          {{"unit", "XH-CY"}},
          403,
          {},
          {},
          {},
          version},
         {"the hotline does not sign for units",
          chief,
          "POST",
          part(id, "/sign"),
          Json::object(),
          403,
          {},
          {},
          {},
          version},
         {"units do not grant themselves time",
          boss,
          "POST",
          part(id, "/extension/decision"),
          {{"granted", true}},
          403,
          {},
          {},
          {},
          version}});
}

TEST_F(AssignmentRoutes, AReturnNeedsReasonTargetAndEvidenceOfThisTicket) {
  const std::int64_t id = given_dispatched(), other = given_ticket();
  const std::int64_t own = given_evidence(id), foreign = given_evidence(other);
  auto boss = approver("XH-CG");
  const auto claim = [](Json more) {
    Json body{{"reason", "not_duty"}, {"suggested_unit", "ENV"}};
    body.update(more);
    return body;
  };
  check_refused(boss, "POST", part(id, "/return"),
                {{{{"reason", "whim"}}, "/reason unknown_reason"},
                 {claim(Json::object()), "/evidence required"},
                 {{{"reason", "not_duty"}, {"evidence", {own}}}, "/suggested_unit required"},
                 {claim({{"suggested_unit", "NOBODY"}, {"evidence", {own}}}), "/suggested_unit unknown_unit"},
                 {claim({{"evidence", {own, 987654}}}), "/evidence/1 unknown_attachment"},
                 {claim({{"evidence", {foreign}}}), "/evidence/0 unknown_attachment"}},
                now(id));
  check({"a whole claim",
         boss,
         "POST",
         part(id, "/return"),
         claim({{"evidence", {own}}}),
         200,
         {"\"state\":\"disputed\""},
         {},
         {"ticket returned"},
         now(id)});
}

TEST_F(AssignmentRoutes, ADesignatedUnitCannotReturnItAgain) {
  const std::int64_t id = given_dispatched();
  return_it(id, "XH-CG");
  act(supervisor(), id, "/ruling", {{"assignment", 1}, {"ruling", "designated"}, {"unit", "ENV"}});
  auto boss = approver("ENV");
  check({"a second return",
         boss,
         "POST",
         part(id, "/return", 2),
         {{"reason", "not_duty"}, {"suggested_unit", "XH"}, {"evidence", {1}}},
         409,
         {"指定"},
         {},
         {},
         now(id)});
}

TEST_F(AssignmentRoutes, AReturnAfterItsWindowIsTooLate) {
  const std::int64_t id = given_dispatched();
  const std::int64_t evidence = given_evidence(id);
  clock().advance(std::chrono::hours{72});
  auto boss = approver("XH-CG");
  check({"too late",
         boss,
         "POST",
         part(id, "/return"),
         {{"reason", "not_duty"}, {"suggested_unit", "ENV"}, {"evidence", {evidence}}},
         409,
         {"时限"},
         {},
         {},
         now(id)});
}

TEST_F(AssignmentRoutes, ItIsPassedDownOnlyToAUnitBelow) {
  const std::int64_t id = given_ticket();
  act(supervisor(), id, "/dispatch", {{"lead", "XH"}});
  auto boss = approver("XH");
  check_refused(boss, "POST", part(id, "/transfer"),
                {{{{"unit", "XH"}}, "/unit below"},
                 {{{"unit", "WATER"}}, "/unit below"},
                 {{{"unit", "NOBODY"}}, "/unit unknown_unit"}},
                now(id));
  const Json before = ticket(id)["clocks"];
  act(approver("XH"), id, "/assignments/1/transfer", {{"unit", "XH-CY"}});
  const Json after = ticket(id);
  EXPECT_EQ(after["assignments"][0]["state"], "transferred");
  EXPECT_EQ(after["assignments"][1]["unit"]["code"], "XH-CY");
  std::string first, second;
  for (const Json& clock : after["clocks"]) {
    if (clock["what"] == "resolve")
      (clock["assignment"] == 1 ? first : second) = clock["due"].get<std::string>();
  }
  EXPECT_EQ(first, second) << "the citizen does not pay for it with time: " << before.dump();
}

TEST_F(AssignmentRoutes, MoreTimeIsAskedOnceWithinBoundsAndGrantedByTheHotline) {
  const std::int64_t id = given_dispatched();
  act(handler("XH-CG"), id, "/assignments/1/sign");
  auto boss = approver("XH-CG");
  check_refused(boss, "POST", part(id, "/extension"),
                {{{{"working_minutes", 0}}, "/working_minutes range"},
                 {{{"working_minutes", 99999}}, "/working_minutes range"},
                 {{{"working_minutes", "long"}}, "/working_minutes type"}},
                now(id));
  act(approver("XH-CG"), id, "/assignments/1/extension", {{"working_minutes", 480}});
  check({"a second one",
         boss,
         "POST",
         part(id, "/extension"),
         {{"working_minutes", 60}},
         409,
         {},
         {},
         {},
         now(id)});
  const Json granted = act(supervisor(), id, "/assignments/1/extension/decision", {{"granted", true}});
  EXPECT_EQ(granted["assignments"][0]["extension"]["granted"], true);
  auto chief = supervisor();
  check({"nothing to decide any more",
         chief,
         "POST",
         part(id, "/extension/decision"),
         {{"granted", false}},
         409,
         {},
         {},
         {},
         now(id)});
}

TEST_F(AssignmentRoutes, AnIllegalStepNamesTheLegalOnes) {
  const std::int64_t id = given_dispatched();
  auto unit = handler("XH-CG");
  const auto refused = [&](const std::string& below, const Json& body, AssignmentState state) {
    auto headers = now(id);
    headers["Accept-Language"] = "en";
    const auto reply = unit.post(part(id, below), body, headers);
    EXPECT_EQ(reply.status, 409U) << below << reply.body;
    EXPECT_EQ(reply.problem(), "illegal_transition");
    for (const AssignmentAction legal : ticket::legal_actions(state))
      EXPECT_NE(reply.body.find(name_of(legal)), std::string::npos) << name_of(legal);
  };
  refused("/reply", {{"text", "已修复"}}, AssignmentState::assigned);
  act(handler("XH-CG"), id, "/assignments/1/sign");
  refused("/sign", Json::object(), AssignmentState::signed_for);
  act(handler("XH-CG"), id, "/assignments/1/reply", {{"text", "已修复"}});
  refused("/reply", {{"text", "再次"}}, AssignmentState::replied);
  refused("/contact", Json::object(), AssignmentState::replied);
}

}  // namespace
}  // namespace hotline::api
