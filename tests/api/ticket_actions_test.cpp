// What the hotline does with a ticket: every action in every state, versions, units, rights.
#include "api/scenario.hpp"

namespace hotline::api {
namespace {

using access::Right;
using ticket::TicketAction;
using ticket::TicketState;

class TicketActions : public ScenarioApi {
 protected:
  struct Deed {
    TicketAction action;
    std::string path;
    Json body;
  };
  static std::vector<Deed> deeds() {
    return {{TicketAction::answer, "/answer", {{"text", "已答复"}}},
            {TicketAction::refuse, "/refuse", {{"code", "court"}}},
            {TicketAction::handover, "/handover", {{"line", "110"}}},
            {TicketAction::acknowledge, "/handover/acknowledge", {{"order", 1}}},
            {TicketAction::decline, "/handover/decline", {{"order", 1}}},
            {TicketAction::consult, "/consult", {{"units", {"XH-CG", "ENV"}}}},
            {TicketAction::opinion, "/opinion", {{"unit", "ENV"}, {"accepts", true}}},
            {TicketAction::dispatch, "/dispatch", {{"lead", "XH-CG"}}},
            {TicketAction::whistle, "/whistle", {{"units", {"WATER"}}}},
            {TicketAction::rule, "/ruling", {{"assignment", 1}, {"ruling", "upheld"}}},
            {TicketAction::accept_review, "/review", {{"accepted", true}}},
            {TicketAction::send_back, "/review", {{"accepted", false}}},
            {TicketAction::close, "/close", Json::object()},
            {TicketAction::reopen, "/reopen", Json::object()}};
  }
  // A ticket that is in this state.
  std::int64_t given_in(TicketState state) {
    if (state == TicketState::resolved) return given_resolved();
    const std::int64_t id = given_ticket();
    if (state == TicketState::registered) return id;
    if (state == TicketState::consulting) {
      act(supervisor(), id, "/consult", {{"units", {"XH-CG", "ENV"}}});
    } else if (state == TicketState::handed_over) {
      act(agent(), id, "/handover", {{"line", "110"}});
    } else if (state == TicketState::closed) {
      act(agent(), id, "/answer", {{"text", "已答复"}});
    } else {
      act(supervisor(), id, "/dispatch", {{"lead", "XH-CG"}});
      if (state == TicketState::disputed) {
        return_it(id, "XH-CG");
      } else if (state == TicketState::in_review) {
        act(handler("XH-CG"), id, "/assignments/1/sign");
        act(handler("XH-CG"), id, "/assignments/1/reply", {{"text", "已修复"}});
      }
    }
    return id;
  }
};

TEST_F(TicketActions, AnIllegalOneIsRefusedInEveryStateAndNamesTheLegalOnes) {
  auto chief = supervisor();
  int refused = 0;
  for (const TicketState state : ticket::ticket_states) {
    const std::int64_t id = given_in(state);
    ASSERT_EQ(ticket(id)["state"], name_of(state));
    for (const Deed& deed : deeds()) {
      if (ticket::is_legal(state, deed.action)) continue;
      ++refused;
      SCOPED_TRACE(std::string(name_of(state)) + " " + deed.path);
      auto headers = if_match(ticket(id)["version"].get<std::int64_t>());
      const std::int64_t before = newest_seq();
      headers["Accept-Language"] = "en";
      const auto reply = chief.post(ticket_path(id, deed.path), deed.body, headers);
      EXPECT_EQ(reply.status, 409U) << reply.body;
      EXPECT_EQ(reply.problem(), "illegal_transition");
      for (const TicketAction legal : ticket::legal_actions(state))
        EXPECT_NE(reply.body.find(name_of(legal)), std::string::npos) << name_of(legal);
      EXPECT_EQ(newest_seq(), before);
    }
  }
  EXPECT_GT(refused, 60);
}

TEST_F(TicketActions, ALegalOneWorksOutOfEveryStateThatAllowsIt) {
  auto chief = supervisor();
  for (const TicketState state : ticket::ticket_states) {
    for (const Deed& deed : deeds()) {
      if (!ticket::is_legal(state, deed.action)) continue;
      SCOPED_TRACE(std::string(name_of(state)) + " " + deed.path);
      // Departments are called up by a street.
      const bool whistle = deed.action == TicketAction::whistle;
      const std::int64_t id = whistle ? given_ticket() : given_in(state);
      if (whistle) act(supervisor(), id, "/dispatch", {{"lead", "XH-CY"}});
      // A late acknowledgement needs an order that is open still.
      const bool no_order = ticket(id)["handovers"].empty();
      if (deed.path.starts_with("/handover/") && no_order) continue;
      const auto reply = try_act(supervisor(), id, deed.path, deed.body);
      EXPECT_EQ(reply.status, 200U) << reply.body;
      EXPECT_EQ(reply.header("ETag"), "\"v" + std::to_string(reply.json()["version"].get<int>()) + "\"");
    }
  }
}

TEST_F(TicketActions, WhoSawAnOldVersionIsToldAndChangesNothing) {
  const std::int64_t id = given_ticket();
  auto chief = supervisor();
  const auto seen = ticket(id)["version"].get<std::int64_t>();
  act(agent(), id, "/urge");
  const auto stale = if_match(seen);
  check(
      {{"dispatch", chief, "POST", ticket_path(id, "/dispatch"), {{"lead", "XH-CG"}}, 412, {}, {}, {}, stale},
       {"split",
        chief,
        "POST",
        ticket_path(id, "/split"),
        {{"title", "一"}, {"words", "二"}},
        412,
        {},
        {},
        {},
        stale},
       {"merge",
        chief,
        "POST",
        ticket_path(id, "/merge"),
        {{"into", given_ticket()}},
        412,
        {},
        {},
        {},
        stale}});
}

TEST_F(TicketActions, BadInputNamesTheFieldAndLeavesTheTicketAsItWas) {
  const std::int64_t id = given_ticket();
  auto chief = supervisor();
  const auto now = if_match(ticket(id)["version"].get<std::int64_t>());
  const auto refused = [&](const std::string& below, const std::vector<Bad>& table) {
    check_refused(chief, "POST", ticket_path(id, below), table, now);
  };
  refused("/dispatch", {{{{"lead", "NOBODY"}}, "/lead unknown_unit"},
                        {{{"lead", "ENV"}, {"assistants", {"XH", "NOBODY"}}}, "/assistants/1 unknown_unit"},
                        {{{"lead", "ENV"}, {"assistants", {"XH", "XH"}}}, "/assistants unique"},
                        {{{"lead", "ENV"}, {"assistants", {"ENV"}}}, "/assistants unique"},
                        {Json::object(), "/lead required"}});
  refused("/consult", {{{{"units", {"XH"}}}, "/units min_items"},
                       {{{"units", {"XH", "XH"}}}, "/units unique"},
                       {{{"units", {"XH", "NOBODY"}}}, "/units/1 unknown_unit"}});
  refused("/refuse", {{{{"code", "whim"}}, "/code unknown_refusal"}});
  refused("/handover", {{{{"line", "911"}}, "/line unknown_line"}});
  refused("/amend", {{{{"matter", "x"}}, "/matter unknown_matter"},
                     {{{"division", "x"}}, "/division unknown_division"},
                     {Json::object(), " min_properties"}});
  refused("/supervise",
          {{{{"level", 4}}, "/level range"}, {{{"level", 1}, {"unit", "NOBODY"}}, "/unit unknown_unit"}});
  refused("/urge", {{{{"unit", "NOBODY"}}, "/unit unknown_unit"}});
  refused("/split", {{{{"title", "一"}, {"words", "二"}, {"matter", "x"}}, "/matter unknown_matter"},
                     {{{"title", " "}, {"words", "二"}}, "/title blank"}});
  refused("/merge", {{{{"into", id}}, "/into other_ticket"}});
  refused("/answer", {{{{"text", std::string(15003, 'a')}}, "/text max_length"}});
}

TEST_F(TicketActions, MergingMovesTheRequestsAndUnmergingGivesBackExactlyWhatWas) {
  const std::int64_t one = given_ticket(), other = given_ticket();
  const Json before = ticket(one);
  act(supervisor(), one, "/merge", {{"into", other}});
  EXPECT_EQ(ticket(other)["requests"].size(), 2U);
  EXPECT_EQ(ticket(one)["merged_into"], other);
  EXPECT_TRUE(ticket(one)["allowed_actions"].empty());
  auto chief = supervisor();
  EXPECT_EQ(try_act(supervisor(), one, "/dispatch", {{"lead", "XH-CG"}}).status, 409U);
  EXPECT_EQ(chief.get("/api/v1/tickets").json()["items"].size(), 1U);
  EXPECT_EQ(chief.get("/api/v1/tickets?merged=true").json()["items"].size(), 2U);
  act(supervisor(), one, "/unmerge");
  EXPECT_EQ(ticket(one)["requests"], before["requests"]);
  EXPECT_EQ(ticket(one)["state"], before["state"]);
  EXPECT_EQ(ticket(other)["requests"].size(), 1U);
  EXPECT_EQ(try_act(supervisor(), one, "/unmerge").status, 409U);
}

TEST_F(TicketActions, NobodyReachesASecretTicketThroughMergingOrSplitting) {
  const std::int64_t open = given_ticket(), secret = given_ticket({{"secret", true}});
  auto merger = program({Right::ticket_merge, Right::ticket_dispatch, Right::ticket_read_all});
  const auto version = if_match(ticket(secret)["version"].get<std::int64_t>());
  const auto open_version = if_match(ticket(open)["version"].get<std::int64_t>());
  const Json part{{"title", "一"}, {"words", "二"}};
  check(
      {{"out of it",
        merger,
        "POST",
        ticket_path(secret, "/merge"),
        {{"into", open}},
        404,
        {},
        {"路灯"},
        {},
        version},
       {"into it",
        merger,
        "POST",
        ticket_path(open, "/merge"),
        {{"into", secret}},
        404,
        {},
        {"路灯"},
        {},
        open_version},
       {"a part of it", merger, "POST", ticket_path(secret, "/split"), part, 404, {}, {"路灯"}, {}, version},
       {"any action",
        merger,
        "POST",
        ticket_path(secret, "/dispatch"),
        {{"lead", "ENV"}},
        404,
        {},
        {"路灯"},
        {},
        version}});
}

TEST_F(TicketActions, ARefusalNamesTheLawfulChannelAndAPublicationIsMasked) {
  const std::int64_t id = given_ticket();
  act(agent(), id, "/refuse", {{"code", "court"}});
  EXPECT_EQ(ticket(id)["answer"], "请向人民法院提出");
  EXPECT_EQ(ticket(id)["refusal"], "court");
  const std::int64_t worded = given_ticket();
  act(agent(), worded, "/refuse", {{"code", "court"}, {"text", "您说的事法院正在审理。"}});
  EXPECT_EQ(ticket(worded)["answer"], "您说的事法院正在审理。\n法定途径：人民法院。");
  const std::int64_t other = given_resolved();
  const Json published = act(supervisor(), other, "/publish", {{"text", "已修复，联系人 13912345678"}});
  EXPECT_EQ(published.dump().find("13912345678"), std::string::npos);
  EXPECT_EQ(published["publications"].size(), 1U);
  const std::int64_t secret = given_ticket({{"secret", true}});
  EXPECT_EQ(try_act(supervisor(), secret, "/publish", {{"text", "x"}}).status, 409U);
}

}  // namespace
}  // namespace hotline::api
