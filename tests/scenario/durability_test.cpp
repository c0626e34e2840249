// Backup, deletion of everything, restore; the stand-by that takes over; a disk that fills up and fails while
// served.
#include <atomic>
#include <chrono>
#include <filesystem>
#include <iostream>
#include <mutex>
#include <set>
#include <thread>

#include "app/server.hpp"
#include "hotline/store/keeping.hpp"
#include "scenario/real_hotline.hpp"
#include "support/faulty_disk.hpp"
#include "support/log_lines.hpp"

namespace hotline::scenario {
namespace {

namespace fs = std::filesystem;

nlohmann::json request(const std::string& id) {
  return {{"channel", "phone"},
          {"words", "中山路 " + id + " 号门前积水，请处理"},
          {"caller", {{"phone", "13800000001"}}},
          {"source", "durability"},
          {"external_id", id}};
}

void add_archive(const RealHotline& hotline, const std::string& folder) {
  std::ofstream(hotline.config(), std::ios::app) << "[archive]\ndirectory = \"" << folder << "\"\n";
}

double metric(const RealHotline& hotline, const std::string& name) {
  const std::string page = "\n" + hotline.client().get("/metrics").body;
  const auto at = page.find("\n" + name + " ");
  return at == std::string::npos ? -1 : std::stod(page.substr(at + name.size() + 2));
}

void wait_for_base(const RealHotline& hotline) {
  while (metric(hotline, "hotline_archive_base_seconds") <= 0) std::this_thread::yield();
}

// Sends requests from several threads until the server is gone or `stop` is set.
class Load {
 public:
  Load(const RealHotline& hotline, const std::string& password, int clients) {
    for (int client = 0; client < clients; ++client) {
      auto agent = std::make_shared<test::HttpClient>(hotline.signed_in("agent", password));
      threads_.emplace_back([this, agent, client] { send(*agent, client); });
    }
  }
  ~Load() { join(); }
  void stop() { stop_ = true; }
  void join() {
    for (std::thread& one : threads_) {
      if (one.joinable()) one.join();
    }
  }
  int count(unsigned status) {
    const std::lock_guard lock(mutex_);
    return by_status_[status];
  }
  std::set<std::string> acknowledged() {
    const std::lock_guard lock(mutex_);
    return acknowledged_;
  }

 private:
  void send(test::HttpClient& agent, int client) {
    try {
      for (int i = 0; !stop_; ++i) {
        const std::string id = std::to_string(client) + "-" + std::to_string(i);
        const auto reply = agent.post("/api/v1/requests", request(id));
        const std::lock_guard lock(mutex_);
        ++by_status_[reply.status];
        if (reply.status == 201) acknowledged_.insert(reply.json().value("number", ""));
      }
    } catch (const std::exception&) {  // the server is gone
    }
  }

  std::atomic<bool> stop_{false};
  std::mutex mutex_;
  std::map<unsigned, int> by_status_;
  std::set<std::string> acknowledged_;
  std::vector<std::thread> threads_;
};

TEST(Archive, EverythingDeletedAndRestoredAnswersByteForByte) {
  RealHotline hotline;
  const test::TempDir elsewhere;
  add_archive(hotline, elsewhere.file("archive"));
  const std::string password = hotline.account("agent", "agent");
  ASSERT_TRUE(hotline.start());
  wait_for_base(hotline);
  std::vector<std::string> targets{"/api/v1/tickets?limit=50", "/api/v1/public/city"};
  auto agent = hotline.signed_in("agent", password);
  for (int i = 0; i < 12; ++i) {
    const auto taken = agent.post("/api/v1/requests", request(std::to_string(i)));
    ASSERT_EQ(taken.status, 201u) << taken.body;
    targets.push_back("/api/v1/requests/" + taken.json().value("number", ""));
  }
  const auto answers = [&](test::HttpClient& client) {
    std::vector<std::string> bodies;
    for (const std::string& target : targets) {
      const auto reply = client.get(target);
      bodies.push_back(std::to_string(reply.status) + " " + reply.body);
    }
    return bodies;
  };
  hotline.kill_now();
  ASSERT_TRUE(hotline.start());
  auto again = hotline.signed_in("agent", password);
  const auto before = answers(again);
  ASSERT_EQ(before.front().substr(0, 3), "200");
  // The herald may still be at work: what it writes is part of the state that is compared.
  hotline.stop();

  for (const char* name : {"hotline.db", "hotline.db-wal", "hotline.db-shm"}) fs::remove(hotline.file(name));
  fs::remove_all(hotline.file("attachments"));
  ASSERT_FALSE(fs::exists(hotline.file("hotline.db")));
  const Outcome restored = run(program() + " --language en restore --config " + hotline.config());
  ASSERT_EQ(restored.status, 0) << restored.output;
  EXPECT_NE(restored.output.find("chain whole"), std::string::npos) << restored.output;

  ASSERT_TRUE(hotline.start());
  auto after = hotline.signed_in("agent", password);
  EXPECT_EQ(answers(after), before);
  std::cout << "restored: " << targets.size() << " answers byte-equal; " << restored.output;
}

TEST(Archive, ABackupWhileServingIsTheStateOfTheLastCommit) {
  RealHotline hotline;
  const test::TempDir elsewhere;
  add_archive(hotline, elsewhere.file("archive"));
  const std::string password = hotline.account("agent", "agent");
  ASSERT_TRUE(hotline.start());
  wait_for_base(hotline);
  auto agent = hotline.signed_in("agent", password);
  const auto taken = agent.post("/api/v1/requests", request("1"));
  ASSERT_EQ(taken.status, 201u);
  const Outcome backup =
      run(program() + " --language en backup --config " + hotline.config() + " " + elsewhere.file("copy.db"));
  ASSERT_EQ(backup.status, 0) << backup.output;
  ASSERT_EQ(agent.post("/api/v1/requests", request("2")).status, 201u) << "service has gone on";
  hotline.stop();
  fs::copy_file(elsewhere.file("copy.db"), hotline.file("hotline.db"), fs::copy_options::overwrite_existing);
  ASSERT_TRUE(hotline.start());
  auto again = hotline.signed_in("agent", password);
  EXPECT_EQ(again.get("/api/v1/requests/" + taken.json().value("number", "")).status, 200u);
}

TEST(StandBy, TakesOverWithOneCommandEverythingAcknowledgedBeforeAKill) {
  RealHotline primary;
  RealHotline standby;
  const test::TempDir elsewhere;
  const std::string archive = elsewhere.file("archive");
  add_archive(primary, archive);
  const std::string password = primary.account("agent", "agent");
  fs::copy_file(primary.file("hotline.key"), standby.file("hotline.key"));
  ASSERT_TRUE(primary.start());
  wait_for_base(primary);
  ASSERT_TRUE(standby.start_standby(archive));
  Load load(primary, password, 4);
  while (load.count(201) < 200) std::this_thread::yield();
  auto uploader = primary.signed_in("agent", password);
  const auto taken_with_photo = uploader.post("/api/v1/requests", request("with a photo"));
  const std::string photo = "%PDF-1.4\nthe photo";
  const auto upload = uploader.send(
      "POST", "/api/v1/requests/" + taken_with_photo.json().value("number", "") + "/attachments", photo,
      {{"Content-Type", "application/octet-stream"}});
  ASSERT_EQ(upload.status, 201u) << upload.body;
  primary.kill_now();
  load.join();

  const auto began = std::chrono::steady_clock::now();
  const Outcome taken = standby.take_over();
  ASSERT_EQ(taken.status, 0) << taken.output;
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  auto agent = standby.signed_in("agent", password);
  std::size_t lost = 0;
  for (const std::string& number : load.acknowledged())
    lost += agent.get("/api/v1/requests/" + number).status == 200 ? 0 : 1;
  EXPECT_EQ(lost, 0u);
  const auto file = agent.get("/api/v1/attachments/" + std::to_string(upload.json().value("id", 0)));
  EXPECT_EQ(file.status, 200u) << file.body;
  EXPECT_EQ(file.body, photo) << "an upload answered 201 is in the archive too";
  EXPECT_EQ(agent.post("/api/v1/requests", request("after")).status, 201u);
  EXPECT_FALSE(primary.start()) << "the other one must not serve beside it";
  std::cout << "stand-by: " << load.acknowledged().size() << " acknowledged, " << lost
            << " lost (loss window 0 after a kill); took over in " << seconds << " s; " << taken.output;
}

TEST(Alerts, NameOnlyFiguresThatTheServerShows) {
  RealHotline hotline;
  const std::string password = hotline.account("agent", "agent");
  ASSERT_TRUE(hotline.start());
  auto agent = hotline.signed_in("agent", password);
  ASSERT_EQ(agent.post("/api/v1/requests", request("1")).status, 201u);
  const std::string page = hotline.client().get("/metrics").body;
  std::set<std::string> names;
  for (const char* file : {"packaging/prometheus-alerts.yml", "packaging/grafana-dashboard.json"}) {
    std::stringstream text;
    text << std::ifstream(source(file)).rdbuf();
    const std::string all = text.str();
    const std::regex name("hotline_[a-z_]+");
    for (auto found = std::sregex_iterator(all.begin(), all.end(), name); found != std::sregex_iterator();
         ++found)
      names.insert(found->str());
  }
  EXPECT_GT(names.size(), 12u);
  for (const std::string& name : names) EXPECT_NE(page.find("\n" + name), std::string::npos) << name;
}

// The hotline in this process, over a disk that fails as it is told to.
class FailingDisk : public testing::Test {
 protected:
  FailingDisk() {
    app::Settings settings;
    settings.store.path = dir_.file("hotline.db");
    settings.key_file = dir_.file("hotline.key");
    settings.city_directory = source("config/hangzhou");
    settings.model_directory = dir_.file("models");
    settings.attachment_directory = dir_.file("attachments");
    settings.server.port = 0;
    settings.server.per_key.per_second = 0;
    running_ = test::value_of(app::RunningHotline::start(settings, log_.logger()));
    auto& hotline = running_->hotline();
    access::NewApiKey wanted;
    wanted.name = "test";
    wanted.scopes = {access::Right::request_create, access::Right::request_read,
                     access::Right::ticket_read_all, access::Right::secret_read};
    const auto issued = test::value_of(hotline.store->write(
        [&](store::WriteTx& tx) { return hotline.keys.issue(tx, wanted, app::system_actor()); }));
    client_.emplace(running_->port());
    client_->headers["Authorization"] = "Bearer " + issued.bearer;
  }
  test::HttpReply take() {
    auto reply = client_->post("/api/v1/requests", request(std::to_string(++sent_)));
    if (reply.status == 201) acknowledged_.push_back(reply.json().value("number", ""));
    return reply;
  }
  std::size_t lost() {
    return static_cast<std::size_t>(std::ranges::count_if(acknowledged_, [&](const std::string& number) {
      return client_->get("/api/v1/requests/" + number).status != 200;
    }));
  }

  test::FaultyDisk disk_{3};
  test::TempDir dir_;
  test::LogLines log_;
  std::unique_ptr<app::RunningHotline> running_;
  std::optional<test::HttpClient> client_;
  std::vector<std::string> acknowledged_;
  int sent_ = 0;
};

TEST_F(FailingDisk, WhenFullRefusesClearlyReadsOnAndRecoversWithoutARestart) {
  for (int i = 0; i < 10; ++i) ASSERT_EQ(take().status, 201u);
  disk_.set_space(64 * 1024);
  test::HttpReply refused;
  for (int i = 0; i < 200 && refused.status != 507; ++i) refused = take();
  ASSERT_EQ(refused.status, 507u) << refused.body;
  EXPECT_EQ(refused.problem(), "storage_full");
  EXPECT_NE(refused.json().value("detail", "").find("空间"), std::string::npos) << refused.body;
  EXPECT_EQ(lost(), 0u) << "and reads go on";
  const std::string id = refused.header("X-Request-Id");
  ASSERT_FALSE(id.empty());
  std::size_t causes = 0;
  for (const std::string& line : log_.with("event=store_failure")) {
    EXPECT_NE(test::id_of(line), "twice") << line;
    if (test::id_of(line) == id) ++causes;
  }
  EXPECT_EQ(causes, 1u) << "the log tells the cause under the id of the request that met it";
  disk_.set_space(std::nullopt);
  EXPECT_EQ(take().status, 201u);
  EXPECT_EQ(lost(), 0u);
}

TEST_F(FailingDisk, WhenWritesAndSyncsFailLosesNothingAcknowledgedAndRecovers) {
  disk_.set_failures(0.03, 0.05);
  int refused = 0;
  for (int i = 0; i < 150; ++i) {
    const auto reply = take();
    if (reply.status == 201) continue;
    ++refused;
    EXPECT_TRUE(reply.status == 500 || reply.status == 503 || reply.status == 507)
        << reply.status << reply.body;
  }
  EXPECT_GT(refused, 0);
  disk_.set_failures(0, 0);
  EXPECT_EQ(take().status, 201u);
  EXPECT_EQ(lost(), 0u);
}

}  // namespace
}  // namespace hotline::scenario
