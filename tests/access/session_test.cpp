#include "hotline/access/session.hpp"

#include <gmock/gmock.h>

#include "access/doors_fixture.hpp"

namespace hotline::access {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;

class SessionTest : public DoorsTest {
 protected:
  SessionTest() { li = given("li.na"); }
  Account li;
};

TEST_F(SessionTest, EndsAfterTenIdleMinutes) {
  const OpenedSession session = signed_in("li.na");
  test.clock.advance(minutes(10) - milliseconds(1));
  EXPECT_TRUE(is_open(session));
  test.clock.advance(minutes(10));
  EXPECT_FALSE(is_open(session));
  EXPECT_EQ(doors.open_sessions(), 0u);
}

TEST_F(SessionTest, SlidesWithEachRequestUpToItsAbsoluteLimit) {
  const OpenedSession session = signed_in("li.na");
  for (int i = 0; i < 12 * 12 - 1; ++i) {
    test.clock.advance(minutes(5));
    ASSERT_TRUE(is_open(session)) << i;
  }
  test.clock.advance(minutes(5));
  EXPECT_EQ(test.clock.now(), session.expires_at);
  EXPECT_FALSE(is_open(session));
}

TEST_F(SessionTest, IsNotFoundByATokenThatIsNotIts) {
  const OpenedSession session = signed_in("li.na");
  EXPECT_EQ(session.token.size(), 64u);
  std::string near = session.token;
  near.back() = near.back() == '0' ? '1' : '0';
  for (const std::string& token : {near, session.token + "0", session.token.substr(1), std::string{}}) {
    EXPECT_FALSE(doors.find_session(token).has_value());
  }
}

TEST_F(SessionTest, KeepsItsTokenOutOfTheDatabase) {
  const OpenedSession session = signed_in("li.na");
  const bool stored = test.read([&](store::ReadTx& tx) {
    store::Statement row =
        tx.query("SELECT 1 FROM account_session WHERE instr(token_hash, ?1) OR hex(token_hash) = upper(?1)");
    row.bind(session.token);
    return row.step();
  });
  EXPECT_FALSE(stored);
  EXPECT_EQ(count("SELECT length(token_hash) FROM account_session"), 32);
}

TEST_F(SessionTest, EndsWithSignOutAtOnceAndOnlyThisOne) {
  const OpenedSession one = signed_in("li.na");
  const OpenedSession two = signed_in("li.na");
  const store::Actor by{account_actor(li.id), "console"};
  EXPECT_TRUE(test.write([&](store::WriteTx& tx) { return sessions.close(tx, one.token, by); }));
  EXPECT_FALSE(is_open(one));
  EXPECT_TRUE(is_open(two));
  EXPECT_EQ(journal("session_closed").size(), 1u);
  EXPECT_FALSE(test.write([&](store::WriteTx& tx) { return sessions.close(tx, one.token, by); }));
}

TEST_F(SessionTest, StaysWhenItsEndIsUndone) {
  const OpenedSession session = signed_in("li.na");
  const auto undone = test->write([&](store::WriteTx& tx) -> base::Result<int> {
    sessions.close_all(tx, li.id, "on_request", system);
    return base::Error::of(base::ErrorCode::conflict, "后来的一步失败。", "A later step failed.");
  });
  EXPECT_FALSE(undone.ok());
  EXPECT_TRUE(is_open(session));
}

TEST_F(SessionTest, WorksOnlyOnceItIsDurable) {
  std::string token;
  const auto undone = test->write([&](store::WriteTx& tx) -> base::Result<int> {
    token = test::value_of(sessions.open(tx, li.id, "console")).token;
    EXPECT_FALSE(doors.find_session(token).has_value());
    return base::Error::of(base::ErrorCode::conflict, "后来的一步失败。", "A later step failed.");
  });
  EXPECT_FALSE(undone.ok());
  EXPECT_FALSE(doors.find_session(token).has_value());
}

TEST_F(SessionTest, OfAnAccountCanAllBeEnded) {
  given("wang.fang");
  const OpenedSession one = signed_in("li.na");
  const OpenedSession two = signed_in("li.na");
  const OpenedSession other = signed_in("wang.fang");
  EXPECT_EQ(
      test.write([&](store::WriteTx& tx) { return sessions.close_all(tx, li.id, "on_request", system); }), 2);
  EXPECT_FALSE(is_open(one));
  EXPECT_FALSE(is_open(two));
  EXPECT_TRUE(is_open(other));
  const auto revoked = journal("sessions_revoked");
  ASSERT_EQ(revoked.size(), 1u);
  EXPECT_EQ(revoked[0].payload.integer("sessions"), 2);
}

TEST_F(SessionTest, OutlivesARestartFromWhenItWasLastSaved) {
  const OpenedSession session = signed_in("li.na");
  test.clock.advance(minutes(8));
  EXPECT_TRUE(is_open(session));
  maintain();
  test.clock.advance(minutes(8));
  EXPECT_TRUE(restarted()->find_session(session.token).has_value());
  test.clock.advance(minutes(2));
  EXPECT_FALSE(restarted()->find_session(session.token).has_value());
}

TEST_F(SessionTest, WritesItsLastSightBehindAndOnlyWhenItWasSeen) {
  const OpenedSession session = signed_in("li.na");
  const std::int64_t opened = count("SELECT seen_at FROM account_session");
  test.clock.advance(minutes(1));
  EXPECT_TRUE(is_open(session));
  EXPECT_EQ(count("SELECT seen_at FROM account_session"), opened);
  maintain();
  EXPECT_EQ(count("SELECT seen_at FROM account_session"), opened + 60000);
  test.clock.advance(minutes(1));
  maintain();
  EXPECT_EQ(count("SELECT seen_at FROM account_session"), opened + 60000);
}

TEST_F(SessionTest, ThatEndedLeavesTheDatabaseAndOthersStay) {
  signed_in("li.na");
  test.clock.advance(minutes(6));
  const OpenedSession later = signed_in("li.na");
  test.clock.advance(minutes(6));
  maintain();
  EXPECT_EQ(count("SELECT count(*) FROM account_session"), 1);
  EXPECT_TRUE(is_open(later));
}

TEST_F(SessionTest, OfADisabledAccountIsNotOpened) {
  ASSERT_TRUE(change(li, {.disabled = true}, system).ok());
  const auto refused = test->write([&](store::WriteTx& tx) { return sessions.open(tx, li.id, "console"); });
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, base::ErrorCode::forbidden);
}

TEST_F(SessionTest, HasACsrfTokenOfItsOwn) {
  const OpenedSession one = signed_in("li.na");
  const OpenedSession two = signed_in("li.na");
  EXPECT_EQ(one.csrf_token, csrf_token_of(one.token));
  EXPECT_NE(one.csrf_token, one.token);
  EXPECT_TRUE(csrf_matches(one.token, one.csrf_token));
  EXPECT_FALSE(csrf_matches(one.token, two.csrf_token));
  EXPECT_FALSE(csrf_matches(one.token, ""));
  EXPECT_FALSE(csrf_matches(one.token, one.csrf_token + "0"));
}

}  // namespace
}  // namespace hotline::access
