// Exports and live events.
#include "api/notes_fixture.hpp"

namespace hotline::api {
namespace {

class Streams : public NotesApi {
 protected:
  void adjust(ServerSettings& settings) override {
    settings.event_ring = 4;
    settings.max_event_clients = 2;
    settings.event_heartbeat = std::chrono::milliseconds(20);
  }
  void adjust(Platform& platform) override {
    platform.may_see_event = [](const access::Principal& principal, const store::Entry& entry) {
      return entry.stream == "note" && (entry.subject != 2 || principal.may(access::Right::secret_read));
    };
  }
  void given_notes(int count) {
    auto caller = writer();
    for (int i = 0; i < count; ++i) caller.post("/api/v1/notes", {{"text", "n" + std::to_string(i)}});
  }
  std::int64_t newest() {
    return store().read([](store::ReadTx& tx) { return store::newest_seq(tx); });
  }
  // Subjects of the next `count` events, in order; heartbeats are passed over.
  std::vector<std::int64_t> subjects(test::HttpClient& client, std::size_t count) {
    std::vector<std::int64_t> out;
    while (out.size() < count) {
      const std::string frame = client.read_until("\n\n");
      const auto data = frame.find("data: ");
      if (data == std::string::npos) continue;
      out.push_back(Json::parse(frame.substr(data + 6, frame.find('\n', data) - data - 6))["subject"]);
    }
    return out;
  }
  void follow(test::HttpClient& client, const std::string& last_event_id) {
    std::string request =
        "GET /api/v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: " + client.headers["Authorization"];
    if (!last_event_id.empty()) request += "\r\nLast-Event-ID: " + last_event_id;
    client.write_raw(request + "\r\n\r\n");
    const std::string head = client.read_until("\r\n\r\n");
    EXPECT_NE(head.find("text/event-stream"), std::string::npos) << head;
    client.read_until("retry: 3000\n\n");
  }
};

TEST_F(Streams, AnExportComesWholePageByPage) {
  given_notes(5);
  auto caller = writer();
  const auto reply = caller.get("/api/v1/notes.csv");
  EXPECT_EQ(reply.status, 200U);
  EXPECT_EQ(reply.body, "1,n0\n2,n1\n3,n2\n4,n3\n5,n4\n");
  EXPECT_EQ(reply.header("Transfer-Encoding"), "chunked");
  EXPECT_EQ(reply.header("Content-Disposition"), "attachment; filename=\"notes.csv\"");
  EXPECT_EQ(caller.send("HEAD", "/api/v1/notes.csv", "").body, "");
  EXPECT_EQ(caller.get("/api/v1/notes.csv").body, reply.body) << "each export begins anew";
}

TEST_F(Streams, AClientSeesWhatHappensFromNowOn) {
  given_notes(1);
  auto follower = writer();
  follow(follower, "");
  given_notes(3);
  EXPECT_EQ(subjects(follower, 2), (std::vector<std::int64_t>{3, 4})) << "note 2 is not for this client";
}

TEST_F(Streams, AClientResumesWhereItLeftOff) {
  const std::int64_t before = newest();
  given_notes(1);
  auto follower = program({access::Right::secret_read});
  follow(follower, std::to_string(before));
  given_notes(2);
  EXPECT_EQ(subjects(follower, 3), (std::vector<std::int64_t>{1, 2, 3}));
}

TEST_F(Streams, WhatIsOlderThanMemoryComesFromTheJournal) {
  given_notes(9);
  auto follower = program({access::Right::secret_read});
  follow(follower, "0");
  EXPECT_EQ(subjects(follower, 9), (std::vector<std::int64_t>{1, 2, 3, 4, 5, 6, 7, 8, 9}));
  restart();
  auto later = client();
  later.headers = follower.headers;
  follow(later, "0");
  EXPECT_EQ(subjects(later, 9).back(), 9);
}

TEST_F(Streams, TheBordersOfTheStreamAreKept) {
  auto follower = writer();
  EXPECT_EQ(follower.get("/api/v1/events", {{"Last-Event-ID", "x1"}}).faults(), "@Last-Event-ID integer");
  EXPECT_EQ(client().get("/api/v1/events").status, 401U);
  auto two = writer();
  auto three = writer();
  follow(follower, "");
  follow(two, "");
  EXPECT_EQ(three.get("/api/v1/events").status, 503U);
}

TEST_F(Streams, AQuietStreamHasAHeartbeat) {
  auto follower = writer();
  follow(follower, "");
  EXPECT_NE(follower.read_until(": \n\n"), "");
}

TEST_F(Streams, StreamsEndWhenTheServerStops) {
  auto follower = writer();
  follow(follower, "");
  server().stop();
  EXPECT_NE(follower.read_until("0\r\n\r\n"), "");
}

}  // namespace
}  // namespace hotline::api
