// Tickets as lists, one by one and with their history: what each asker finds, and what not.
#include "api/scenario.hpp"

namespace hotline::api {
namespace {

using access::Right;
using test::HttpClient;

class TicketLists : public ScenarioApi {
 protected:
  static std::vector<std::int64_t> ids(const test::HttpReply& reply) {
    EXPECT_EQ(reply.status, 200U) << reply.body;
    std::vector<std::int64_t> all;
    const Json page = reply.json();
    for (const Json& row : page["items"]) all.push_back(row["id"].get<std::int64_t>());
    return all;
  }
  static std::vector<std::int64_t> found(HttpClient& who, const std::string& filter) {
    return ids(who.get("/api/v1/tickets?" + filter));
  }
  using Ids = std::vector<std::int64_t>;
};

TEST_F(TicketLists, EachFilterFindsWhatItNamesAndNothingElse) {
  const auto lamp = given_ticket();
  const auto noise = given_ticket({{"words", "半夜工地施工噪声很大"},
                                   {"title", "夜间施工"},
                                   {"kind", "complaint"},
                                   {"urgency", "urgent"},
                                   {"matter", "0904.090403"},
                                   {"division", "330105016"}});
  clock().advance(std::chrono::hours{24});
  const auto late = given_dispatched({{"words", "自来水没有了"}, {"title", "停水"}});
  auto chief = supervisor();
  struct Filter {
    std::string text;
    Ids wanted;
  };
  for (const Filter& one : std::vector<Filter>{
           {"state=registered", {noise, lamp}},
           {"state=dispatched", {late}},
           {"state=closed", {}},
           {"kind=complaint", {noise}},
           {"urgency=urgent", {noise}},
           {"matter=0402", {late, lamp}},
           {"division=330105", {noise}},
           {"unit=XH-CG", {late}},
           {"unit=XH-CG&part_state=signed", {}},
           {"unit=XH-CG&part_state=assigned", {late}},
           {"number=" + number_of(lamp), {lamp}},
           {"q=%E5%99%AA%E5%A3%B0", {noise}},  // 噪声
           {"q=%E5%99%AA%E8%81%B2", {noise}},  // 噪聲, traditional
           {"q=%E7%81%AF", {lamp}},            // 灯, one character
           {"q=zzz", {}},
           {"from=2026-03-03T00:00:00%2B08:00", {late}},
           {"to=2026-03-03T00:00:00%2B08:00", {noise, lamp}},
           {"kind=complaint&state=dispatched", {}},
       }) {
    EXPECT_EQ(found(chief, one.text), one.wanted) << one.text;
  }
  check({{"an unknown unit", chief, "GET", "/api/v1/tickets?unit=NOBODY", nullptr, 422, {"unknown_unit"}},
         {"an unknown state", chief, "GET", "/api/v1/tickets?state=lost", nullptr, 422, {"choice"}},
         {"no time", chief, "GET", "/api/v1/tickets?from=monday", nullptr, 422, {"date_time"}}});
}

TEST_F(TicketLists, PagesShowEveryTicketOnceThoughOthersComeMeanwhile) {
  Ids made;
  for (int i = 0; i < 7; ++i)
    made.insert(made.begin(), given_ticket({{"words", "路灯 " + std::to_string(i)}}));
  auto chief = supervisor();
  Ids seen;
  std::string path = "/api/v1/tickets?limit=3";
  for (int page = 0; page < 5; ++page) {
    const auto reply = chief.get(path);
    for (const auto id : ids(reply)) seen.push_back(id);
    const Json next = reply.json()["next"];
    if (next.is_null()) break;
    if (page == 0) given_ticket({{"words", "后来的"}});
    path = "/api/v1/tickets?limit=3&cursor=" + next.get<std::string>();
  }
  EXPECT_EQ(seen, made);
}

TEST_F(TicketLists, AUnitFindsItsOwnAndThoseOfUnitsBelowIt) {
  const auto street = given_ticket(), district = given_ticket(), water = given_ticket(),
             nobody = given_ticket();
  act(supervisor(), street, "/dispatch", {{"lead", "XH-CY"}});
  act(supervisor(), district, "/dispatch", {{"lead", "XH"}});
  act(supervisor(), water, "/dispatch", {{"lead", "WATER"}});
  auto above = handler("XH"), below = handler("XH-CY"), other = handler("WATER");
  EXPECT_EQ(found(above, ""), Ids{district});
  EXPECT_EQ(found(above, "unit=XH-CY"), Ids{street});
  EXPECT_EQ(found(below, ""), Ids{street});
  EXPECT_EQ(found(other, "number=" + number_of(water)), Ids{water});
  EXPECT_EQ(found(other, "number=" + number_of(street)), Ids{}) << "a number is no key to others' tickets";
  const auto one = [](std::int64_t id) { return ticket_path(id); };
  check({{"a unit above", above, "GET", one(street), nullptr, 200},
         {"the unit below", below, "GET", one(district), nullptr, 404, {}, {"路灯"}},
         {"another unit", other, "GET", one(street), nullptr, 404, {}, {"路灯"}},
         {"nobody's", other, "GET", one(nobody), nullptr, 404, {}, {"路灯"}},
         {"another's history", other, "GET", one(street) + "/history", nullptr, 404, {}, {"路灯"}},
         {"a list of another unit", below, "GET", "/api/v1/tickets?unit=XH", nullptr, 403, {}, {"路灯"}},
         {"of one beside it", below, "GET", "/api/v1/tickets?unit=WATER", nullptr, 403, {}, {"路灯"}}});
}

TEST_F(TicketLists, AUnitThatLostItsPartLosesSightOfTheTicket) {
  const auto id = given_dispatched();
  auto first = handler("XH-CG"), second = handler("ENV");
  EXPECT_EQ(first.get(ticket_path(id)).status, 200U);
  return_it(id, "XH-CG");
  act(supervisor(), id, "/ruling", {{"assignment", 1}, {"ruling", "redispatched"}, {"unit", "ENV"}});
  EXPECT_EQ(first.get(ticket_path(id)).status, 404U) << "also when the answer was kept in memory";
  EXPECT_EQ(second.get(ticket_path(id)).status, 200U);
}

TEST_F(TicketLists, SecretOnesAreForThoseWithTheRightAndForUnitsThatHandleThem) {
  const auto id = given_ticket({{"secret", true}});
  act(supervisor(), id, "/dispatch", {{"lead", "XH-CG"}});
  auto clerk = agent(), chief = supervisor(), unit = handler("XH-CG"), other = handler("WATER");
  EXPECT_EQ(chief.get(ticket_path(id)).status, 200U) << "who may fills the memory first";
  EXPECT_EQ(clerk.get(ticket_path(id)).status, 404U);
  EXPECT_EQ(unit.get(ticket_path(id)).status, 200U);
  EXPECT_EQ(other.get(ticket_path(id)).status, 404U);
  EXPECT_EQ(found(clerk, ""), Ids{});
  EXPECT_EQ(found(clerk, "q=%E8%B7%AF%E7%81%AF"), Ids{});
  EXPECT_EQ(found(clerk, "number=" + number_of(id)), Ids{});
  EXPECT_EQ(found(unit, ""), Ids{id});
  EXPECT_EQ(clerk.get("/api/v1/ticket-counts").json()["items"], Json::array());
}

TEST_F(TicketLists, CountsTellAUnitOfItsOwnPartsAndAProgramWithoutUnitOfNone) {
  given_ticket();
  given_dispatched();
  auto chief = supervisor(), unit = handler("XH-CG"), other = handler("WATER");
  auto stray = program({Right::ticket_read}), theirs = program({Right::ticket_read}, "XH-CG");
  const auto counts = [](HttpClient& who) {
    const auto reply = who.get("/api/v1/ticket-counts");
    EXPECT_EQ(reply.status, 200U) << reply.body;
    std::string all;
    const Json page = reply.json();
    for (const Json& row : page["items"])
      all += row["state"].get<std::string>() + "=" + std::to_string(row["count"].get<int>()) + " ";
    return all;
  };
  EXPECT_EQ(counts(chief), "dispatched=1 registered=1 ");
  EXPECT_EQ(counts(unit), "assigned=1 ");
  EXPECT_EQ(counts(theirs), "assigned=1 ");
  EXPECT_EQ(counts(other), "");
  EXPECT_EQ(stray.get("/api/v1/ticket-counts").status, 403U) << "it has no part in any";
  EXPECT_EQ(stray.get("/api/v1/tickets").status, 403U);
}

TEST_F(TicketLists, HistoryTellsEveryEventInOrderWithMaskedNotes) {
  const auto id = given_ticket();
  act(supervisor(), id, "/dispatch", {{"lead", "XH-CG"}, {"note", "请联系 13912345678"}});
  act(handler("XH-CG"), id, "/assignments/1/sign");
  auto chief = supervisor();
  const auto reply = chief.get(ticket_path(id, "/history"));
  const Json items = reply.json()["items"];
  std::vector<std::string> kinds;
  for (const Json& one : items) kinds.push_back(one["kind"].get<std::string>());
  EXPECT_EQ(kinds, (std::vector<std::string>{"opened", "proposed", "dispatched", "assigned", "signed"}));
  EXPECT_NE(reply.body.find("请联系"), std::string::npos);
  EXPECT_EQ(reply.body.find("13912345678"), std::string::npos);
}

TEST_F(TicketLists, ATicketThatDidNotChangeIsNotSentAgain) {
  const auto id = given_ticket();
  auto chief = supervisor(), unit = handler("XH-CG");
  const std::string etag = chief.get(ticket_path(id)).header("ETag");
  const auto same = chief.get(ticket_path(id), {{"If-None-Match", etag}});
  EXPECT_EQ(same.status, 304U);
  EXPECT_EQ(same.body, "");
  EXPECT_EQ(unit.get(ticket_path(id), {{"If-None-Match", etag}}).status, 404U) << "rights come first";
  act(supervisor(), id, "/urge");
  EXPECT_EQ(chief.get(ticket_path(id), {{"If-None-Match", etag}}).status, 200U);
}

}  // namespace
}  // namespace hotline::api
