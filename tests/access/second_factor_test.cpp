// Second factors: enrolling, signing in with a code, replay, lock-out, recovery, roles that need one.
#include "hotline/access/second_factor.hpp"

#include <algorithm>

#include "access/doors_fixture.hpp"
#include "hotline/access/totp.hpp"

namespace hotline::access {
namespace {

using namespace std::chrono_literals;

class Factors : public DoorsTest {
 protected:
  // What an authenticator does with the base32 text that was typed into it.
  static std::string bytes_of(const std::string& base32) {
    std::string out;
    unsigned held = 0, bits = 0;
    for (const char c : base32) {
      held = (held << 5U) | static_cast<unsigned>(c >= 'A' ? c - 'A' : c - '2' + 26);
      if ((bits += 5) >= 8) out += static_cast<char>((held >> (bits -= 8)) & 255U);
    }
    return out;
  }
  std::string code_now() { return totp_code(bytes_of(enrolment.secret), totp_step(test.clock.now())); }
  std::string next_code() {
    test.clock.advance(30s);
    return code_now();
  }
  void begin(const Account& who) {
    enrolment = test.write(
        [&](store::WriteTx& tx) { return factors.begin(tx, who.id, {account_actor(who.id), "console"}); });
  }
  base::Status confirm(const Account& who, const std::string& code) {
    return test->write(
        [&](store::WriteTx& tx) { return factors.confirm(tx, who.id, code, {account_actor(who.id), ""}); });
  }
  Account enrolled(const std::string& login, std::vector<Role> roles = {Role::agent}) {
    const Account who = given(login, std::move(roles));
    begin(who);
    test::must(confirm(who, code_now()));
    return who;
  }
  base::Result<OpenedSession> sign_in_with(const std::string& login, const std::string& code) {
    return signer.with_password(login, good_password, "console", code);
  }

  SecondFactors factors{test.random, doors};
  Enrolment enrolment;
};

TEST_F(Factors, CountOnceAFirstCodeWasRight) {
  const Account who = given("li.hua");
  begin(who);
  EXPECT_TRUE(sign_in("li.hua").ok()) << "a factor that was not confirmed locks nobody out";
  EXPECT_EQ(confirm(who, "000000").error().fields.at(0).rule, "wrong");
  EXPECT_FALSE(account(who.id).second_factor);
  test::must(confirm(who, code_now()));
  EXPECT_TRUE(account(who.id).second_factor);
  EXPECT_EQ(confirm(who, next_code()).error().code, base::ErrorCode::conflict);
  EXPECT_EQ(journal("second_factor_confirmed").size(), 1u);
}

TEST_F(Factors, AreAskedForOnlyOnceThePasswordWasRight) {
  enrolled("li.hua");
  const auto missing = sign_in("li.hua");
  EXPECT_EQ(broken_rules(missing.error()), std::vector<std::string>{"/code required"});
  EXPECT_TRUE(sign_in("li.hua", "Wrong-1-Password").error().fields.empty()) << "nobody learns who has one";
  EXPECT_TRUE(sign_in_with("li.hua", next_code()).ok());
}

TEST_F(Factors, TakeACodeOnceAndNoneBeforeIt) {
  enrolled("li.hua");
  const std::string code = next_code();
  EXPECT_TRUE(sign_in_with("li.hua", code).ok());
  EXPECT_EQ(broken_rules(sign_in_with("li.hua", code).error()), std::vector<std::string>{"/code wrong"});
  const std::string newer = next_code();
  EXPECT_TRUE(sign_in_with("li.hua", newer).ok());
  EXPECT_FALSE(sign_in_with("li.hua", code).ok());
}

TEST_F(Factors, AllowOneStepForClocksThatDiffer) {
  enrolled("li.hua");
  test.clock.advance(10min);
  const std::int64_t step = totp_step(test.clock.now());
  EXPECT_FALSE(sign_in_with("li.hua", totp_code(bytes_of(enrolment.secret), step - 2)).ok());
  EXPECT_FALSE(sign_in_with("li.hua", totp_code(bytes_of(enrolment.secret), step + 2)).ok());
  EXPECT_TRUE(sign_in_with("li.hua", totp_code(bytes_of(enrolment.secret), step - 1)).ok());
  EXPECT_TRUE(sign_in_with("li.hua", totp_code(bytes_of(enrolment.secret), step + 1)).ok());
}

TEST_F(Factors, LockTheAccountAfterTooManyWrongCodesThoughThePasswordIsRight) {
  const Account who = enrolled("li.hua");
  for (int i = 0; i < settings.lock_out.failures; ++i) EXPECT_FALSE(sign_in_with("li.hua", "000000").ok());
  EXPECT_EQ(account(who.id).state(test.clock.now()), AccountState::locked);
  EXPECT_FALSE(sign_in_with("li.hua", next_code()).ok()) << "locked: the right code is refused too";
  test.clock.advance(settings.lock_out.time);
  EXPECT_TRUE(sign_in_with("li.hua", next_code()).ok());
}

TEST_F(Factors, AreReplacedByARecoveryCodeEachOnce) {
  enrolled("li.hua");
  ASSERT_EQ(enrolment.recovery_codes.size(), 10u);
  std::string typed = enrolment.recovery_codes.at(3);
  std::ranges::transform(typed, typed.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  EXPECT_TRUE(sign_in_with("li.hua", typed).ok());
  EXPECT_FALSE(sign_in_with("li.hua", typed).ok());
  EXPECT_TRUE(sign_in_with("li.hua", enrolment.recovery_codes.at(4)).ok());
  EXPECT_EQ(journal("recovery_code_used").size(), 2u);
  for (const std::string& code : enrolment.recovery_codes) {
    std::string plain = code;
    std::erase(plain, '-');
    EXPECT_EQ(count(("SELECT count(*) FROM account_recovery_code WHERE hash = CAST('" + plain + "' AS BLOB)")
                        .c_str()),
              0)
        << "kept as hashes alone";
  }
}

TEST_F(Factors, NeededByARoleLeaveNoRightsUntilThereIsOne) {
  AccessSettings strict = cheap();
  strict.session.second_factor_roles = {Role::security};
  Authenticator strict_doors(strict.session, test.clock);
  Sessions strict_sessions(strict.session, test.random, strict_doors);
  Accounts strict_accounts(strict_doors);
  SignIn strict_signer(strict, test.get(), strict_accounts, strict_sessions);
  SecondFactors strict_factors(test.random, strict_doors);
  const Account officer = test.write([&](store::WriteTx& tx) {
    return strict_accounts.create(tx, somebody("officer", {Role::security}), system);
  });
  const Account other = test.write([&](store::WriteTx& tx) {
    return strict_accounts.create(tx, somebody("other", {Role::agent}), system);
  });
  const auto session = test::value_of(strict_signer.with_password("officer", good_password, "console"));
  EXPECT_TRUE(must_enrol(session.principal));
  EXPECT_EQ(session.principal.rights, Rights{});
  EXPECT_EQ(strict_doors.find_session(session.token)->rights, Rights{});
  EXPECT_FALSE(
      must_enrol(test::value_of(strict_signer.with_password("other", good_password, "x")).principal));

  const store::Actor by{account_actor(officer.id), ""};
  enrolment = test.write([&](store::WriteTx& tx) { return strict_factors.begin(tx, officer.id, by); });
  const std::string code = code_now();
  test.write([&](store::WriteTx& tx) { return strict_factors.confirm(tx, officer.id, code, by); });
  EXPECT_TRUE(strict_doors.find_session(session.token)->may(Right::account_manage)) << "at once";

  const std::string next = next_code();
  const auto removed =
      test->write([&](store::WriteTx& tx) { return strict_factors.remove(tx, officer.id, next, by); });
  EXPECT_EQ(removed.error().code, base::ErrorCode::forbidden);
  const store::Actor colleague{account_actor(other.id), ""};
  test.write([&](store::WriteTx& tx) { return strict_factors.reset(tx, officer.id, colleague); });
  EXPECT_FALSE(strict_doors.find_session(session.token)) << "whoever holds the old device is out";
  EXPECT_FALSE(
      test->write([&](store::WriteTx& tx) { return strict_factors.reset(tx, officer.id, by); }).ok());
}

TEST_F(Factors, AreRemovedWithACodeAndLeaveNothingBehind) {
  const Account who = enrolled("li.hua");
  const store::Actor by{account_actor(who.id), ""};
  const auto wrong =
      test->write([&](store::WriteTx& tx) { return factors.remove(tx, who.id, "000000", by); });
  EXPECT_FALSE(wrong.ok());
  const std::string code = next_code();
  test.write([&](store::WriteTx& tx) { return factors.remove(tx, who.id, code, by); });
  EXPECT_TRUE(sign_in("li.hua").ok());
  EXPECT_EQ(count("SELECT count(*) FROM account_recovery_code"), 0);
  EXPECT_EQ(count("SELECT count(*) FROM vault WHERE kind = 'totp_secret' AND erased = 0"), 0);
}

TEST_F(Factors, PasswordIsProvedAgainBeforeOneIsBegun) {
  given("li.hua");
  const OpenedSession session = signed_in("li.hua");
  const auto wrong = signer.begin_second_factor(session.principal, "Wrong-1-Password", factors);
  EXPECT_EQ(broken_rules(wrong.error()), std::vector<std::string>{"/password wrong"});
  EXPECT_TRUE(signer.begin_second_factor(session.principal, good_password, factors).ok());
}

TEST_F(Factors, EarlierPasswordsAreNotTakenAgain) {
  given("li.hua");
  const Principal who = signed_in("li.hua").principal;
  const auto word = [](int i) { return "Bridge-" + std::to_string(i) + "-Meadow"; };
  std::string present = good_password;
  for (int i = 1; i <= 5; ++i) {
    test::must(signer.change_password(who, present, word(i)));
    present = word(i);
  }
  EXPECT_EQ(broken_rules(signer.change_password(who, present, good_password).error()),
            std::vector<std::string>{"/password reused"});
  test::must(signer.change_password(who, present, word(6)));
  EXPECT_TRUE(signer.change_password(who, word(6), good_password).ok())
      << "after five others it may come back";
}

}  // namespace
}  // namespace hotline::access
