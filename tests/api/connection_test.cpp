// The transport: keep-alive, pipelining, slow and greedy clients, stopping.
#include <thread>

#include "api/notes_fixture.hpp"

namespace hotline::api {
namespace {

using namespace std::chrono_literals;

std::string get_line(const std::string& target, const std::string& more = "") {
  return "GET " + target + " HTTP/1.1\r\nHost: x\r\n" + more + "\r\n";
}

class Connections : public NotesApi {
 protected:
  void adjust(ServerSettings& settings) override {
    settings.max_header = 4000;
    settings.max_url = 1000;
    settings.max_body = 3000;
    settings.header_timeout = 60ms;
    settings.body_timeout = 60ms;
    settings.idle_timeout = 60ms;
  }
};

class Patient : public NotesApi {
 protected:
  void adjust(ServerSettings& settings) override {
    settings.max_connections = 2;
    settings.drain_timeout = 20s;
  }
};

TEST_F(Patient, OneConnectionTakesManyRequests) {
  auto caller = client();
  caller.connect();
  for (int i = 0; i < 20; ++i) {
    caller.write_raw(get_line("/health/live"));
    EXPECT_EQ(caller.read_reply().status, 200U);
  }
}

TEST_F(Patient, PipelinedRequestsAreAnsweredInOrder) {
  auto caller = client();
  const std::string body = R"({"x":1})";
  caller.write_raw(get_line("/health/live") + get_line("/api/v1/nothing") +
                   "POST /api/v1/misbehave/conflict HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}" +
                   get_line("/health/ready"));
  EXPECT_EQ(caller.read_reply().status, 200U);
  EXPECT_EQ(caller.read_reply().status, 404U);
  EXPECT_EQ(caller.read_reply().status, 409U);
  EXPECT_EQ(caller.read_reply().json()["status"], "ready");
}

TEST_F(Patient, ARequestMayComeInPieces) {
  auto caller = client();
  for (const char c : get_line("/health/live")) caller.write_raw(std::string(1, c));
  EXPECT_EQ(caller.read_reply().status, 200U);
  caller.write_raw(
      "POST /api/v1/misbehave/conflict HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n");
  caller.write_raw("1\r\n}\r\n0\r\n\r\n");
  EXPECT_EQ(caller.read_reply().status, 409U);
}

TEST_F(Patient, AnOldClientGetsItsConnectionClosed) {
  auto caller = client();
  caller.write_raw("GET /health/live HTTP/1.0\r\n\r\n");
  const auto reply = caller.read_reply();
  EXPECT_EQ(reply.status, 200U);
  EXPECT_EQ(reply.header("Connection"), "close");
}

TEST_F(Patient, HeadHasTheHeadersAndNoBody) {
  auto caller = client();
  const auto full = caller.get("/health/live");
  const auto head = caller.send("HEAD", "/health/live", "");
  EXPECT_EQ(head.status, 200U);
  EXPECT_EQ(head.body, "");
  EXPECT_EQ(head.header("Content-Length"), std::to_string(full.body.size()));
  EXPECT_EQ(caller.get("/health/live").status, 200U);
}

TEST_F(Patient, TheRequestIdIsKeptOrMade) {
  auto caller = client();
  EXPECT_EQ(caller.get("/health/live", {{"X-Request-Id", "abc-1"}}).header("X-Request-Id"), "abc-1");
  const std::string made = caller.get("/health/live", {{"X-Request-Id", "a b"}}).header("X-Request-Id");
  EXPECT_NE(made, "a b");
  EXPECT_NE(made, caller.get("/health/live").header("X-Request-Id"));
}

TEST_F(Patient, OneConnectionTooManyIsToldToComeBack) {
  auto one = client();
  auto two = client();
  EXPECT_EQ(one.get("/health/live").status, 200U);
  EXPECT_EQ(two.get("/health/live").status, 200U);
  auto three = client();
  three.connect();
  const auto refused = three.read_reply();
  EXPECT_EQ(refused.status, 503U);
  EXPECT_EQ(refused.header("Retry-After"), "1");
  EXPECT_EQ(refused.problem(), "overloaded");
}

class Uploads : public NotesApi {
 protected:
  void adjust(ServerSettings& settings) override {
    settings.max_body = 1024 * 1024;
    settings.body_memory = 400 * 1024;
    settings.trusted_proxies = {"127.0.0.1"};
  }
  static std::string upload(int bytes, const std::string& from, const std::string& more = "") {
    return "POST /api/v1/uploads HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: " + from +
           "\r\nContent-Length: " + std::to_string(bytes) + "\r\n" + more + "\r\n";
  }
  // One that has been let in and sends nothing further.
  void begin(test::HttpClient& caller, int bytes, const std::string& from) {
    caller.write_raw(upload(bytes, from, "Expect: 100-continue\r\n"));
    EXPECT_EQ(caller.read_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  }
};

TEST_F(Uploads, TogetherTakeNoMoreThanTheirMemory) {
  auto first = client();
  begin(first, 300 * 1024, "10.0.0.1");
  auto second = client();
  second.write_raw(upload(200 * 1024, "10.0.0.2"));
  const auto refused = second.read_reply();
  EXPECT_EQ(refused.status, 503U);
  EXPECT_EQ(refused.problem(), "overloaded");
  EXPECT_NE(refused.header("Retry-After"), "");
  auto small = client();
  small.write_raw(upload(2, "10.0.0.2") + "{}");
  EXPECT_EQ(small.read_reply().status, 204U) << "small bodies always get in";
  first.write_raw("{}" + std::string(300 * 1024 - 2, ' '));
  EXPECT_EQ(first.read_reply().status, 204U);
  auto third = client();
  begin(third, 200 * 1024, "10.0.0.2");
}

TEST_F(Uploads, OfOneAddressLeaveRoomForOthers) {
  auto first = client();
  begin(first, 90 * 1024, "10.0.0.1");
  auto second = client();
  second.write_raw(upload(90 * 1024, "10.0.0.1"));
  EXPECT_EQ(second.read_reply().status, 503U);
  auto other = client();
  begin(other, 90 * 1024, "10.0.0.2");
}

TEST_F(Patient, ARunningRequestIsAnsweredWhenTheServerStops) {
  auto caller = client();
  caller.write_raw("POST /api/v1/misbehave/wait HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
  gate_.wait_for_one();
  std::thread stopping([this] { server().stop(); });
  auto late = client();
  for (;;) {  // the listener closes on its own strand: wait until it has
    try {
      late.connect();
      late.disconnect();
    } catch (const boost::system::system_error&) {
      break;
    }
  }
  gate_.open();
  const auto reply = caller.read_reply();
  stopping.join();
  EXPECT_EQ(reply.status, 204U);
}

TEST_F(Patient, AnIdleConnectionIsClosedWhenTheServerStops) {
  auto caller = client();
  caller.get("/health/live");
  server().stop();
  EXPECT_TRUE(caller.closed_by_server());
}

TEST_F(Connections, WhatIsTooLargeIsRefused) {
  auto caller = client();
  EXPECT_EQ(caller.get("/" + std::string(1200, 'a')).problem(), "uri_too_long");
  EXPECT_EQ(caller.get("/" + std::string(9000, 'a')).status, 414U);
  const auto header = caller.get("/health/live", {{"X-Long", std::string(5000, 'a')}});
  EXPECT_EQ(header.status, 431U);
  EXPECT_EQ(header.problem(), "header_too_large");
  auto program = writer();
  EXPECT_EQ(program.post("/api/v1/notes", {{"text", std::string(4000, 'a')}}).problem(), "too_large");
  EXPECT_EQ(caller.send("POST", "/api/v1/misbehave/conflict", std::string(2500, ' ')).status, 413U)
      << "a route may set a limit of its own";
  EXPECT_EQ(notes_stored(), 0);
}

TEST_F(Connections, AnEndlessChunkedBodyIsCutOff) {
  auto caller = client();
  caller.write_raw(
      "POST /api/v1/misbehave/conflict HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
  caller.write_raw("bb8\r\n" + std::string(3000, 'a') + "\r\n");
  EXPECT_EQ(caller.read_reply().status, 413U);
}

TEST_F(Connections, WhatIsNoHttpIsRefused) {
  auto caller = client();
  caller.write_raw("\x16\x03\x01 hello\r\n\r\n");
  const auto reply = caller.read_reply();
  EXPECT_EQ(reply.status, 400U);
  EXPECT_EQ(reply.problem(), "malformed");
}

TEST_F(Connections, AClientThatSendsTooSlowlyIsTold) {
  auto caller = client();
  caller.write_raw("GET /health/live HT");
  EXPECT_EQ(caller.read_reply().problem(), "request_timeout");
  caller.write_raw("POST /api/v1/misbehave/conflict HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{");
  EXPECT_EQ(caller.read_reply().status, 408U);
}

TEST_F(Connections, AnIdleConnectionIsClosed) {
  auto caller = client();
  caller.get("/health/live");
  EXPECT_TRUE(caller.closed_by_server());
}

TEST_F(Connections, ALineBreakInAHeaderMakesNoSecondHeader) {
  auto caller = client();
  const auto reply = caller.get("/api/v1/misbehave/a%0d%0aX-Evil:%201");
  EXPECT_FALSE(reply.has("X-Evil"));
}

}  // namespace
}  // namespace hotline::api
