#include "hotline/access/sign_in.hpp"

#include <gmock/gmock.h>

#include "access/doors_fixture.hpp"

namespace hotline::access {
namespace {

using base::ErrorCode;
using testing::ElementsAre;
using testing::IsEmpty;

class SignInTest : public DoorsTest {
 protected:
  void fail(std::string_view login, int times) {
    for (int i = 0; i < times; ++i) EXPECT_FALSE(sign_in(login, "Wrong-9-Password").ok());
  }
  std::vector<std::string> causes() {
    std::vector<std::string> out;
    for (const store::Entry& entry : journal("password_refused"))
      out.push_back(entry.payload.text_or_empty("cause"));
    return out;
  }
  Principal principal_of_session(const OpenedSession& session) { return *doors.find_session(session.token); }
};

TEST_F(SignInTest, OpensASessionForTheRightPassword) {
  const Account li = given("li.na", {Role::unit_handler}, "HZ-01");
  const OpenedSession session = signed_in("LI.NA");
  const auto principal = doors.find_session(session.token);
  ASSERT_TRUE(principal.has_value());
  EXPECT_EQ(principal->actor, account_actor(li.id));
  EXPECT_EQ(principal->unit, "HZ-01");
  EXPECT_TRUE(principal->may(Right::assignment_handle));
  EXPECT_FALSE(principal->may(Right::ticket_read_all));
  const auto opened = journal("session_opened");
  ASSERT_EQ(opened.size(), 1u);
  EXPECT_EQ(opened[0].subject, li.id);
  EXPECT_EQ(opened[0].actor.origin, "console");
}

TEST_F(SignInTest, AnswersTheSameWhateverIsWrong) {
  given("li.na");
  const Account gone = given("gone");
  ASSERT_TRUE(change(gone, {.disabled = true}, system).ok());
  const base::Error wrong = sign_in("li.na", "Wrong-9-Password").error();
  const base::Error unknown = sign_in("nobody", good_password).error();
  const base::Error disabled = sign_in("gone").error();
  EXPECT_EQ(wrong.code, ErrorCode::unauthenticated);
  for (const base::Error& other : {unknown, disabled}) {
    EXPECT_EQ(other.code, wrong.code);
    EXPECT_EQ(other.text.zh, wrong.text.zh);
    EXPECT_EQ(other.text.en, wrong.text.en);
    EXPECT_THAT(other.fields, IsEmpty());
  }
  EXPECT_THAT(causes(), ElementsAre("wrong_password", "unknown_login", "disabled"));
}

TEST_F(SignInTest, KeepsNothingOfWhatWasTyped) {
  given("li.na");
  EXPECT_FALSE(sign_in("my-secret-typed-as-login", "Typed-5-Secret").ok());
  EXPECT_FALSE(sign_in("li.na", "Typed-5-Secret").ok());
  const auto refused = journal("password_refused");
  ASSERT_EQ(refused.size(), 2u);
  EXPECT_EQ(refused[0].subject, 0);
  for (const store::Entry& entry : refused) {
    EXPECT_EQ(entry.actor.id, "anonymous");
    EXPECT_EQ(entry.payload.encode().find("ecret"), std::string::npos);
    EXPECT_EQ(entry.payload.encode().find("li.na"), std::string::npos);
  }
}

TEST_F(SignInTest, LocksAfterFiveFailuresInARowAndRefusesTheRightPasswordToo) {
  const Account li = given("li.na");
  fail("li.na", 4);
  EXPECT_EQ(account(li.id).state(test.clock.now()), AccountState::active);
  fail("li.na", 1);
  EXPECT_EQ(account(li.id).state(test.clock.now()), AccountState::locked);
  EXPECT_FALSE(sign_in("li.na").ok());
  EXPECT_EQ(causes().back(), "locked");
  EXPECT_EQ(journal("account_locked").size(), 1u);
  EXPECT_THAT(journal("session_opened"), IsEmpty());
}

TEST_F(SignInTest, OpensAgainWhenTheLockEnds) {
  given("li.na");
  fail("li.na", 5);
  test.clock.advance(settings.lock_out.time - std::chrono::milliseconds(1));
  EXPECT_FALSE(sign_in("li.na").ok());
  test.clock.advance(std::chrono::milliseconds(1));
  EXPECT_TRUE(sign_in("li.na").ok());
}

TEST_F(SignInTest, DoesNotProlongALockByTryingOn) {
  const Account li = given("li.na");
  fail("li.na", 5);
  const auto until = account(li.id).locked_until;
  test.clock.advance(std::chrono::minutes(1));
  fail("li.na", 10);
  EXPECT_EQ(account(li.id).locked_until, until);
}

TEST_F(SignInTest, CountsAnewAfterALock) {
  const Account li = given("li.na");
  fail("li.na", 5);
  test.clock.advance(settings.lock_out.time);
  fail("li.na", 4);
  EXPECT_EQ(account(li.id).state(test.clock.now()), AccountState::active);
}

TEST_F(SignInTest, ForgetsFailuresAfterASuccess) {
  const Account li = given("li.na");
  fail("li.na", 4);
  EXPECT_TRUE(sign_in("li.na").ok());
  fail("li.na", 4);
  EXPECT_EQ(account(li.id).state(test.clock.now()), AccountState::active);
}

TEST_F(SignInTest, LocksOneAccountAndNotItsNeighbour) {
  given("li.na");
  given("wang.fang");
  fail("li.na", 5);
  EXPECT_TRUE(sign_in("wang.fang").ok());
}

TEST_F(SignInTest, MayBeUnlockedByAnotherButNotByTheOwner) {
  const Account li = given("li.na");
  fail("li.na", 5);
  const auto unlock = [&](const store::Actor& by) {
    return test->write([&](store::WriteTx& tx) { return accounts.unlock(tx, li.id, by); });
  };
  const auto by_self = unlock({account_actor(li.id), "console"});
  ASSERT_FALSE(by_self.ok());
  EXPECT_EQ(by_self.error().code, ErrorCode::forbidden);
  ASSERT_TRUE(unlock(system).ok());
  EXPECT_TRUE(sign_in("li.na").ok());
  EXPECT_EQ(journal("account_unlocked").size(), 1u);
}

TEST_F(SignInTest, MovesAHashToTheCostOfTodayWithoutTheUsersDoing) {
  given("li.na");
  AccessSettings dearer = settings;
  dearer.password.memory_kib = 16;
  const SignIn today(dearer, test.get(), accounts, sessions);
  ASSERT_TRUE(today.with_password("li.na", good_password, "console").ok());
  EXPECT_EQ(count("SELECT count(*) FROM account WHERE password_hash LIKE '%m=16,%'"), 1);
  EXPECT_TRUE(today.with_password("li.na", good_password, "console").ok());
}

TEST_F(SignInTest, ChangesThePasswordAndEndsEverySession) {
  given("li.na");
  const OpenedSession one = signed_in("li.na");
  const OpenedSession two = signed_in("li.na");
  test::must(signer.change_password(principal_of_session(one), good_password, "Harbour-8-Cloud"));
  EXPECT_FALSE(is_open(one));
  EXPECT_FALSE(is_open(two));
  EXPECT_FALSE(sign_in("li.na", good_password).ok());
  EXPECT_TRUE(sign_in("li.na", "Harbour-8-Cloud").ok());
  EXPECT_EQ(journal("password_changed").size(), 1u);
}

TEST_F(SignInTest, RefusesANewPasswordThatBreaksARuleOrIsTheOldOne) {
  given("li.na");
  const Principal li = principal_of_session(signed_in("li.na"));
  const auto broken = [&](std::string_view wanted) {
    return broken_rules(signer.change_password(li, good_password, wanted).error());
  };
  EXPECT_THAT(broken("short"), ElementsAre("/password min_length", "/password kinds"));
  EXPECT_THAT(broken("Xx-li.na-77"), ElementsAre("/password holds_login"));
  EXPECT_THAT(broken(good_password), ElementsAre("/password unchanged"));
  EXPECT_TRUE(sign_in("li.na").ok());
}

TEST_F(SignInTest, CountsWrongCurrentPasswordsLikeFailedSignIns) {
  const Account li = given("li.na");
  const Principal principal = principal_of_session(signed_in("li.na"));
  for (int i = 0; i < 5; ++i) {
    const base::Status refused = signer.change_password(principal, "Wrong-9-Password", "Harbour-8-Cloud");
    ASSERT_FALSE(refused.ok());
    EXPECT_THAT(broken_rules(refused.error()), ElementsAre("/current_password wrong"));
  }
  EXPECT_EQ(account(li.id).state(test.clock.now()), AccountState::locked);
  EXPECT_FALSE(signer.change_password(principal, good_password, "Harbour-8-Cloud").ok());
}

TEST_F(SignInTest, HasNoPasswordForPrograms) {
  const Principal program = *doors.find_key(issue({.name = "PBX", .scopes = {Right::call_handle}}).bearer);
  const base::Status refused = signer.change_password(program, good_password, "Harbour-8-Cloud");
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::forbidden);
}

TEST_F(SignInTest, GivesAResetPasswordAndEndsLockAndSessions) {
  const Account li = given("li.na");
  const OpenedSession session = signed_in("li.na");
  fail("li.na", 5);
  const PasswordHash fresh = test::value_of(hash_password("li.na", "Harbour-8-Cloud", settings.password));
  test.write([&](store::WriteTx& tx) { return accounts.reset_password(tx, li.id, fresh, system); });
  EXPECT_FALSE(is_open(session));
  EXPECT_TRUE(sign_in("li.na", "Harbour-8-Cloud").ok());
  EXPECT_EQ(journal("password_reset").size(), 1u);
}

}  // namespace
}  // namespace hotline::access
