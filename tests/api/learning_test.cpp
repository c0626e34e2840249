// Routes over the dispatch's figures, its models, and rulings that become lines of the disputed list.
#include <filesystem>
#include <fstream>

#include "api/domain_fixture.hpp"

namespace hotline::api {
namespace {

class LearningRoutes : public DomainApi {
 protected:
  // Dispatched to the wrong unit, returned, and given to the water works by ruling.
  std::int64_t given_ruled() {
    const std::int64_t id = given_dispatched();
    act(handler("XH-CG"), id, "/assignments/1/sign");
    write_city_file("return_reasons.csv", "code,name,needs_evidence,needs_target\nother,其他,false,false\n");
    operations().post("/api/v1/city/reload", Json::object());
    act(approver("XH-CG"), id, "/assignments/1/return", {{"reason", "other"}, {"note", "不属于我们"}});
    act(supervisor(), id, "/ruling", {{"assignment", 1}, {"ruling", "redispatched"}, {"unit", "WATER"}});
    return id;
  }
  test::HttpClient operations() { return signed_in({access::Role::operations}); }
};

TEST_F(LearningRoutes, AccuracyHoldsProposalsAgainstTheUnitsThatTookTheTickets) {
  given_ruled();
  const Json figures = supervisor().get("/api/v1/dispatch/accuracy").json();
  EXPECT_EQ(figures["unit"]["tickets"], 1);
  EXPECT_EQ(figures["unit"]["right"], 0);
  EXPECT_EQ(figures["confusions"][0]["truth"], "WATER");
  EXPECT_EQ(figures["weeks"].size(), 1U);
}

TEST_F(LearningRoutes, ARulingBecomesALineOfTheDisputedListAndIsInForce) {
  const std::int64_t id = given_ruled();
  const int before = city_changes();
  const auto reply = supervisor().post("/api/v1/dispatch/settlements",
                                       {{"ticket", id}, {"phrase", "水箱嗡嗡响"}, {"assistants", {"ENV"}}});
  ASSERT_EQ(reply.status, 200U) << reply.body;
  EXPECT_EQ(city_changes(), before + 1);
  const auto settlements = domain().city.get()->settlements;
  ASSERT_EQ(settlements.size(), 2U);
  EXPECT_EQ(settlements.back().unit, "WATER");
  EXPECT_EQ(settlements.back().assists, std::vector<std::string>{"ENV"});
  const auto again =
      supervisor().post("/api/v1/dispatch/settlements", {{"ticket", id}, {"phrase", "水箱嗡嗡响"}});
  EXPECT_EQ(again.status, 409U) << "a phrase is settled once";
}

TEST_F(LearningRoutes, OnlyARulingCanBeSettledAndAMistakeChangesNothing) {
  const std::int64_t plain = given_dispatched();
  EXPECT_EQ(
      supervisor().post("/api/v1/dispatch/settlements", {{"ticket", plain}, {"phrase", "路灯不亮"}}).status,
      409U);
  const std::int64_t ruled = given_ruled();
  const auto wrong = supervisor().post("/api/v1/dispatch/settlements",
                                       {{"ticket", ruled}, {"phrase", "路灯不亮"}, {"unit", "NOBODY"}});
  EXPECT_EQ(wrong.status, 422U) << wrong.body;
  EXPECT_EQ(domain().city.get()->settlements.size(), 1U);
  EXPECT_EQ(test::value_of(city::read_city_files(city_folder()))["disputed.csv"].find("NOBODY"),
            std::string::npos);
}

TEST_F(LearningRoutes, AForeignModelFileIsRefusedByNameAndNothingIsSwapped) {
  std::filesystem::create_directories(model_folder());
  std::ofstream(model_folder() + "/foreign.model") << "no model";
  const Json listed = operations().get("/api/v1/dispatch/models").json();
  ASSERT_EQ(listed["items"].size(), 1U);
  EXPECT_FALSE(listed["items"][0]["fault"].is_null());
  const auto refused = operations().post("/api/v1/dispatch/models/promotion", {{"name", "foreign.model"}});
  EXPECT_GE(refused.status, 400U);
  EXPECT_NE(refused.body.find("foreign.model"), std::string::npos) << refused.body;
  EXPECT_EQ(model_changes(), 0);
  EXPECT_EQ(operations().post("/api/v1/dispatch/models/rollback", Json::object()).status, 409U);
}

TEST_F(LearningRoutes, ATrainingRunsInTheBackgroundAndTooFewTicketsPromoteNothing) {
  given_ruled();
  test::HttpClient people = operations();
  EXPECT_EQ(people.get("/api/v1/dispatch/training").json()["phase"], "idle");
  EXPECT_EQ(people.post("/api/v1/dispatch/training/stop", Json::object()).status, 409U);
  const auto begun = people.post("/api/v1/dispatch/training", Json::object());
  ASSERT_EQ(begun.status, 202U) << begun.body;
  domain().models.wait();
  const Json done = people.get("/api/v1/dispatch/training").json();
  EXPECT_EQ(done["phase"], "done") << done.dump();
  EXPECT_EQ(done["tickets"], 1);
  EXPECT_EQ(done["contest"]["won"], false);
  EXPECT_FALSE(done["contest"]["why"].is_null());
  EXPECT_EQ(done["promoted"], false);
  EXPECT_EQ(model_changes(), 0);
  const Json listed = people.get("/api/v1/dispatch/models").json();
  ASSERT_EQ(listed["items"].size(), 1U) << "it stands on the shelf for people to look at";
  EXPECT_EQ(listed["items"][0]["name"], done["model"]);
  EXPECT_EQ(listed["items"][0]["in_force"], false);
}

TEST_F(LearningRoutes, PeopleMayPromoteWhatWasTrainedAndGoBack) {
  given_ruled();
  std::vector<std::string> names;
  for (int i = 0; i < 2; ++i) {
    clock().advance(std::chrono::hours{1});
    test::HttpClient people = operations();
    people.post("/api/v1/dispatch/training", {{"promote", false}});
    domain().models.wait();
    const Json done = people.get("/api/v1/dispatch/training").json();
    ASSERT_EQ(done["phase"], "done") << done.dump();
    names.push_back(done["model"].get<std::string>());
    EXPECT_EQ(people.post("/api/v1/dispatch/models/promotion", {{"name", names.back()}}).status, 200U);
  }
  EXPECT_EQ(model_changes(), 2);
  const auto back = operations().post("/api/v1/dispatch/models/rollback", Json::object());
  ASSERT_EQ(back.status, 200U) << back.body;
  for (const Json& one : back.json()["items"]) EXPECT_EQ(one["in_force"], one["name"] == names.front());
  EXPECT_EQ(supervisor().post("/api/v1/dispatch/training", Json::object()).status, 403U);
}

}  // namespace
}  // namespace hotline::api
