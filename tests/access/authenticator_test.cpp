#include "hotline/access/authenticator.hpp"

#include <gmock/gmock.h>

#include <atomic>
#include <thread>

#include "access/doors_fixture.hpp"

namespace hotline::access {
namespace {

class AuthenticatorTest : public DoorsTest {};

TEST_F(AuthenticatorTest, KnowsAfterARestartWhatItKnewBefore) {
  given("li.na", {Role::supervisor});
  const OpenedSession session = signed_in("li.na");
  const auto fresh = restarted();
  const auto principal = fresh->find_session(session.token);
  ASSERT_TRUE(principal.has_value());
  EXPECT_TRUE(principal->may(Right::ticket_dispatch));
  EXPECT_EQ(fresh->open_sessions(), 1u);
}

TEST_F(AuthenticatorTest, AnswersWithoutTheDatabase) {
  given("li.na");
  const OpenedSession session = signed_in("li.na");
  const IssuedKey key = issue({.name = "PBX", .scopes = {Right::call_handle}});
  test.close();
  EXPECT_TRUE(doors.find_session(session.token).has_value());
  EXPECT_TRUE(doors.find_key(key.bearer).has_value());
  EXPECT_FALSE(doors.find_session("unknown").has_value());
  EXPECT_FALSE(doors.find_key("hk_7_unknown").has_value());
}

TEST_F(AuthenticatorTest, NeverAnswersARevokedKeyToAnyThread) {
  for (int round = 0; round < 20; ++round) {
    const IssuedKey issued = issue({.name = "PBX", .scopes = {Right::call_handle}});
    std::atomic<bool> revoked{false};
    std::atomic<bool> outlived{false};
    std::atomic<bool> stop{false};
    std::thread asker([&] {
      while (!stop) {
        const bool was_revoked = revoked;
        if (doors.find_key(issued.bearer).has_value() && was_revoked) outlived = true;
      }
    });
    test.write([&](store::WriteTx& tx) { return keys.revoke(tx, issued.key.id, system); });
    revoked = true;
    EXPECT_FALSE(doors.find_key(issued.bearer).has_value());
    stop = true;
    asker.join();
    EXPECT_FALSE(outlived);
  }
}

TEST_F(AuthenticatorTest, ServesManyThreadsWhileSessionsComeAndGo) {
  const Account li = given("li.na");
  const OpenedSession steady = signed_in("li.na");
  std::atomic<bool> stop{false};
  std::atomic<int> lost{0};
  std::vector<std::thread> askers;
  for (int i = 0; i < 3; ++i) {
    askers.emplace_back([&] {
      while (!stop) {
        if (!doors.find_session(steady.token)) ++lost;
      }
    });
  }
  for (int i = 0; i < 50; ++i) {
    const std::string token =
        test.write([&](store::WriteTx& tx) { return sessions.open(tx, li.id, "console"); }).token;
    doors.maintain(test.get());
    test.write([&](store::WriteTx& tx) { return sessions.close(tx, token, system); });
    EXPECT_FALSE(doors.find_session(token).has_value());
  }
  stop = true;
  for (std::thread& asker : askers) asker.join();
  EXPECT_EQ(lost, 0);
}

TEST(Actors, NameAccountsAndKeys) {
  EXPECT_EQ(account_actor(17), "account:17");
  EXPECT_EQ(find_account_id("account:17"), 17);
  for (const char* other : {"key:3", "account:", "account:1x", "system", ""})
    EXPECT_FALSE(find_account_id(other).has_value()) << other;
  EXPECT_TRUE(is_account({"account:17", ""}, 17));
  EXPECT_FALSE(is_account({"account:170", ""}, 17));
}

}  // namespace
}  // namespace hotline::access
