// The doors of a small hotline: accounts, sessions, keys and their authenticator over a real store, with
// password hashes as cheap as they come.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "hotline/access/account.hpp"
#include "hotline/access/actor.hpp"
#include "hotline/access/api_key.hpp"
#include "hotline/access/authenticator.hpp"
#include "hotline/access/migrations.hpp"
#include "hotline/access/session.hpp"
#include "hotline/access/sign_in.hpp"
#include "support/store_fixture.hpp"

namespace hotline::access {

inline constexpr const char* good_password = "Bridge-7-Lantern";

class DoorsTest : public ::testing::Test {
 protected:
  static AccessSettings cheap() {
    AccessSettings settings;
    settings.password = {.passes = 1, .memory_kib = 8};
    return settings;
  }

  DoorsTest() {
    test.read([&](store::ReadTx& tx) { return doors.load(tx); });
  }
  ~DoorsTest() override { test.close(); }

  NewAccount somebody(std::string login, std::vector<Role> roles = {Role::agent}, std::string unit = "") {
    NewAccount account;
    account.password = test::value_of(hash_password(login, good_password, settings.password));
    account.login = std::move(login);
    account.display = "某人";
    account.roles = std::move(roles);
    account.unit = std::move(unit);
    return account;
  }
  base::Result<Account> create(const NewAccount& account) {
    return test->write([&](store::WriteTx& tx) { return accounts.create(tx, account, system); });
  }
  Account given(std::string login, std::vector<Role> roles = {Role::agent}, std::string unit = "") {
    return test::value_of(create(somebody(std::move(login), std::move(roles), std::move(unit))));
  }
  base::Result<Account> change(const Account& account, const AccountChange& wanted, const store::Actor& by) {
    return test->write(
        [&](store::WriteTx& tx) { return accounts.change(tx, account.id, account.version, wanted, by); });
  }
  Account account(std::int64_t id) {
    return *test.read([&](store::ReadTx& tx) { return find_account(tx, id); });
  }

  base::Result<OpenedSession> sign_in(std::string_view login, std::string_view password = good_password) {
    return signer.with_password(login, password, "console");
  }
  OpenedSession signed_in(std::string_view login) { return test::value_of(sign_in(login)); }
  bool is_open(const OpenedSession& session) { return doors.find_session(session.token).has_value(); }

  IssuedKey issue(const NewApiKey& key) {
    return test.write([&](store::WriteTx& tx) { return keys.issue(tx, key, system); });
  }

  // Writes behind, and waits until it is done: all writes pass one writer in order.
  void maintain() {
    doors.maintain(test.get());
    test.write([](store::WriteTx&) {});
  }
  // The process starts again: memory is lost, the database stays.
  std::unique_ptr<Authenticator> restarted() {
    auto fresh = std::make_unique<Authenticator>(settings.session, test.clock);
    test.read([&](store::ReadTx& tx) { return fresh->load(tx); });
    return fresh;
  }

  std::vector<store::Entry> journal(std::string_view kind) {
    std::vector<store::Entry> all =
        test.read([](store::ReadTx& tx) { return store::entries_after(tx, 0, 10000); });
    std::erase_if(all,
                  [&](const store::Entry& entry) { return entry.stream != "access" || entry.kind != kind; });
    return all;
  }
  std::int64_t count(const char* sql) {
    return test.read([&](store::ReadTx& tx) {
      store::Statement row = tx.query(sql);
      row.step();
      return row.integer(0);
    });
  }

  AccessSettings settings = cheap();
  test::TestStore test{migrations()};
  Authenticator doors{settings.session, test.clock};
  Accounts accounts{doors};
  Sessions sessions{settings.session, test.random, doors};
  ApiKeys keys{test.random, doors};
  SignIn signer{settings, test.get(), accounts, sessions};
  const store::Actor system{"system", "command_line"};
};

// The rules that the fields of an error break, as "pointer rule".
inline std::vector<std::string> broken_rules(const base::Error& error) {
  std::vector<std::string> out;
  for (const base::FieldError& field : error.fields) out.push_back(field.pointer + " " + field.rule);
  return out;
}

}  // namespace hotline::access
