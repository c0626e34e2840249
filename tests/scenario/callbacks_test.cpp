// Callbacks with the program as an operator runs it: a link by text message, and a platform that is woken by
// a webhook. The city's calling hours are set to all day, for the program reads the real clock.
#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <mutex>

#include "notify/local_server.hpp"
#include "scenario/real_hotline.hpp"
#include "support/file_bytes.hpp"

namespace hotline::scenario {
namespace {

using Json = nlohmann::json;

// A text-message gateway: keeps what it is given.
class Gateway {
 public:
  Gateway() : server_([this](notify::Peer& peer) { serve(peer); }) {}
  std::string url() const { return "http://127.0.0.1:" + std::to_string(server_.port()) + "/send"; }
  // The text of the first message that contains `mark`; "" when none came in a minute.
  std::string wait_for(const std::string& mark) {
    std::unique_lock lock(mutex_);
    std::string found;
    came_.wait_for(lock, std::chrono::minutes{1}, [&] {
      for (const std::string& one : texts_)
        if (one.find(mark) != std::string::npos) found = one;
      return !found.empty();
    });
    return found;
  }

 private:
  void serve(notify::Peer& peer) {
    const std::string head = peer.read("\r\n\r\n");
    std::smatch length;
    if (!std::regex_search(head, length, std::regex("Content-Length: ([0-9]+)"))) return;
    const Json body = Json::parse(peer.read_bytes(std::stoul(length[1])));
    {
      const std::lock_guard lock(mutex_);
      texts_.push_back(body["text"].get<std::string>());
    }
    came_.notify_all();
    peer.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
  }

  std::mutex mutex_;
  std::condition_variable came_;
  std::vector<std::string> texts_;
  notify::LocalServer server_;
};

class CallbackDay : public ::testing::Test {
 protected:
  CallbackDay() {
    std::filesystem::copy(source("config/hangzhou"), city(), std::filesystem::copy_options::recursive);
    std::string settings = test::file_bytes(city() + "/city.toml");
    const auto replace = [&](const std::string& from, const std::string& to) {
      const std::size_t at = settings.find(from);
      if (at == std::string::npos) throw std::runtime_error("city.toml has no " + from);
      settings.replace(at, from.size(), to);
    };
    replace("hours = [\"09:00-20:30\"]", "hours = [\"00:00-24:00\"]");
    replace("holiday_pause = [\"12:00-14:00\"]", "holiday_pause = []");
    replace("quiet_hours = [\"21:00-08:00\"]", "quiet_hours = []");
    std::ofstream(city() + "/city.toml", std::ios::binary) << settings;
  }
  std::string city() const { return dir_.file("city"); }

  // People of one service, signed in.
  struct Staff {
    test::HttpClient agent, chief, unit;
  };
  struct Passwords {
    std::string agent, chief, unit;
  };
  static Passwords hire(const RealHotline& hotline) {
    return {hotline.account("agent", "agent"), hotline.account("chief", "supervisor"),
            hotline.account("unit", "unit_approver", "HZ-CG")};
  }
  static Staff come(const RealHotline& hotline, const Passwords& words) {
    return {hotline.signed_in("agent", words.agent), hotline.signed_in("chief", words.chief),
            hotline.signed_in("unit", words.unit)};
  }
  static Json act(test::HttpClient& who, std::int64_t ticket, const std::string& path, const Json& body) {
    const Json now = who.get("/api/v1/tickets/" + std::to_string(ticket)).json();
    const auto reply = who.post("/api/v1/tickets/" + std::to_string(ticket) + path, body,
                                {{"If-Match", "\"v" + std::to_string(now["version"].get<int>()) + "\""}});
    EXPECT_EQ(reply.status, 200u) << path << ": " << reply.body;
    return reply.json();
  }
  // A request that is worked off and waits for its caller's word.
  static Json resolved(Staff& staff, const std::string& reply_by, const std::string& place) {
    const auto taken = staff.agent.post("/api/v1/requests", {{"channel", "phone"},
                                                             {"words", "文三路路灯不亮，晚上看不见路"},
                                                             {"place", place},
                                                             {"reply_by", reply_by},
                                                             {"hold", true},
                                                             {"caller", {{"phone", "13800000001"}}}});
    EXPECT_EQ(taken.status, 201u) << taken.body;
    const Json receipt = taken.json();
    const auto ticket = receipt["ticket"].get<std::int64_t>();
    act(staff.chief, ticket, "/dispatch", {{"lead", "HZ-CG"}});
    act(staff.unit, ticket, "/assignments/1/sign", Json::object());
    act(staff.unit, ticket, "/assignments/1/contact", Json::object());
    act(staff.unit, ticket, "/assignments/1/reply", {{"text", "路灯已修复。"}});
    act(staff.chief, ticket, "/review", {{"accepted", true}});
    return receipt;
  }
  static std::string state(Staff& staff, const Json& receipt) {
    return staff.chief.get("/api/v1/tickets/" + std::to_string(receipt["ticket"].get<int>()))
        .json()["state"]
        .get<std::string>();
  }

  test::TempDir dir_;
};

TEST_F(CallbackDay, WhoPrefersTextRatesByTheLinkThatComesAndTheTicketCloses) {
  Gateway gateway;
  RealHotline hotline(city());
  std::ofstream(hotline.config(), std::ios::app) << "[sms]\nurl = \"" << gateway.url() << "\"\n";
  const Passwords passwords = hire(hotline);
  ASSERT_TRUE(hotline.start());
  Staff staff = come(hotline, passwords);
  const Json receipt = resolved(staff, "sms", "文三路1号");

  const std::string text = gateway.wait_for("#number=");
  std::smatch link;
  ASSERT_TRUE(std::regex_search(text, link, std::regex("(https://\\S*)#number=([0-9]+)&code=([A-Z0-9]+)")))
      << text;
  EXPECT_EQ(link[1], "https://12345.hangzhou.example/") << "the city's own page";
  EXPECT_EQ(link[2], receipt["number"]);
  auto citizen = hotline.client();
  const auto rated =
      citizen.post("/api/v1/requests/" + link[2].str() + "/rating",
                   {{"code", link[3].str()}, {"solved", "yes"}, {"contacted", true}, {"result", 5}});
  EXPECT_EQ(rated.status, 204u) << rated.body;
  EXPECT_EQ(state(staff, receipt), "closed");
  EXPECT_TRUE(staff.agent.get("/api/v1/callbacks").json()["items"].empty()) << "nobody calls as well";
}

// Rules are tried on the clocks that run before they are in force; the running hotline's own are not touched.
TEST_F(CallbackDay, TheClocksThatOtherRulesWouldMoveAreListedBeforeTheyAreInForce) {
  RealHotline hotline(city());
  const Passwords passwords = hire(hotline);
  ASSERT_TRUE(hotline.start());
  Staff staff = come(hotline, passwords);
  const auto taken =
      staff.agent.post("/api/v1/requests",
                       {{"channel", "phone"}, {"words", "文三路路灯不亮"}, {"hold", true}, {"kind", "help"}});
  ASSERT_EQ(taken.status, 201u) << taken.body;
  act(staff.chief, taken.json()["ticket"].get<int>(), "/dispatch", {{"lead", "HZ-CG"}});
  EXPECT_EQ(hotline.stop(), 0);

  const std::string other = dir_.file("other");
  std::filesystem::copy(city(), other, std::filesystem::copy_options::recursive);
  std::string limits = test::file_bytes(other + "/limits.csv");
  const std::string sign = "*,*,,sign,120,";
  ASSERT_NE(limits.find(sign), std::string::npos);
  limits.replace(limits.find(sign), sign.size(), "*,*,,sign,60,");
  std::ofstream(other + "/limits.csv", std::ios::binary) << limits;
  const std::string preview = program() + " --language en clocks preview --config " + hotline.config();
  const Outcome tried = run(preview + " --city " + other);
  EXPECT_EQ(tried.status, 0) << tried.output;
  EXPECT_NE(tried.output.find(taken.json()["number"].get<std::string>() + " sign HZ-CG "), std::string::npos)
      << tried.output;
  EXPECT_NE(tried.output.find("1 open tickets looked at: 1 of them with 1 clocks"), std::string::npos)
      << tried.output;
  const Outcome now = run(preview);
  EXPECT_NE(now.output.find("0 of them"), std::string::npos) << now.output;
}

// The reference worker as a child, read line by line.
class Worker {
 public:
  explicit Worker(const std::string& arguments)
      : pipe_(::popen(("python3 " + source("scripts/outbound-worker") + " " + arguments + " 2>&1").c_str(),
                      "r")) {}
  ~Worker() { end(); }
  std::string line() {
    std::string out;
    for (int c = std::fgetc(pipe_); c != EOF && c != '\n'; c = std::fgetc(pipe_)) out += static_cast<char>(c);
    return out;
  }
  int end() {
    if (pipe_ == nullptr) return -1;
    const int status = ::pclose(pipe_);
    pipe_ = nullptr;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

 private:
  FILE* pipe_;
};

TEST_F(CallbackDay, AWebhookWakesTheReferenceWorkerWhichCallsAndReportsOverThePullInterface) {
  RealHotline hotline(city());
  const Passwords passwords = hire(hotline);
  const std::string guard = hotline.account("guard", "security"),
                    chief = hotline.account("ops", "operations");
  ASSERT_TRUE(hotline.start());
  Staff staff = come(hotline, passwords);
  const auto key =
      hotline.signed_in("guard", guard).post("/api/v1/keys", {{"name", "voice"}, {"scopes", {"job_work"}}});
  ASSERT_EQ(key.status, 201u) << key.body;
  std::ofstream(dir_.file("key")) << key.json()["bearer"].get<std::string>() << "\n";

  // It would ask by itself only in ten minutes: what it does, it does because it was told.
  Worker worker("--url http://127.0.0.1:" + std::to_string(hotline.port()) + " --key-file " +
                dir_.file("key") + " --secret-file " + dir_.file("secret") +
                " --listen 0 --poll 600 --calls 1 --answer 1.0 --state " + dir_.file("state"));
  const std::string listening = worker.line();
  ASSERT_TRUE(listening.starts_with("listening ")) << listening;
  auto operations = hotline.signed_in("ops", chief);
  const auto hook =
      operations.post("/api/v1/webhooks", {{"name", "voice"},
                                           {"url", "http://127.0.0.1:" + listening.substr(10) + "/"},
                                           {"events", {"callback.due"}}});
  ASSERT_EQ(hook.status, 201u) << hook.body;
  std::ofstream(dir_.file("secret")) << hook.json()["secret"].get<std::string>() << "\n";

  const Json receipt = resolved(staff, "phone", "文三路2号");
  const Json counts = Json::parse(worker.line());
  EXPECT_EQ(worker.end(), 0);
  EXPECT_EQ(counts["dialled"], 1) << counts;
  EXPECT_EQ(counts["rated"], 1) << counts;
  EXPECT_GE(counts["webhooks"], 1) << counts;
  EXPECT_FALSE(counts.contains("webhooks_refused")) << counts;
  EXPECT_NE(state(staff, receipt), "resolved") << "closed, or worked on again";
  const Json told = operations.get("/api/v1/webhooks").json()["items"][0];
  EXPECT_EQ(told["failures"], 0);
  EXPECT_FALSE(told["delivered_at"].is_null());
}

}  // namespace
}  // namespace hotline::scenario
