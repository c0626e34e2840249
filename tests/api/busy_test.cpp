// What is said to, and of, those whom the gate sends away.
#include <thread>

#include "api/gate.hpp"
#include "api/notes_fixture.hpp"
#include "api/problem.hpp"
#include "api/shed_log.hpp"

namespace hotline::api {
namespace {

using namespace std::chrono_literals;

std::string header(const Reply& reply, const std::string& name) {
  for (const auto& [key, value] : reply.headers) {
    if (key == name) return value;
  }
  return "";
}

TEST(BusyReply, IsAProblemDocumentLikeEveryOther) {
  const auto error = base::Error::of(base::ErrorCode::overloaded, "系统繁忙，请稍后再试。",
                                     "The system is busy. Try again in a moment.");
  // The last two need escapes in JSON.
  for (const std::string path : {"/api/v1/requests", "/api/v1/tickets/7", "/a\"b\\c", "/\xE8\xB7\xAF"}) {
    for (const Language language : {Language::zh, Language::en}) {
      const Reply usual = problem_reply(error, language, path);
      const Reply busy = busy_reply(language, path, 3);
      EXPECT_EQ(*busy.body, *usual.body);
      EXPECT_EQ(busy.status, 503U);
      EXPECT_EQ(busy.content_type, usual.content_type);
      EXPECT_EQ(header(busy, "Content-Language"), header(usual, "Content-Language"));
      EXPECT_EQ(header(busy, "Retry-After"), "3");
      EXPECT_EQ(busy.headers.size(), usual.headers.size());
    }
  }
}

TEST(ShedLog, SaysOnceASecondHowManyWereSentAwayAndWhoMost) {
  ShedLog log;
  const ShedLog::Instant start{1h};
  EXPECT_FALSE(log.take(start)) << "nobody was sent away";
  log.count("key:1");
  ASSERT_TRUE(log.take(start)) << "the first is told at once";
  for (int i = 0; i < 5; ++i) log.count("key:1");
  for (int i = 0; i < 9; ++i) log.count("key:2");
  EXPECT_FALSE(log.take(start + 999ms));
  const auto line = log.take(start + 1s);
  ASSERT_TRUE(line);
  EXPECT_EQ(line->requests, 14U);
  EXPECT_EQ(line->actor, "key:2");
  EXPECT_EQ(line->of_actor, 9U);
  EXPECT_FALSE(log.take(start + 1h)) << "each is told once";
}

class BusyServer : public NotesApi {
 protected:
  void adjust(ServerSettings& settings) override { settings.per_address = {}; }
};

TEST_F(BusyServer, TellsWhoFindsNoRoomToComeBackAndAnswersTheRest) {
  constexpr int room = 256, too_many = 40;  // what the gate lets in of one asker before it has measured
  std::vector<test::HttpClient> callers;
  for (int i = 0; i < room + too_many; ++i) {
    callers.push_back(client());
    callers.back().write_raw(
        "POST /api/v1/misbehave/wait HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nAccept-Language: "
        "en\r\n\r\n");
  }
  auto other = client();
  const auto figures = [&] { return other.get("/metrics").body; };
  const std::string all_came = "\nhotline_shed_ordinary " + std::to_string(too_many) + "\n";
  while (figures().find(all_came) == std::string::npos) std::this_thread::yield();
  EXPECT_EQ(other.get("/health/ready").status, 200U) << "health is answered however busy it is";
  gate_.open();
  int answered = 0;
  for (test::HttpClient& caller : callers) {
    const auto reply = caller.read_reply();
    EXPECT_TRUE(reply.has("X-Request-Id"));
    if (reply.status == 204U) {
      ++answered;
      continue;
    }
    EXPECT_EQ(reply.status, 503U);
    EXPECT_EQ(reply.problem(), "overloaded");
    EXPECT_EQ(reply.json()["instance"], "/api/v1/misbehave/wait");
    EXPECT_GE(std::stoi(reply.header("Retry-After")), 1);
    EXPECT_LE(std::stoi(reply.header("Retry-After")), Gate::longest_retry);
    EXPECT_EQ(caller.get("/health/live").status, 200U) << "the connection stays";
  }
  EXPECT_EQ(answered, room);
  EXPECT_NE(figures().find("operation=\"misbehave\",method=\"POST\",status=\"503\"} 40\n"),
            std::string::npos);
}

}  // namespace
}  // namespace hotline::api
