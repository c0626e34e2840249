// Work for programs outside, and callbacks: leased once, begun once, told once.
#include "api/scenario.hpp"
#include "hotline/ticket/repository.hpp"

namespace hotline::api {
namespace {

using access::Right;
using access::Role;

class WorkerRoutes : public ScenarioApi {
 protected:
  static constexpr auto kLease = "/api/v1/jobs/lease";
  test::HttpClient worker() { return program({Right::job_work}); }
  std::int64_t given_job(const std::string& kind = "test.work") {
    return store().write([&](store::WriteTx& tx) {
      jobs::NewJob job;
      job.kind = kind;
      job.stream = "ticket";
      job.subject = 7;
      job.due = tx.now();
      return domain().scheduler.schedule(tx, job);
    });
  }
  static Json kinds(const std::string& kind = "test.work") { return {{"kinds", {kind}}}; }
  static std::string attempt(const Json& leased, const std::string& below) {
    return "/api/v1/jobs/" + leased["attempt"].get<std::string>() + below;
  }
  // One resolved ticket, at ten in the morning, whose caller is to be asked.
  Json given_callback() {
    const Json receipt = given_request();
    const auto id = receipt["ticket"].get<std::int64_t>();
    act(supervisor(), id, "/dispatch", {{"lead", "XH-CG"}});
    act(handler("XH-CG"), id, "/assignments/1/sign");
    act(handler("XH-CG"), id, "/assignments/1/reply", {{"text", "已修复"}});
    act(supervisor(), id, "/review", {{"accepted", true}});
    clock().advance(std::chrono::hours{24});
    return receipt;
  }
};

TEST_F(WorkerRoutes, AJobIsLeasedToOneWorkerAndItsResultIsTakenOnce) {
  given_job();
  auto first = worker(), second = worker();
  const Json leased = first.post(kLease, kinds()).json()["items"];
  ASSERT_EQ(leased.size(), 1U);
  EXPECT_EQ(second.post(kLease, kinds()).json()["items"].size(), 0U);
  const Json token{{"token", leased[0]["token"]}};
  Json done = token;
  done["outcome"] = "done";
  Json stolen{{"token", "x"}, {"outcome", "done"}};
  check({{"another's token", second, "POST", attempt(leased[0], "/result"), stolen, 403},
         {"more time", first, "POST", attempt(leased[0], "/heartbeat"), token, 200, {"lease_until"}}});
  EXPECT_EQ(first.post(attempt(leased[0], "/result"), done).json()["state"], "done");
  check({{"a second result", first, "POST", attempt(leased[0], "/result"), done, 409},
         {"no such attempt", first, "POST", "/api/v1/jobs/99.1/heartbeat", token, 404}});
}

TEST_F(WorkerRoutes, WorkOfTheHotlineItselfIsNotLeasedOut) {
  auto machine = worker();
  check_refused(machine, "POST", kLease,
                {{kinds("deadline"), "/kinds/0 kind"},
                 {kinds("notify.deliver"), "/kinds/0 kind"},
                 {{{"kinds", {"test.work"}}, {"limit", 0}}, "/limit range"},
                 {{{"kinds", {"test.work"}}, {"lease_seconds", 99999}}, "/lease_seconds range"}});
  auto clerk = agent();
  check({"people do not lease", clerk, "POST", kLease, kinds(), 403});
}

TEST_F(WorkerRoutes, AJobThatFailsForGoodWaitsForAPersonWhoMayPlayItAgain) {
  const std::int64_t id = given_job();
  auto machine = worker(), people = signed_in({Role::operations}), clerk = agent();
  const Json leased = machine.post(kLease, kinds()).json()["items"][0];
  const auto failed = machine.post(
      attempt(leased, "/result"),
      {{"token", leased["token"]}, {"outcome", "failed"}, {"for_good", true}, {"message", "对方拒绝"}});
  EXPECT_EQ(failed.json()["state"], "dead") << failed.body;
  const Json dead = people.get("/api/v1/jobs").json()["dead"];
  ASSERT_EQ(dead.size(), 1U);
  EXPECT_EQ(dead[0]["error"]["message"], "对方拒绝");
  check({"agents do not see queues", clerk, "GET", "/api/v1/jobs", nullptr, 403});
  EXPECT_EQ(people.send("POST", "/api/v1/jobs/" + std::to_string(id) + "/replay", "").json()["state"],
            "ready");
  EXPECT_EQ(people.send("POST", "/api/v1/jobs/" + std::to_string(id) + "/replay", "").status, 409U);
  EXPECT_EQ(machine.post(kLease, kinds()).json()["items"].size(), 1U);
}

TEST_F(WorkerRoutes, ACallThatBeganIsNeverMadeTwiceAndItsUnknownEndIsSaid) {
  given_job();
  auto machine = worker();
  const Json leased = machine.post(kLease, kinds()).json()["items"][0];
  const Json token{{"token", leased["token"]}};
  EXPECT_EQ(machine.post(attempt(leased, "/begin"), token).status, 204U);
  check({"beginning twice", machine, "POST", attempt(leased, "/begin"), token, 409});
  const auto lost =
      machine.post(attempt(leased, "/result"), {{"token", leased["token"]}, {"outcome", "uncertain"}});
  EXPECT_EQ(lost.json()["state"], "unknown") << lost.body;
  clock().advance(std::chrono::hours{2});
  EXPECT_EQ(machine.post(kLease, kinds()).json()["items"].size(), 0U);
  EXPECT_EQ(signed_in({Role::operations}).get("/api/v1/jobs").json()["uncertain"].size(), 1U);
}

TEST_F(WorkerRoutes, ACallerIsAskedByAPersonOnceAndTheRatingClosesTheTicket) {
  const Json receipt = given_callback();
  auto clerk = agent(), unit = handler("XH-CG");
  const auto list = clerk.get("/api/v1/callbacks");
  ASSERT_EQ(list.json()["items"].size(), 1U) << list.body;
  EXPECT_EQ(list.json()["items"][0]["request"], receipt["number"]);
  EXPECT_EQ(list.body.find("13812345678"), std::string::npos);
  const std::string path = "/api/v1/callbacks/" + receipt["number"].get<std::string>() + "/result";
  check_refused(clerk, "POST", path,
                {{{{"outcome", "answered"}}, "/solved required"},
                 {{{"outcome", "asleep"}}, "/outcome choice"},
                 {{{"outcome", "answered"}, {"solved", "yes"}, {"result", 9}}, "/result range"}});
  check({{"units do not rate themselves", unit, "POST", path, {{"outcome", "refused"}}, 403},
         {"no such request",
          clerk,
          "POST",
          "/api/v1/callbacks/20260302999999/result",
          {{"outcome", "refused"}},
          404}});
  const auto rated = clerk.post(path, {{"outcome", "answered"}, {"solved", "yes"}, {"result", 4}});
  EXPECT_EQ(rated.json()["end"], "rated") << rated.body;
  EXPECT_EQ(ticket(receipt["ticket"].get<std::int64_t>())["state"], "closed");
  check({"a second time", clerk, "POST", path, {{"outcome", "answered"}, {"solved", "no"}}, 404});
  EXPECT_TRUE(clerk.get("/api/v1/callbacks").json()["items"].empty());
}

TEST_F(WorkerRoutes, TheCallerOfASecretTicketIsCalledByWhoMayKnowOfIt) {
  const Json receipt = given_callback();
  act(supervisor(), receipt["ticket"].get<std::int64_t>(), "/secrecy", {{"secret", true}});
  auto clerk = agent(), chief = supervisor();
  const std::string path = "/api/v1/callbacks/" + receipt["number"].get<std::string>() + "/result";
  check({{"an agent's list", clerk, "GET", "/api/v1/callbacks", nullptr, 200, {"\"items\":[]"}, {"路灯"}},
         {"an agent's call", clerk, "POST", path, {{"outcome", "refused"}}, 404},
         {"a supervisor's list", chief, "GET", "/api/v1/callbacks", nullptr, 200, {"路灯"}}});
}

TEST_F(WorkerRoutes, AnUnsolvedOneIsReopenedAndOneWithoutAnswerIsAskedAgain) {
  const Json one = given_callback();
  auto clerk = agent();
  const auto path = [](const Json& receipt) {
    return "/api/v1/callbacks/" + receipt["number"].get<std::string>() + "/result";
  };
  const Json again = clerk.post(path(one), {{"outcome", "no_answer"}}).json();
  EXPECT_EQ(again["end"], "again");
  EXPECT_TRUE(again["next"].is_string());
  clock().advance(std::chrono::hours{48});
  EXPECT_EQ(agent().post(path(one), {{"outcome", "answered"}, {"solved", "no"}}).json()["end"], "rated");
  EXPECT_EQ(ticket(one["ticket"].get<std::int64_t>())["state"], "dispatched");
}

TEST_F(WorkerRoutes, CallbacksAreNotLeasedAtNight) {
  given_callback();  // noon
  auto machine = worker();
  const Json order = kinds(std::string(ticket::job::callback));
  clock().advance(std::chrono::hours{11});
  EXPECT_EQ(machine.post(kLease, order).json()["items"].size(), 0U);
  clock().advance(std::chrono::hours{11});
  const Json leased = machine.post(kLease, order).json()["items"];
  ASSERT_EQ(leased.size(), 1U);
  check({"a callback is told as one",
         machine,
         "POST",
         attempt(leased[0], "/result"),
         {{"token", leased[0]["token"]}, {"outcome", "done"}},
         422,
         {"/callback"}});
  const auto told = machine.post(attempt(leased[0], "/result"),
                                 {{"token", leased[0]["token"]},
                                  {"outcome", "done"},
                                  {"callback", {{"outcome", "answered"}, {"solved", "yes"}}}});
  EXPECT_EQ(told.json()["callback"]["end"], "rated") << told.body;
}

TEST_F(WorkerRoutes, ACallbackResultForAnUnknownAForeignOrAFinishedJobIsRefusedAndChangesNothing) {
  given_callback();
  auto machine = worker(), other = worker();
  const Json leased = machine.post(kLease, kinds(std::string(ticket::job::callback))).json()["items"].at(0);
  const auto told = [&](const Json& token, Json callback) {
    return Json{{"token", token}, {"outcome", "done"}, {"callback", std::move(callback)}};
  };
  const Json good{{"outcome", "answered"}, {"solved", "yes"}, {"result", 5}};
  Json wild = good;
  wild["result"] = 6;
  const auto newest = [&] { return store().read([](store::ReadTx& tx) { return store::newest_seq(tx); }); };
  const std::int64_t before = newest();
  check({{"unknown", machine, "POST", "/api/v1/jobs/4711.1/result", told(leased["token"], good), 404},
         {"foreign", other, "POST", attempt(leased, "/result"), told("x", good), 403},
         {"out of range",
          machine,
          "POST",
          attempt(leased, "/result"),
          told(leased["token"], wild),
          422,
          {"/callback/result"}}});
  EXPECT_EQ(newest(), before);
  EXPECT_EQ(machine.post(attempt(leased, "/result"), told(leased["token"], good)).status, 200U);
  const std::int64_t rated = newest();
  check({{"finished", machine, "POST", attempt(leased, "/result"), told(leased["token"], good), 409}});
  EXPECT_EQ(newest(), rated);
}

}  // namespace
}  // namespace hotline::api
