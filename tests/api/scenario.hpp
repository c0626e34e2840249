// Tables of what one asks and what comes of it.
//
// Usage:
//   class RequestRoutes : public ScenarioApi {};
//   TEST_F(RequestRoutes, ...) {
//     auto clerk = agent();
//     check({{"what is tried", clerk, "POST", "/api/v1/requests", body, 201, {"\"query_code\""}, {"138"},
//             {"ticket opened"}}});
//   }
// A case without journal entries says that nothing was written.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "api/domain_fixture.hpp"
#include "hotline/store/journal.hpp"

namespace hotline::api {

struct Case {
  std::string what;  // said when it fails
  std::reference_wrapper<test::HttpClient> who;
  std::string method;
  std::string path;
  Json body;  // null: none
  unsigned status = 200;
  std::vector<std::string> holds = {};    // texts of the answer
  std::vector<std::string> lacks = {};    // texts that it must not hold
  std::vector<std::string> journal = {};  // "stream kind" of each entry that was written, in order
  test::HttpClient::Headers headers = {};
};

class ScenarioApi : public DomainApi {
 protected:
  std::int64_t newest_seq() {
    return store().read([](store::ReadTx& tx) { return store::newest_seq(tx); });
  }
  // "stream kind" of every entry behind `seq`.
  std::vector<std::string> written_since(std::int64_t seq) {
    return store().read([&](store::ReadTx& tx) {
      std::vector<std::string> kinds;
      for (const store::Entry& one : store::find_entries(tx, {}, seq, 1000))
        kinds.push_back(one.stream + " " + one.kind);
      return kinds;
    });
  }

  test::HttpReply ask(const Case& one) {
    test::HttpClient& client = one.who.get();
    if (one.body.is_null()) return client.send(one.method, one.path, "", one.headers);
    return client.send_json(one.method, one.path, one.body.dump(), one.headers);
  }
  void check(const Case& one) {
    SCOPED_TRACE(one.what + ": " + one.method + " " + one.path);
    const std::int64_t before = newest_seq();
    const test::HttpReply reply = ask(one);
    EXPECT_EQ(reply.status, one.status) << reply.body;
    for (const std::string& text : one.holds)
      EXPECT_NE(reply.body.find(text), std::string::npos) << "lacks " << text << ": " << reply.body;
    for (const std::string& text : one.lacks)
      EXPECT_EQ(reply.body.find(text), std::string::npos) << "holds " << text << ": " << reply.body;
    EXPECT_EQ(written_since(before), one.journal);
  }
  void check(const std::vector<Case>& cases) {
    for (const Case& one : cases) check(one);
  }

  // A body that is refused: 422 with exactly these faults, and nothing is written.
  struct Bad {
    Json body;
    std::string faults;  // as HttpReply::faults
  };
  void check_refused(test::HttpClient& who, const std::string& method, const std::string& path,
                     const std::vector<Bad>& table, const test::HttpClient::Headers& headers = {}) {
    for (const Bad& bad : table) {
      SCOPED_TRACE(method + " " + path + " " + bad.body.dump());
      const std::int64_t before = newest_seq();
      const test::HttpReply reply = who.send_json(method, path, bad.body.dump(), headers);
      EXPECT_EQ(reply.status, 422U) << reply.body;
      EXPECT_EQ(reply.faults(), bad.faults);
      EXPECT_EQ(newest_seq(), before) << "a refused request must leave nothing behind";
    }
  }

  // A file of the ticket's first request; its id.
  std::int64_t given_evidence(std::int64_t id) {
    auto clerk = supervisor();
    const auto reply = clerk.send("POST", "/api/v1/requests/" + number_of(id) + "/attachments",
                                  "现场照片说明", {{"Content-Type", "application/octet-stream"}});
    EXPECT_EQ(reply.status, 201U) << reply.body;
    return reply.json()["id"].get<std::int64_t>();
  }
  // The unit sends its first part back, saying that it is ENV's.
  void return_it(std::int64_t id, const std::string& unit) {
    act(approver(unit), id, "/assignments/1/return",
        {{"reason", "not_duty"}, {"suggested_unit", "ENV"}, {"evidence", {given_evidence(id)}}});
  }

  static std::string ticket_path(std::int64_t id, const std::string& below = "") {
    return "/api/v1/tickets/" + std::to_string(id) + below;
  }
};

}  // namespace hotline::api
