// What files on the disk would do to past tickets, before they are loaded.
#include "api/domain_fixture.hpp"
#include "city/small_city.hpp"

namespace hotline::api {
namespace {

class BacktestRoutes : public DomainApi {
 protected:
  static constexpr auto kPath = "/api/v1/city/backtest";
  test::HttpClient operations() { return signed_in({access::Role::operations}); }
};

TEST_F(BacktestRoutes, TellWhatAChangeWouldMoveAndChangeNothing) {
  given_dispatched();  // words about a street lamp
  write_city_file("disputed.csv",
                  city::test::small_city()["disputed.csv"] + "路灯不亮,,ENV,,试行,2026-01-05\n");
  const int before = city_changes();

  const auto reply = operations().post(kPath, Json::object());
  ASSERT_EQ(reply.status, 200U) << reply.body;
  const Json report = reply.json();
  EXPECT_EQ(report["tickets"], 1);
  EXPECT_EQ(report["changes"][0]["name"], "disputed.csv");
  ASSERT_EQ(report["moved_count"], 1) << reply.body;
  EXPECT_EQ(report["moved"][0]["after"]["code"], "ENV");
  ASSERT_GE(report["units"].size(), 1U);
  EXPECT_EQ(city_changes(), before);
  EXPECT_EQ(domain().city.get()->version, 1) << "nothing is loaded";
}

TEST_F(BacktestRoutes, MoveNothingWhileTheFilesAreTheSame) {
  given_dispatched();
  const Json report = operations().post(kPath, {{"newest", 10}}).json();
  EXPECT_EQ(report["moved_count"], 0);
  EXPECT_TRUE(report["changes"].empty());
  EXPECT_EQ(report["before"], report["after"]);
}

TEST_F(BacktestRoutes, NameEveryMistakeOfFilesThatCannotBeLoaded) {
  write_city_file("duties.csv", "matter,division,unit,role,words,basis\n99,,NOBODY,lead,,\n");
  const auto reply = operations().post(kPath, Json::object());
  EXPECT_EQ(reply.status, 422U);
  EXPECT_NE(reply.body.find("duties.csv:2"), std::string::npos) << reply.body;
}

}  // namespace
}  // namespace hotline::api
