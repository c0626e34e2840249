#include "hotline/access/account.hpp"

#include <gmock/gmock.h>

#include "access/doors_fixture.hpp"

namespace hotline::access {
namespace {

using base::ErrorCode;
using testing::ElementsAre;

class AccountTest : public DoorsTest {
 protected:
  std::vector<std::string> refused_fields(const NewAccount& account) {
    const auto created = create(account);
    EXPECT_FALSE(created.ok());
    return created.ok() ? std::vector<std::string>{} : broken_rules(created.error());
  }
};

TEST_F(AccountTest, IsFoundByIdAndByLoginInAnyCase) {
  const Account made = given("Li.Na", {Role::supervisor, Role::agent, Role::agent});
  EXPECT_EQ(made.login, "li.na");
  EXPECT_THAT(made.roles, ElementsAre(Role::agent, Role::supervisor));
  const auto found = test.read([](store::ReadTx& tx) { return find_account(tx, std::string_view("LI.NA")); });
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->id, made.id);
  EXPECT_EQ(found->roles, made.roles);
  EXPECT_EQ(found->state(test.clock.now()), AccountState::active);
}

TEST_F(AccountTest, IsListedInPages) {
  for (const char* login : {"anna", "bela", "cora"}) given(login);
  const auto logins = [&](std::int64_t after, std::size_t limit) {
    std::vector<std::string> out;
    for (const Account& account :
         test.read([&](store::ReadTx& tx) { return accounts_after(tx, after, limit); })) {
      out.push_back(account.login);
    }
    return out;
  };
  EXPECT_THAT(logins(0, 2), ElementsAre("anna", "bela"));
  EXPECT_THAT(logins(2, 2), ElementsAre("cora"));
  EXPECT_THAT(logins(3, 2), ElementsAre());
}

TEST_F(AccountTest, KeepsItsLoginToItself) {
  given("li.na");
  const auto second = create(somebody("LI.NA"));
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.error().code, ErrorCode::conflict);
  EXPECT_EQ(count("SELECT count(*) FROM account"), 1);
}

TEST_F(AccountTest, NamesEveryFieldThatIsWrong) {
  NewAccount wrong = somebody("li.na");
  wrong.login = "1x";
  wrong.display = " \n";
  wrong.roles = {};
  wrong.language = "fr";
  EXPECT_THAT(refused_fields(wrong),
              ElementsAre("/login login", "/display display", "/roles required", "/language enum"));
  EXPECT_EQ(count("SELECT count(*) FROM account"), 0);
  EXPECT_THAT(journal("account_created"), testing::IsEmpty());
}

TEST_F(AccountTest, OfAUnitNeedsTheUnitAndOthersHaveNone) {
  EXPECT_THAT(refused_fields(somebody("li.na", {Role::unit_handler})), ElementsAre("/unit required"));
  EXPECT_THAT(refused_fields(somebody("li.na", {Role::agent}, "HZ-01")), ElementsAre("/unit not_allowed"));
  EXPECT_EQ(given("li.na", {Role::unit_handler, Role::unit_approver}, "HZ-01").unit, "HZ-01");
}

TEST_F(AccountTest, HoldsNoTwoOfTheThreePowers) {
  for (const auto& two : std::vector<std::vector<Role>>{{Role::operations, Role::security},
                                                        {Role::operations, Role::auditor},
                                                        {Role::security, Role::auditor}}) {
    EXPECT_THAT(refused_fields(somebody("li.na", two)), ElementsAre("/roles separated_powers"));
  }
  const Account operations = given("ops", {Role::operations});
  const auto grown = change(operations, {.roles = std::vector{Role::operations, Role::auditor}}, system);
  ASSERT_FALSE(grown.ok());
  EXPECT_THAT(broken_rules(grown.error()), ElementsAre("/roles separated_powers"));
  EXPECT_THAT(account(operations.id).roles, ElementsAre(Role::operations));
}

TEST_F(AccountTest, ChangesOnlyForWhoSawTheNewestVersion) {
  const Account seen = given("li.na");
  ASSERT_TRUE(change(seen, {.display = "李娜"}, system).ok());
  const auto stale = change(seen, {.display = "别人"}, system);
  ASSERT_FALSE(stale.ok());
  EXPECT_EQ(stale.error().code, ErrorCode::stale_version);
  EXPECT_EQ(account(seen.id).display, "李娜");
  EXPECT_EQ(account(seen.id).version, seen.version + 1);
}

TEST_F(AccountTest, ThatChangesNothingIsNotWritten) {
  const Account seen = given("li.na");
  ASSERT_TRUE(change(seen, {.display = seen.display}, system).ok());
  EXPECT_EQ(account(seen.id).version, seen.version);
  EXPECT_THAT(journal("account_changed"), testing::IsEmpty());
}

TEST_F(AccountTest, GivesNewRightsToOpenSessionsAtOnce) {
  const Account li = given("li.na");
  const OpenedSession session = signed_in("li.na");
  EXPECT_FALSE(doors.find_session(session.token)->may(Right::ticket_dispatch));
  ASSERT_TRUE(change(li, {.roles = std::vector{Role::supervisor}}, system).ok());
  EXPECT_TRUE(doors.find_session(session.token)->may(Right::ticket_dispatch));
}

TEST_F(AccountTest, WhoseChangeIsUndoneKeepsItsRights) {
  const Account li = given("li.na");
  const OpenedSession session = signed_in("li.na");
  const auto undone = test->write([&](store::WriteTx& tx) -> base::Result<Account> {
    HOTLINE_CHECK(accounts.change(tx, li.id, li.version, {.roles = std::vector{Role::supervisor}}, system));
    return base::Error::of(ErrorCode::conflict, "后来的一步失败。", "A later step failed.");
  });
  EXPECT_FALSE(undone.ok());
  EXPECT_FALSE(doors.find_session(session.token)->may(Right::ticket_dispatch));
}

TEST_F(AccountTest, ThatIsDisabledLosesItsSessionsAndDoesNotSignIn) {
  const Account li = given("li.na");
  const OpenedSession session = signed_in("li.na");
  const Account disabled = test::value_of(change(li, {.disabled = true}, system));
  EXPECT_FALSE(is_open(session));
  EXPECT_EQ(disabled.state(test.clock.now()), AccountState::disabled);
  EXPECT_FALSE(sign_in("li.na").ok());

  ASSERT_TRUE(change(disabled, {.disabled = false}, system).ok());
  EXPECT_FALSE(is_open(session));
  EXPECT_TRUE(sign_in("li.na").ok());
}

TEST_F(AccountTest, IsNotRaisedOrDisabledByItsOwner) {
  const Account chief = given("chief", {Role::security});
  given("deputy", {Role::security});
  const store::Actor self{account_actor(chief.id), "console"};
  for (const AccountChange& wanted :
       {AccountChange{.roles = std::vector{Role::security, Role::agent}}, AccountChange{.disabled = true}}) {
    const auto refused = change(chief, wanted, self);
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, ErrorCode::forbidden);
  }
  EXPECT_TRUE(change(chief, {.language = "en"}, self).ok());
}

TEST_F(AccountTest, OfTheLastSecurityOfficerStays) {
  const Account chief = given("chief", {Role::security});
  for (const AccountChange& wanted :
       {AccountChange{.roles = std::vector{Role::agent}}, AccountChange{.disabled = true}}) {
    const auto refused = change(chief, wanted, system);
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, ErrorCode::conflict);
  }
  given("deputy", {Role::security});
  EXPECT_TRUE(change(chief, {.disabled = true}, system).ok());
}

TEST_F(AccountTest, LeavesATrailWithoutNames) {
  const Account li = given("li.na");
  ASSERT_TRUE(
      change(li, {.display = "李娜", .roles = std::vector{Role::supervisor}}, {"account:9", "console"}).ok());
  const auto created = journal("account_created");
  ASSERT_EQ(created.size(), 1u);
  EXPECT_EQ(created[0].subject, li.id);
  EXPECT_EQ(created[0].actor.id, "system");
  EXPECT_THAT(created[0].payload.list("roles"), ElementsAre("agent"));
  const auto changed = journal("account_changed");
  ASSERT_EQ(changed.size(), 1u);
  EXPECT_EQ(changed[0].actor.id, "account:9");
  EXPECT_THAT(changed[0].payload.list("changed"), ElementsAre("display", "roles"));
  for (const auto& entry : {created[0], changed[0]}) {
    EXPECT_EQ(entry.payload.encode().find("li.na"), std::string::npos);
    EXPECT_EQ(entry.payload.encode().find("李娜"), std::string::npos);
  }
}

TEST_F(AccountTest, ThatIsUnknownIsNotChanged) {
  Account nobody;
  nobody.id = 99;
  const auto refused = change(nobody, {.display = "无"}, system);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace hotline::access
