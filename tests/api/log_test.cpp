// A request's id is on every line that is logged on its behalf, whichever thread is at work on it.
#include <thread>

#include "api/notes_fixture.hpp"
#include "support/log_lines.hpp"

namespace hotline::api {
namespace {

using test::id_of;

class RequestLog : public NotesApi {
 protected:
  // Says a line where the path tells it to: here, on a reader, on the writer, on the pool, or on all in turn.
  Route speak() {
    return {.method = Method::post,
            .path = "/api/v1/speak/{where}",
            .operation = "speak",
            .tag = "notes",
            .summary = {"记日志", "Log"},
            .allow = anyone(),
            .outputs = {{204, {"好。", "Well."}}},
            .handler = [this](Call& call) -> Answer {
              const std::string& where = call.path("where");
              say("handler");
              if (where == "reader") {
                return reading([this](store::ReadTx&) -> base::Result<Reply> {
                  say("reader");
                  return Reply::no_content();
                });
              }
              if (where == "writer") {
                return writing([this](store::WriteTx& tx) -> base::Result<Reply> {
                  say("writer");
                  tx.after_commit([this] { say("effect"); });
                  return Reply::no_content();
                });
              }
              return blocking([this, throws = where == "throwing_pool"]() -> base::Result<Reply> {
                say("pool");
                if (throws) throw std::runtime_error("broken");
                return Reply::no_content();
              });
            }};
  }

  void add_routes(Routes& routes) override {
    NotesApi::add_routes(routes);
    routes.add({speak()});
  }
  void adjust(Platform& platform) override { platform.logger = log_.logger(); }
  using NotesApi::adjust;

  void say(const std::string& where) { log_.logger()->info("event=said where={}", where); }
  std::vector<std::string> ids_of(const std::string& text) const {
    std::vector<std::string> ids;
    for (const std::string& line : log_.with(text)) ids.push_back(id_of(line));
    return ids;
  }

  test::LogLines log_;
};

using Ids = std::vector<std::string>;

TEST_F(RequestLog, CarriesTheRequestsIdIntoHandlerReaderWriterAndPool) {
  auto caller = client();
  for (const std::string where : {"reader", "writer", "pool"}) {
    const std::string id = "trace-" + where;
    const auto reply = caller.post("/api/v1/speak/" + where, {}, {{"X-Request-Id", id}});
    ASSERT_EQ(reply.status, 204U) << reply.body;
    EXPECT_EQ(reply.header("X-Request-Id"), id);
    EXPECT_EQ(ids_of("where=" + where), Ids{id});
  }
  EXPECT_EQ(ids_of("where=handler"), (Ids{"trace-reader", "trace-writer", "trace-pool"}));
  EXPECT_EQ(ids_of("where=effect"), Ids{"trace-writer"});
  server().stop();
  EXPECT_EQ(ids_of("event=request"), (Ids{"trace-reader", "trace-writer", "trace-pool"})) << "once on each";
  EXPECT_EQ(ids_of("event=stopped_listening"), Ids{""}) << "what is nobody's request has none";
}

TEST_F(RequestLog, GivesARequestWithoutAnIdOneOfItsOwnAndNeverTheIdOfTheOneBefore) {
  auto caller = client();
  caller.post("/api/v1/speak/writer", {}, {{"X-Request-Id", "first"}});
  const auto second = caller.post("/api/v1/speak/writer", {});
  const std::string id = second.header("X-Request-Id");
  EXPECT_NE(id, "first");
  EXPECT_EQ(ids_of("where=writer"), (Ids{"first", id}));
}

TEST_F(RequestLog, TakesNoPersonsNumberForAnId) {
  auto caller = client();
  const auto answered = [&](const std::string& id) {
    return caller.post("/api/v1/speak/writer", {}, {{"X-Request-Id", id}}).header("X-Request-Id");
  };
  for (const std::string number : {"13812345678", "138-1234-5678", "110101199003074514"})
    EXPECT_NE(answered(number), number);
  // Numbers that only hold such digits are ids like any other.
  for (const std::string id : {"1772424000000", "20260302-13812345678-7", "4bf92f3577b34da6a3ce929d0e0e4736"})
    EXPECT_EQ(answered(id), id);
  server().stop();
  EXPECT_TRUE(log_.with("id=138").empty());
  EXPECT_TRUE(log_.with("id=110101").empty());
}

TEST_F(RequestLog, SaysUnderItsIdWhatAHandlerThrewOnAnyThread) {
  auto caller = client();
  EXPECT_EQ(caller.post("/api/v1/misbehave/throw", {}, {{"X-Request-Id", "thrown-1"}}).status, 500U);
  EXPECT_EQ(caller.post("/api/v1/speak/throwing_pool", {}, {{"X-Request-Id", "thrown-2"}}).status, 500U);
  EXPECT_EQ(ids_of("event=handler_threw"), (Ids{"thrown-1", "thrown-2"}));
}

TEST_F(RequestLog, KeepsTheIdsOfRequestsApartThatAreServedTogether) {
  constexpr int clients = 4, each = 25;
  std::vector<std::thread> threads;
  for (int n = 0; n < clients; ++n) {
    threads.emplace_back([this, n] {
      auto caller = client();
      for (int i = 0; i < each; ++i) {
        caller.post(i % 2 == 0 ? "/api/v1/speak/writer" : "/api/v1/speak/reader", {},
                    {{"X-Request-Id", "c" + std::to_string(n) + "-" + std::to_string(i)}});
      }
    });
  }
  for (std::thread& one : threads) one.join();
  server().stop();
  for (int n = 0; n < clients; ++n) {
    for (int i = 0; i < each; ++i) {
      const std::string id = " id=c" + std::to_string(n) + "-" + std::to_string(i) + " ";
      // Handler, reader or writer with its effect, and the request's own line.
      EXPECT_EQ(log_.with(id).size(), i % 2 == 0 ? 4U : 3U) << id;
    }
  }
  for (const std::string& id : ids_of("event=said")) EXPECT_EQ(id.substr(0, 1), "c") << id;
}

}  // namespace
}  // namespace hotline::api
