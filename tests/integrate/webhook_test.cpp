// Webhooks: signed as published, tried again with the same id, held, given up visibly; a target that fails
// stops no other.
#include "hotline/integrate/webhooks.hpp"

#include <gtest/gtest.h>

#include <mutex>
#include <nlohmann/json.hpp>
#include <set>

#include "hotline/call/missed.hpp"
#include "hotline/city/city.hpp"
#include "hotline/integrate/migrations.hpp"
#include "hotline/integrate/webhook_signature.hpp"
#include "hotline/jobs/migrations.hpp"
#include "hotline/jobs/reading.hpp"
#include "hotline/jobs/runner.hpp"
#include "hotline/ticket/repository.hpp"
#include "notify/local_server.hpp"
#include "support/store_fixture.hpp"

namespace hotline::integrate {
namespace {

using Json = nlohmann::json;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using test::must;
using test::value_of;

TEST(WebhookSignature, IsThatOfThePublishedExample) {
  EXPECT_EQ(sign_webhook("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330,
                         R"({"test": 2432232314})"),
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  EXPECT_FALSE(sign_webhook("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "a", 1, "")) << "no secret of webhooks";
  EXPECT_FALSE(sign_webhook("whsec_c2hvcnQ=", "a", 1, "")) << "too short to be one";
}

// A platform: notes what it is sent and answers with a status.
class Platform {
 public:
  explicit Platform(int status = 204)
      : status_(status), server_([this](notify::Peer& peer) { serve(peer); }) {}
  std::string url() const { return "http://127.0.0.1:" + std::to_string(server_.port()) + "/hook"; }
  void answer(int status) { status_ = status; }

  struct Post {
    std::map<std::string, std::string> headers;
    std::string body;
  };
  std::vector<Post> posts() {
    server_.rest();
    const std::lock_guard lock(mutex_);
    return posts_;
  }

 private:
  void serve(notify::Peer& peer) {
    std::string head = peer.read("\r\n\r\n");
    Post post;
    while (!head.empty()) {
      const std::string line = head.substr(0, head.find("\r\n"));
      head.erase(0, line.size() + 2);
      if (const auto colon = line.find(": "); colon != std::string::npos)
        post.headers[line.substr(0, colon)] = line.substr(colon + 2);
    }
    if (!post.headers.contains("Content-Length")) return;
    post.body = peer.read_bytes(std::stoul(post.headers["Content-Length"]));
    {
      const std::lock_guard lock(mutex_);
      posts_.push_back(std::move(post));
    }
    peer.write("HTTP/1.1 " + std::to_string(status_) + " x\r\nContent-Length: 0\r\n\r\n");
  }

  std::atomic<int> status_;
  std::mutex mutex_;
  std::vector<Post> posts_;
  notify::LocalServer server_;
};

std::vector<store::Migration> schema() {
  std::vector<store::Migration> all;
  for (auto& part : {jobs::migrations(), ticket::migrations(), migrations()})
    all.insert(all.end(), part.begin(), part.end());
  return all;
}

class WebhookTest : public ::testing::Test {
 protected:
  WebhookTest()
      : store(schema()),
        scheduler(store.random),
        hooks(store.get(), scheduler, store.random, store.clock, quick()) {
    must(hooks.start_with_the_next(store.get()));
    runner.handle_outside(kWebhook, [this](jobs::OutsideAttempt& attempt) { return hooks.deliver(attempt); });
  }
  static WebhookSettings quick() {
    WebhookSettings settings;
    settings.timeout = std::chrono::milliseconds{300};
    return settings;
  }
  IssuedWebhook made(const std::string& name, const std::string& url,
                     std::vector<std::string> events = {kCallbackDue}) {
    return store.write([&](store::WriteTx& tx) { return hooks.create(tx, {name, url, events}, by); });
  }
  // A callback that becomes due at `due`.
  void given_callback(std::int64_t request, base::Time due) {
    store.write([&](store::WriteTx& tx) -> base::Status {
      jobs::NewJob job;
      job.kind = ticket::job::callback;
      job.stream = "request";
      job.subject = request;
      job.key = std::to_string(request);
      job.due = due;
      HOTLINE_CHECK(scheduler.schedule(tx, job));
      tx.journal().append(
          tx, {"request", request, "callback_planned", by, "", {{"due", base::to_millis(due)}, {"last", 0}}});
      return {};
    });
  }
  void run() {
    while (value_of(hooks.catch_up(store.get(), 10)) > 0) {
    }
    while (runner.run_due() > 0) {
    }
  }
  void pass(base::Duration time) {
    store.clock.advance(time);
    run();
  }
  Webhook now_of(std::int64_t id) {
    return *store.read([&](store::ReadTx& tx) { return find_webhook(tx, id); });
  }
  std::size_t dead() {
    return store.read([](store::ReadTx& tx) { return jobs::dead_letters(tx, kWebhook, 0, 100).size(); });
  }

  test::TestStore store;
  jobs::Scheduler scheduler;
  Webhooks hooks;
  jobs::ThreadWaiter waiter;
  jobs::Runner runner{store.get(),           scheduler, store.clock, waiter, base::make_silent_logger(),
                      {.worker = "webhooks"}};
  store::Actor by{"account:1", "test"};
};

TEST_F(WebhookTest, APlatformIsToldWhenACallIsDueAndNotBefore) {
  Platform platform;
  const IssuedWebhook hook = made("voice", platform.url());
  given_callback(7, store.clock.now() + hours{1});
  run();
  EXPECT_TRUE(platform.posts().empty()) << "not due";
  pass(hours{1});
  const auto posts = platform.posts();
  ASSERT_EQ(posts.size(), 1U);
  const auto& headers = posts[0].headers;
  EXPECT_EQ(headers.at("webhook-signature"),
            sign_webhook(hook.secret, headers.at("webhook-id"), std::stoll(headers.at("webhook-timestamp")),
                         posts[0].body));
  EXPECT_EQ(std::stoll(headers.at("webhook-timestamp")), base::to_millis(store.clock.now()) / 1000);
  const Json body = Json::parse(posts[0].body);
  EXPECT_EQ(body["specversion"], "1.0");
  EXPECT_EQ(body["type"], "callback.due");
  EXPECT_EQ(body["id"], headers.at("webhook-id"));
  EXPECT_EQ(body["data"]["kind"], "ticket.callback");
  EXPECT_TRUE(now_of(hook.webhook.id).delivered_at);
  pass(hours{48});
  EXPECT_EQ(platform.posts().size(), 1U) << "told once";
}

TEST_F(WebhookTest, WhatWasDoneByOtherHandsIsNotTold) {
  Platform platform;
  made("voice", platform.url());
  given_callback(7, store.clock.now() + hours{1});
  run();
  store.write([&](store::WriteTx& tx) -> base::Status {
    HOTLINE_CHECK(scheduler.cancel(tx, ticket::job::callback, "7"));
    return {};
  });
  pass(hours{1});
  EXPECT_TRUE(platform.posts().empty());
}

TEST_F(WebhookTest, AFailingTargetIsTriedAgainUnderTheSameIdWithGrowingPausesAndHarmsNoOther) {
  Platform good, bad(500);
  const IssuedWebhook fine = made("good", good.url()), broken = made("bad", bad.url());
  for (int n = 1; n <= 3; ++n) given_callback(n, store.clock.now());
  run();
  EXPECT_EQ(good.posts().size(), 3U);
  EXPECT_EQ(bad.posts().size(), 1U) << "held after the first failure";
  const Webhook held = now_of(broken.webhook.id);
  EXPECT_EQ(held.failures, 1);
  EXPECT_EQ(held.last_error, "status 500");
  ASSERT_TRUE(held.held_until);
  EXPECT_GT(*held.held_until, store.clock.now());
  pass(minutes{1});
  pass(minutes{5});
  EXPECT_GT(now_of(broken.webhook.id).failures, 1);
  bad.answer(200);
  pass(hours{2});
  pass(hours{2});
  std::set<std::string> ids;
  for (const auto& post : bad.posts()) ids.insert(post.headers.at("webhook-id"));
  EXPECT_EQ(ids.size(), 3U) << "each message keeps its id over all attempts";
  EXPECT_EQ(now_of(broken.webhook.id).failures, 0);
  EXPECT_EQ(now_of(fine.webhook.id).failures, 0);
  EXPECT_EQ(good.posts().size(), 3U);
  EXPECT_EQ(dead(), 0U);
}

TEST_F(WebhookTest, WhatNobodyTakesWithinADayIsADeadLetterThatCanBeReplayed) {
  Platform platform;
  const IssuedWebhook hook = made("gone", "http://127.0.0.1:" + std::to_string(notify::dead_port()) + "/");
  given_callback(7, store.clock.now());
  for (int hour = 0; hour < 30; ++hour) pass(hours{1});
  EXPECT_EQ(dead(), 1U);
  EXPECT_EQ(now_of(hook.webhook.id).last_error, "unreachable");
}

TEST_F(WebhookTest, ATargetThatSaysItIsGoneIsDisabledUntilAPersonEnablesIt) {
  Platform platform(410);
  const IssuedWebhook hook = made("voice", platform.url());
  given_callback(1, store.clock.now());
  run();
  EXPECT_TRUE(now_of(hook.webhook.id).disabled_at);
  platform.answer(200);
  given_callback(2, store.clock.now());
  pass(hours{1});
  EXPECT_EQ(platform.posts().size(), 1U);
  store.write([&](store::WriteTx& tx) { return hooks.enable(tx, hook.webhook.id, by); });
  given_callback(3, store.clock.now());
  run();
  EXPECT_EQ(platform.posts().size(), 2U);
}

TEST_F(WebhookTest, WrongTargetsAreNamedAndNothingIsKept) {
  const auto refused = [&](NewWebhook webhook) {
    const auto made = store->write([&](store::WriteTx& tx) { return hooks.create(tx, webhook, by); });
    return made.ok()                     ? std::string("taken")
           : made.error().fields.empty() ? std::string(base::name_of(made.error().code))
                                         : made.error().fields.front().pointer;
  };
  EXPECT_EQ(refused({"", "http://a/", {kCallbackDue}}), "/name");
  EXPECT_EQ(refused({"a", "ftp://a/", {kCallbackDue}}), "/url");
  EXPECT_EQ(refused({"a", "http://user@a/", {kCallbackDue}}), "/url");
  EXPECT_EQ(refused({"a", "http://a/", {"ticket.closed"}}), "/events");
  EXPECT_EQ(refused({"a", "http://a/", {}}), "/events");
  made("a", "http://a/");
  EXPECT_EQ(refused({"a", "http://b/", {kCallbackDue}}), "conflict");
  EXPECT_EQ(store.read([](store::ReadTx& tx) { return webhooks(tx).size(); }), 1U);
}

}  // namespace
}  // namespace hotline::integrate
