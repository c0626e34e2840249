// What people without an account can do: file, follow and rate, and nothing that would tell them of others.
#include "api/scenario.hpp"

namespace hotline::api {
namespace {

class CitizenRoutes : public ScenarioApi {
 protected:
  static constexpr auto kFile = "/api/v1/public/requests";
  static Json filing(Json more = Json::object()) {
    Json body{
        {"words", "翠苑街道文三路路灯不亮，晚上看不见路"}, {"phone", "13812345678"}, {"name", "王小明"}};
    body.update(more);
    return body;
  }
  static std::string progress(const Json& receipt) {
    return "/api/v1/requests/" + receipt["number"].get<std::string>() +
           "/progress?code=" + receipt["query_code"].get<std::string>();
  }
  static std::string rating(const Json& receipt) {
    return "/api/v1/requests/" + receipt["number"].get<std::string>() + "/rating";
  }
};

TEST_F(CitizenRoutes, AFiledRequestIsFollowedByNumberAndCode) {
  auto citizen = client();
  const auto filed = citizen.post(kFile, filing());
  ASSERT_EQ(filed.status, 201U) << filed.body;
  const Json receipt = filed.json();
  for (const std::string inner : {"assessment", "\"ticket\"", "confidence", "138"})
    EXPECT_EQ(filed.body.find(inner), std::string::npos) << inner << " is no business of the public";
  const auto seen = citizen.get(progress(receipt));
  ASSERT_EQ(seen.status, 200U) << seen.body;
  EXPECT_EQ(seen.json()["number"], receipt["number"]);
  for (const std::string inner : {"王小明", "138", "路灯", "reason", "\"id\"", "account:"})
    EXPECT_EQ(seen.body.find(inner), std::string::npos) << inner;
}

TEST_F(CitizenRoutes, AWrongCodeAndAnUnknownNumberLookAlike) {
  auto citizen = client();
  const Json receipt = given_request();
  const std::string number = receipt["number"].get<std::string>();
  const auto wrong = citizen.get("/api/v1/requests/" + number + "/progress?code=AAAAAAAA");
  const auto unknown = citizen.get("/api/v1/requests/20260302999999/progress?code=AAAAAAAA");
  EXPECT_EQ(wrong.status, 404U);
  EXPECT_EQ(unknown.status, 404U);
  EXPECT_EQ(wrong.json()["detail"], unknown.json()["detail"]);
  check({{"no code", citizen, "GET", "/api/v1/requests/" + number + "/progress", nullptr, 422, {"code"}},
         {"an account's route", citizen, "GET", "/api/v1/requests/" + number, nullptr, 401},
         {"rating with a wrong code",
          citizen,
          "POST",
          rating(receipt),
          {{"code", "AAAAAAAA"}, {"solved", "yes"}},
          404}});
}

TEST_F(CitizenRoutes, ProgressTellsStateUnitAndTheMaskedAnswerOnceThereIsOne) {
  const Json receipt = given_request();
  const auto id = receipt["ticket"].get<std::int64_t>();
  auto citizen = client();
  const std::string path = progress(receipt);
  EXPECT_EQ(citizen.get(path).json()["unit"], nullptr);
  act(supervisor(), id, "/dispatch", {{"lead", "XH-CG"}});
  act(handler("XH-CG"), id, "/assignments/1/sign");
  act(handler("XH-CG"), id, "/assignments/1/reply",
      {{"text", "路灯已修复，有事请找 13700000001。"}, {"note", "内部说明：此人常来电"}});
  const Json under_review = citizen.get(path).json();
  EXPECT_EQ(under_review["unit"], "西湖城管");
  EXPECT_EQ(under_review["answer"], nullptr) << "a reply that was not reviewed is no answer";
  act(supervisor(), id, "/review", {{"accepted", true}});
  const auto resolved = citizen.get(path);
  EXPECT_EQ(resolved.json()["state"], "resolved");
  EXPECT_NE(resolved.body.find("路灯已修复"), std::string::npos);
  EXPECT_EQ(resolved.body.find("13700000001"), std::string::npos);
  EXPECT_EQ(resolved.body.find("内部说明"), std::string::npos);
  EXPECT_EQ(citizen.get(path, {{"Accept-Language", "en"}}).json()["state_name"], "resolved");
}

TEST_F(CitizenRoutes, AResultIsRatedOnceItIsThereAndOnce) {
  const Json receipt = given_request();
  const auto id = receipt["ticket"].get<std::int64_t>();
  auto citizen = client();
  const Json good{{"code", receipt["query_code"]}, {"solved", "yes"}, {"result", 5}, {"words", "谢谢"}};
  check({"too early", citizen, "POST", rating(receipt), good, 409});
  act(supervisor(), id, "/dispatch", {{"lead", "XH-CG"}});
  act(handler("XH-CG"), id, "/assignments/1/sign");
  act(handler("XH-CG"), id, "/assignments/1/reply", {{"text", "已修复"}});
  act(supervisor(), id, "/review", {{"accepted", true}});
  check_refused(citizen, "POST", rating(receipt),
                {{{{"code", receipt["query_code"]}}, "/solved required"},
                 {{{"code", receipt["query_code"]}, {"solved", "maybe"}}, "/solved choice"},
                 {{{"code", receipt["query_code"]}, {"solved", "yes"}, {"result", 6}}, "/result range"}});
  EXPECT_EQ(citizen.post(rating(receipt), good).status, 204U);
  EXPECT_EQ(citizen.get(progress(receipt)).json()["rated"], true);
  check({"a second rating", citizen, "POST", rating(receipt), good, 409});
  const Json stored = ticket(id)["requests"][0]["rating"];
  EXPECT_EQ(stored["result"], 5);
  EXPECT_EQ(stored["unit"], nullptr) << "a score that was not given is not a score of zero";
}

TEST_F(CitizenRoutes, BadInputIsNamedAndNothingIsStored) {
  auto citizen = client();
  check_refused(citizen, "POST", kFile,
                {{filing({{"words", "短"}}), "/words min_length"},
                 {filing({{"words", std::string(15003, 'a')}}), "/words max_length"},
                 {filing({{"phone", "114x"}}), "/phone phone"},
                 {{{"words", "路灯不亮，请修好"}}, "/phone required"},
                 {filing({{"matter", "0402.040201"}}), "/matter unknown_field"},
                 {filing({{"hold", true}}), "/hold unknown_field"},
                 {filing({{"reply_by", "pigeon"}}), "/reply_by choice"}});
  check({{"not JSON", citizen, "POST", kFile, Json(), 415},
         {"the city's name is public",
          citizen,
          "GET",
          "/api/v1/public/city",
          nullptr,
          200,
          {"杭州市"},
          {"version"}},
         {"the city's files are not", citizen, "GET", "/api/v1/city", nullptr, 401}});
}

class CitizenLimit : public CitizenRoutes {
 protected:
  void adjust(ServerSettings& settings) override {
    DomainApi::adjust(settings);
    settings.per_address = {.per_second = 1, .burst = 50};
  }
};

TEST_F(CitizenLimit, OneAddressFilesAFewRequestsAndThenWaits) {
  auto citizen = client();
  int taken = 0;
  test::HttpReply last;
  for (int i = 0; i < 5; ++i) {
    last = citizen.post(kFile, filing({{"words", "路灯不亮，第 " + std::to_string(i) + " 次"}}));
    taken += last.status == 201U;
  }
  EXPECT_EQ(taken, 2) << "20 tokens each of 50";
  EXPECT_EQ(last.status, 429U);
  EXPECT_GT(std::stoi(last.header("Retry-After")), 0);
  clock().advance(std::chrono::seconds{60});
  EXPECT_EQ(citizen.post(kFile, filing()).status, 201U);
}

}  // namespace
}  // namespace hotline::api
