// The city over HTTP: its lists, versions, check, reload and rollback.
#include "api/scenario.hpp"
#include "city/small_city.hpp"

namespace hotline::api {
namespace {

using access::Right;
using access::Role;

class CityRoutes : public ScenarioApi {
 protected:
  static constexpr auto kReload = "/api/v1/city/reload";
  test::HttpClient operations() { return signed_in({Role::operations}); }
  static std::vector<std::string> codes(const test::HttpReply& reply, const char* key = "code") {
    EXPECT_EQ(reply.status, 200U) << reply.body;
    std::vector<std::string> all;
    const Json page = reply.json();
    for (const Json& row : page["items"]) all.push_back(row[key].get<std::string>());
    return all;
  }
  using Codes = std::vector<std::string>;
  std::int64_t in_force() {
    auto chief = supervisor();
    return chief.get("/api/v1/city").json()["version"].get<std::int64_t>();
  }
};

TEST_F(CityRoutes, ListsFindByNameAliasCodeAndPlaceInTheTree) {
  auto clerk = agent();
  const auto get = [&](const std::string& path) { return clerk.get("/api/v1/city/" + path); };
  EXPECT_EQ(codes(get("units?parent=XH")), (Codes{"XH-CG", "XH-CY"}));
  EXPECT_EQ(codes(get("units?division=330105")), Codes{"GS"});
  EXPECT_EQ(codes(get("units?q=%E8%87%AA%E6%9D%A5%E6%B0%B4")), Codes{"WATER"}) << "by its alias 自来水";
  EXPECT_EQ(codes(get("units?q=xh-c")), (Codes{"XH-CG", "XH-CY"}));
  EXPECT_EQ(codes(get("matters?below=09"), "row"), (Codes{"0904.090403", "0904.090499", "0905.090499"}))
      << "one code may stand in two rows";
  EXPECT_EQ(codes(get("divisions?parent=330106")), Codes{"330106005"});
  const Json old = get("divisions?q=%E4%B8%8B%E5%9F%8E").json()["items"][0];
  EXPECT_EQ(old["valid"], false) << "下城区 ended in 2021";
  EXPECT_EQ(get("matters/tree").json()["items"].size(), 2U);
  check({{"a unit that does not exist",
          clerk,
          "GET",
          "/api/v1/city/units?q=zzz",
          nullptr,
          200,
          {"\"items\":[]"}},
         {"a foreign cursor", clerk, "GET", "/api/v1/city/units?cursor=NOBODY", nullptr, 422, {"cursor"}}});
}

TEST_F(CityRoutes, ListsComePageByPage) {
  auto clerk = agent();
  Codes all;
  std::string path = "/api/v1/city/units?limit=3";
  for (int page = 0; page < 9; ++page) {
    const auto reply = clerk.get(path);
    for (const std::string& code : codes(reply)) all.push_back(code);
    const Json next = reply.json()["next"];
    if (next.is_null()) break;
    path = "/api/v1/city/units?limit=3&cursor=" + next.get<std::string>();
  }
  EXPECT_EQ(all, codes(clerk.get("/api/v1/city/units")));
  EXPECT_EQ(all.size(), 8U);
}

TEST_F(CityRoutes, WhatDidNotChangeIsNotSentAgain) {
  auto clerk = agent();
  for (const std::string path : {"/api/v1/city", "/api/v1/city/matters/tree"}) {
    const std::string etag = clerk.get(path).header("ETag");
    EXPECT_EQ(clerk.get(path, {{"If-None-Match", etag}}).status, 304U) << path;
  }
}

TEST_F(CityRoutes, AReloadPutsANewVersionInForceAndToldWhatChanged) {
  auto people = operations(), clerk = agent();
  const auto before = in_force();
  write_city_file("desks.csv",
                  city::test::small_city()["desks.csv"] + "night,夜间专席,phone,,round_the_clock\n");
  EXPECT_EQ(clerk.get("/api/v1/city").json()["desks"].size(), 1U) << "nothing changes by itself";
  const auto reply = people.post(kReload, {{"note", "增设夜间专席"}});
  ASSERT_EQ(reply.status, 200U) << reply.body;
  EXPECT_EQ(reply.json()["version"]["note"], "增设夜间专席");
  EXPECT_EQ(in_force(), before + 1);
  EXPECT_EQ(city_changes(), 1) << "the dispatcher is made anew";
  EXPECT_EQ(clerk.get("/api/v1/city").json()["desks"].size(), 2U);
  const auto diff = people.get("/api/v1/city/versions/" + std::to_string(before + 1) + "/diff");
  EXPECT_EQ(diff.json()["files"].size(), 1U) << diff.body;
  EXPECT_EQ(diff.json()["files"][0]["name"], "desks.csv");
  EXPECT_EQ(diff.json()["files"][0]["rows"][0]["change"], "added");
  const Json versions = people.get("/api/v1/city/versions").json()["items"];
  EXPECT_EQ(versions.size(), 2U);
  EXPECT_EQ(versions[0]["in_force"], true);
  EXPECT_EQ(versions[1]["in_force"], false);
}

TEST_F(CityRoutes, AReloadWithMistakesNamesEachWithFileAndLineAndChangesNothing) {
  auto people = operations();
  const auto before = in_force();
  const std::int64_t seq = newest_seq();
  write_city_file("desks.csv",
                  city::test::small_city()["desks.csv"] + "night,夜间专席,telex,,round_the_clock\n");
  write_city_file("places.csv", city::test::small_city()["places.csv"] + "某路,road,990000,\n");
  const auto reply = people.post(kReload, Json::object());
  EXPECT_EQ(reply.status, 422U) << reply.body;
  EXPECT_NE(reply.faults().find("desks.csv:3 "), std::string::npos) << reply.faults();
  EXPECT_NE(reply.faults().find("places.csv:4 "), std::string::npos) << reply.faults();
  EXPECT_EQ(newest_seq(), seq);
  EXPECT_EQ(in_force(), before);
  EXPECT_EQ(city_changes(), 0);
}

TEST_F(CityRoutes, ACheckReportsWithoutChangingAnything) {
  auto people = operations();
  const std::int64_t seq = newest_seq();
  const auto own = people.post("/api/v1/city/check", Json::object());
  EXPECT_EQ(own.status, 200U) << own.body;
  EXPECT_EQ(own.json()["errors"], 0);
  Json files = Json::array();
  for (const auto& [name, content] : city::test::small_city())
    files.push_back({{"name", name}, {"content", name == "units.csv" ? content + "X,某局\n" : content}});
  const auto given = people.post("/api/v1/city/check", {{"files", files}}, {{"Accept-Language", "en"}});
  EXPECT_EQ(given.status, 200U) << given.body;
  EXPECT_GE(given.json()["errors"].get<int>(), 1);
  bool named = false;
  const Json findings = given.json()["findings"];
  for (const Json& one : findings)
    named = named || (one["severity"] == "error" && one["file"] == "units.csv" && one["line"] == 10);
  EXPECT_TRUE(named) << given.body;
  EXPECT_EQ(newest_seq(), seq);
  EXPECT_EQ(city_changes(), 0);
}

TEST_F(CityRoutes, ARollbackPutsAnEarlierVersionBackAsANewOne) {
  auto people = operations(), clerk = agent();
  const auto first = in_force();
  write_city_file("desks.csv",
                  city::test::small_city()["desks.csv"] + "night,夜间专席,phone,,round_the_clock\n");
  ASSERT_EQ(people.post(kReload, Json::object()).status, 200U);
  const std::string path = "/api/v1/city/rollback";
  check(
      {{"a version that never was", people, "POST", path, {{"to", 99}}, 404, {}, {}, {}, if_match(first + 1)},
       {"somebody reloaded meanwhile",
        people,
        "POST",
        path,
        {{"to", first}},
        412,
        {},
        {},
        {},
        if_match(first)},
       {"agents do not", clerk, "POST", path, {{"to", first}}, 403, {}, {}, {}, if_match(first + 1)}});
  const auto back = people.post(path, {{"to", first}, {"note", "夜间专席取消"}}, if_match(first + 1));
  ASSERT_EQ(back.status, 200U) << back.body;
  EXPECT_EQ(back.json()["version"]["rollback_of"], first);
  EXPECT_EQ(in_force(), first + 2);
  EXPECT_EQ(clerk.get("/api/v1/city").json()["desks"].size(), 1U);
}

}  // namespace
}  // namespace hotline::api
