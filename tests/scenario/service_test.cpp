// The program as an operator knows it: start, stop, reload, check, kill.
#include <atomic>
#include <filesystem>
#include <set>
#include <thread>

#include "scenario/real_hotline.hpp"
#include "support/file_bytes.hpp"

namespace hotline::scenario {
namespace {

nlohmann::json request(const std::string& words, const std::string& id = "") {
  nlohmann::json body{{"channel", "phone"}, {"words", words}, {"caller", {{"phone", "13800000001"}}}};
  if (!id.empty()) {
    body["source"] = "scenario";
    body["external_id"] = id;
  }
  return body;
}

TEST(Service, AFreshDatabaseIsMadeServesAndIsThereAgainAfterARestart) {
  RealHotline hotline;
  const std::string password = hotline.account("agent", "agent");
  ASSERT_TRUE(hotline.start());
  EXPECT_EQ(hotline.client().get("/health/ready").json()["status"], "ready");
  auto agent = hotline.signed_in("agent", password);
  const auto taken = agent.post("/api/v1/requests", request("文三路路灯不亮"));
  ASSERT_EQ(taken.status, 201u) << taken.body;
  EXPECT_EQ(hotline.stop(), 0);

  ASSERT_TRUE(hotline.start());
  auto again = hotline.signed_in("agent", password);
  const auto found = again.get("/api/v1/requests/" + taken.json()["number"].get<std::string>());
  EXPECT_EQ(found.status, 200u);
  EXPECT_EQ(found.json()["words"], "文三路路灯不亮");
}

TEST(Service, ASecondProcessIsRefusedTheSameDatabase) {
  RealHotline hotline;
  ASSERT_TRUE(hotline.start());
  const Outcome second = run(program() + " audit verify --config " + hotline.config());
  EXPECT_NE(second.status, 0);
  EXPECT_EQ(hotline.client().get("/health/live").status, 200u);
}

TEST(Service, WorkOfTheHotlineItselfCannotBeGivenAway) {
  RealHotline hotline;
  std::ofstream(hotline.config(), std::ios::app) << "[jobs]\nworker_kinds = [\"notify.deliver\"]\n";
  const Outcome refused = run(program() + " --language en serve --config " + hotline.config());
  EXPECT_EQ(refused.status, 1) << refused.output;
  EXPECT_NE(refused.output.find("notify.deliver"), std::string::npos) << refused.output;
}

TEST(Service, EveryAcknowledgedRequestSurvivesAKillOnceAndOnlyOnce) {
  RealHotline hotline;
  const std::string password = hotline.account("agent", "agent");
  constexpr int clients = 4, rounds = 3;
  std::set<std::string> acknowledged;
  std::mutex mutex;
  for (int round = 0; round < rounds; ++round) {
    ASSERT_TRUE(hotline.start());
    std::atomic<int> taken{0};
    std::vector<std::thread> threads;
    for (int c = 0; c < clients; ++c) {
      auto agent = std::make_shared<test::HttpClient>(hotline.signed_in("agent", password));
      threads.emplace_back([&, c, round, agent] {
        try {
          for (int i = 0;; ++i) {
            const std::string id = std::to_string(round) + "-" + std::to_string(c) + "-" + std::to_string(i);
            const auto reply = agent->post("/api/v1/requests", request("中山路 " + id + " 号门前积水", id));
            if (reply.status != 201) continue;
            ++taken;
            const std::lock_guard lock(mutex);
            acknowledged.insert(id);
          }
        } catch (const std::exception&) {
          // The process is gone: that is what the test is about.
        }
      });
    }
    while (taken < 60) std::this_thread::yield();
    hotline.kill_now();
    for (std::thread& one : threads) one.join();
  }
  ASSERT_GE(acknowledged.size(), 180u);
  const Outcome chain = run(program() + " audit verify --config " + hotline.config());
  EXPECT_EQ(chain.status, 0) << chain.output;

  ASSERT_TRUE(hotline.start());
  auto agent = hotline.signed_in("agent", password);
  for (const std::string& id : acknowledged) {
    const auto second = agent.post("/api/v1/requests", request("中山路 " + id + " 号门前积水", id));
    EXPECT_EQ(second.status, 409u) << id << " was acknowledged and is gone";
  }
}

class CityCopy : public ::testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::copy(source("config/hangzhou"), city(), std::filesystem::copy_options::recursive);
  }
  std::string city() const { return dir_.file("city"); }
  // Adds a line; where it stands, "units.csv:87".
  std::string append(const std::string& name, const std::string& line) {
    std::ofstream(city() + "/" + name, std::ios::app) << line << "\n";
    const std::string all = test::file_bytes(city() + "/" + name);
    return name + ":" + std::to_string(std::count(all.begin(), all.end(), '\n'));
  }
  test::TempDir dir_;
};

TEST_F(CityCopy, TheSampleCityIsWithoutErrors) {
  const Outcome check = run(program() + " config check " + city());
  EXPECT_EQ(check.status, 0) << check.output;
  EXPECT_NE(check.output.find("0 errors"), std::string::npos);
}

TEST_F(CityCopy, TenPlantedMistakesAreAllReportedWithFileAndLine) {
  const std::vector<std::string> planted{
      append("units.csv", "X-1,某局,city,NOBODY,bureau,,office,,"),
      append("divisions.csv", "330199,某区,nowhere,330100,,"),
      append("places.csv", "某路,road,990000,"),
      append("duties.csv", "0101,,NOBODY,lead,,"),
      append("limits.csv", "praise,critical,99,resolve,-3,working_days,true,"),
      append("channels.csv", "telex,电传,by_hand,phone"),
      append("handover.csv", "119x,消防,three,火"),
      append("calendars/2026.csv", "2026-13-01,holiday,无"),
      append("risk_words.csv", "purple,词,类,"),
      append("refusals.csv", "x,y"),
  };
  const Outcome check = run(program() + " --language en config check " + city());
  EXPECT_EQ(check.status, 1);
  for (const std::string& place : planted)
    EXPECT_NE(check.output.find(place), std::string::npos) << place << "\n" << check.output;
  EXPECT_NE(check.output.find("10 errors"), std::string::npos) << check.output;
}

TEST_F(CityCopy, FilesOfTheVersionBeforeStartItAndTheCheckNamesWhatIsObsolete) {
  RealHotline hotline;
  std::ofstream(hotline.config(), std::ios::app) << "[knowledge]\nsynonyms_file = \"s.csv\"\n";
  const std::string line = append("city.toml", "[warning]");
  const Outcome check =
      run(program() + " --language en config check " + city() + " --config " + hotline.config());
  EXPECT_EQ(check.status, 0) << check.output;
  EXPECT_NE(check.output.find(line + ": warning: the setting 'warning'"), std::string::npos) << check.output;
  EXPECT_NE(check.output.find("warning: The setting knowledge.synonyms_file"), std::string::npos)
      << check.output;
  EXPECT_TRUE(hotline.start());
  std::ofstream(hotline.config(), std::ios::app) << "synonym_file = \"s.csv\"\n";
  EXPECT_EQ(run(program() + " config check " + city() + " --config " + hotline.config()).status, 1);
}

TEST_F(CityCopy, AReloadTakesTheWholeSnapshotOrNothing) {
  RealHotline hotline(city());
  const std::string password = hotline.account("operations", "operations");
  ASSERT_TRUE(hotline.start());
  auto operations = hotline.signed_in("operations", password);
  const auto newest = [&] {
    return operations.get("/api/v1/city/versions").json()["items"][0]["number"].get<int>();
  };
  const int before = newest();
  append("places.csv", "某路,road,990000,");
  const auto refused = operations.post("/api/v1/city/reload", nlohmann::json::object());
  EXPECT_EQ(refused.status, 422u) << refused.body;
  EXPECT_NE(refused.body.find("places.csv:"), std::string::npos) << refused.body;
  EXPECT_EQ(newest(), before);
}

TEST(Explain, ALeakOfGasGoesToThePlaceThatCanActAndSaysWhy) {
  const Outcome told = run(program() + " dispatch explain --city " + source("config/hangzhou") +
                           " --text '家里燃气泄漏，味道很重，快来人'");
  EXPECT_EQ(told.status, 0) << told.output;
  EXPECT_NE(told.output.find("handover    119"), std::string::npos) << told.output;
  EXPECT_NE(told.output.find("waits for a person"), std::string::npos);
}

}  // namespace
}  // namespace hotline::scenario
