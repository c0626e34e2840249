// Requests: taken, assessed, read and refused, from every side.
#include "api/scenario.hpp"

namespace hotline::api {
namespace {

using access::Right;

class RequestRoutes : public ScenarioApi {
 protected:
  static constexpr auto kRequests = "/api/v1/requests";
  std::int64_t rows_of(const std::string& phone) {
    auto clerk = agent();
    return static_cast<std::int64_t>(
        clerk.post("/api/v1/callers/history", {{"phone", phone}}).json()["items"].size());
  }
};

TEST_F(RequestRoutes, AnAgentTakesARequestAndGetsItsReceipt) {
  auto clerk = agent();
  const auto taken = clerk.post(kRequests, request_body());
  ASSERT_EQ(taken.status, 201U) << taken.body;
  const Json receipt = taken.json();
  EXPECT_EQ(receipt["state"], "registered") << "held for a person";
  EXPECT_EQ(receipt["received_at"], "2026-03-02T12:00:00+08:00");
  EXPECT_EQ(receipt["number"].get<std::string>().substr(0, 8), "20260302");
  EXPECT_GE(receipt["query_code"].get<std::string>().size(), 6U);
  EXPECT_EQ(receipt["assessment"]["matter"]["row"], "0402.040201");
  EXPECT_FALSE(receipt["assessment"]["reasons"].empty());
  EXPECT_EQ(taken.header("Location"), ticket_path(receipt["ticket"].get<std::int64_t>()));

  const auto read = clerk.get(std::string(kRequests) + "/" + receipt["number"].get<std::string>());
  EXPECT_EQ(read.status, 200U);
  EXPECT_EQ(read.json()["caller_phone"], "138****5678");
  EXPECT_EQ(read.json()["caller_name"], "王**");
  for (const std::string hidden : {"13812345678", "王小明", "query_code"})
    EXPECT_EQ(read.body.find(hidden), std::string::npos) << hidden;
}

TEST_F(RequestRoutes, CoordinatesStandBehindThePlaceUnmasked) {
  auto clerk = agent();
  const Json at{{"longitude", 120.1300014}, {"latitude", 30.23}};
  const auto taken = clerk.post(kRequests, request_body({{"position", at}}));
  ASSERT_EQ(taken.status, 201U) << taken.body;
  const auto read = clerk.get(std::string(kRequests) + "/" + taken.json()["number"].get<std::string>());
  EXPECT_EQ(read.json()["place"], "文三路 1 号 (120.130001, 30.230000)");
  check_refused(
      clerk, "POST", kRequests,
      {{request_body({{"position", {{"longitude", 181}, {"latitude", 30}}}}), "/position/longitude range"},
       {request_body({{"position", {{"longitude", 120}}}}), "/position/latitude required"}});
}

TEST_F(RequestRoutes, BadInputNamesTheFieldAndTheRuleAndStoresNothing) {
  auto clerk = agent();
  const auto with = [](Json more) { return request_body(std::move(more)); };
  const std::vector<Bad> table{
      {with({{"channel", "telex"}}), "/channel unknown_channel"},
      {with({{"matter", "9999.999999"}}), "/matter unknown_matter"},
      {with({{"division", "999999"}}), "/division unknown_division"},
      {with({{"kind", "moan"}}), "/kind choice"},
      {with({{"urgency", "very"}}), "/urgency choice"},
      {with({{"words", std::string(30003, 'a')}}), "/words max_length"},
      {with({{"words", std::string("a\0b", 3)}}), "/words nul"},
      {with({{"words", 7}}), "/words type"},
      {with({{"caller", {{"phone", "12x"}}}}), "/caller/phone phone"},
      {with({{"caller", {{"fone", "13812345678"}}}}), "/caller/fone unknown_field"},
      {with({{"received_at", "2027-01-01T00:00:00+08:00"}}), "/received_at not_future"},
      {with({{"received_at", "yesterday"}}), "/received_at date_time"},
      {with({{"external_id", "7"}}), "/source required"},
      {with({{"special_needs", {"elderly", "tall"}}}), "/special_needs/1 choice"},
      {with({{"colour", "red"}}), "/colour unknown_field"},
  };
  check_refused(clerk, "POST", kRequests, table);
  check_refused(clerk, "POST", std::string(kRequests) + "/assess", table);
  EXPECT_EQ(rows_of("13812345678"), 0);
}

TEST_F(RequestRoutes, AssessingStoresNothingAndTakesNoNumber) {
  auto clerk = agent();
  check({{"while typing",
          clerk,
          "POST",
          "/api/v1/requests/assess",
          request_body({{"words", "翠苑一区没水了"}, {"matter", "0904.090403"}}),
          200,
          {"\"reasons\"", "\"WATER\"", "\"confidence\""},
          {"query_code"},
          {}},
         {"an empty call",
          clerk,
          "POST",
          "/api/v1/requests/assess",
          {{"channel", "phone"}, {"words", ""}},
          200,
          {"nothing_to_take"},
          {},
          {}}});
  EXPECT_EQ(rows_of("13812345678"), 0);
}

TEST_F(RequestRoutes, TheSameRequestOfASourceIsTakenOnce) {
  auto clerk = agent();
  const Json body = request_body({{"source", "old"}, {"external_id", "A 7"}});
  const auto first = clerk.post(kRequests, body);
  ASSERT_EQ(first.status, 201U) << first.body;
  check({"again", clerk, "POST", kRequests, body, 409, {}, {"query_code"}, {}});
  const auto other = clerk.post(kRequests, request_body({{"source", "new"}, {"external_id", "A 7"}}));
  EXPECT_EQ(other.status, 201U) << "another source has ids of its own";
}

TEST_F(RequestRoutes, OnlyWhoMaySeeTheTicketReadsTheRequest) {
  const Json receipt = given_request({{"secret", true}});
  const std::string path = std::string(kRequests) + "/" + receipt["number"].get<std::string>();
  auto clerk = agent(), chief = supervisor(), unit = handler("XH-CG"),
       auditor = signed_in({access::Role::auditor});
  auto reader = program({Right::request_read});
  check({{"an agent sees no secret one", clerk, "GET", path, nullptr, 404, {}, {"路灯"}},
         {"a supervisor does", chief, "GET", path, nullptr, 200, {"路灯"}, {"13812345678"}},
         {"units have no part in requests", unit, "GET", path, nullptr, 403, {}, {"路灯"}},
         {"nor have auditors", auditor, "GET", path, nullptr, 403, {}, {"路灯"}},
         {"a program needs the ticket too", reader, "GET", path, nullptr, 404, {}, {"路灯"}},
         {"no such number", chief, "GET", std::string(kRequests) + "/20260302999999", nullptr, 404}});
}

TEST_F(RequestRoutes, ACallersHistoryComesNewestFirstMaskedAndWithoutSecretOnes) {
  given_request({{"title", "第一件"}});
  given_request({{"title", "第二件"}, {"secret", true}});
  given_request({{"title", "第三件"}});
  given_request({{"title", "别人的"}, {"caller", {{"phone", "13900000000"}}}});
  auto clerk = agent(), chief = supervisor(), unit = handler("XH-CG");
  const Json query{{"phone", "+86 138-1234-5678"}};
  const Json seen = clerk.post("/api/v1/callers/history", query).json()["items"];
  ASSERT_EQ(seen.size(), 2U);
  EXPECT_EQ(seen[0]["title"], "第三件");
  EXPECT_EQ(seen[1]["title"], "第一件");
  check({{"a supervisor sees all",
          chief,
          "POST",
          "/api/v1/callers/history",
          query,
          200,
          {"第二件"},
          {"别人的", "13812345678", "query_code"},
          {"access personal_data_looked_up"}},
         {"a unit asks nobody's past", unit, "POST", "/api/v1/callers/history", query, 403},
         {"no number", clerk, "POST", "/api/v1/callers/history", {{"phone", "abc"}}, 422, {"phone"}}});
}

}  // namespace
}  // namespace hotline::api
