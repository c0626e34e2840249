// A real server on a free port, over a real store, with real accounts and keys.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "hotline/access/account.hpp"
#include "hotline/access/api_key.hpp"
#include "hotline/access/migrations.hpp"
#include "hotline/access/sign_in.hpp"
#include "hotline/api/server.hpp"
#include "support/http_client.hpp"
#include "support/store_fixture.hpp"

namespace hotline::test {

inline std::vector<store::Migration> joined(std::initializer_list<std::vector<store::Migration>> lists) {
  std::vector<store::Migration> all;
  for (const auto& list : lists) all.insert(all.end(), list.begin(), list.end());
  return all;
}

// Usage:
//   class TicketApi : public test::ApiTest {
//     std::vector<store::Migration> more_migrations() override { return ticket::migrations(); }
//     void add_routes(api::Routes& routes) override { api::add_ticket_routes(routes, ...); }
//   };
//   TEST_F(TicketApi, ...) { auto agent = signed_in({access::Role::agent}); agent.post("/api/v1/tickets",
//   {...}); }
// Every reply is held against its declared output; one that breaks it fails the test.
class ApiTest : public ::testing::Test {
 protected:
  static constexpr const char* kPassword = "Bridge-7-Lantern";

  virtual std::vector<store::Migration> more_migrations() { return {}; }
  virtual void add_routes(api::Routes&) {}
  virtual void adjust(api::ServerSettings&) {}
  virtual void adjust(api::Platform&) {}
  virtual void adjust(access::AccessSettings&) {}

  void SetUp() override {
    access_settings_.password = {.passes = 1, .memory_kib = 8};
    adjust(access_settings_);
    store_ =
        std::make_unique<TestStore>(joined({access::migrations(), api::migrations(), more_migrations()}));
    start();
  }
  void TearDown() override {
    server_.reset();
    store_->close();
    for (const std::string& breach : breaches_)
      ADD_FAILURE() << "a reply breaks its specification: " << breach;
  }

  // As after a restart of the process: what is in memory alone is gone.
  void restart() {
    server_.reset();
    store_->reopen();
    start();
  }

  api::Server& server() { return *server_; }
  TestStore& store() { return *store_; }
  base::ManualClock& clock() { return store_->clock; }

  HttpClient client() { return HttpClient(server_->port()); }
  // A person with these roles, signed in by cookie.
  HttpClient signed_in(std::vector<access::Role> roles, std::string unit = "") {
    const std::string login = given_account(std::move(roles), std::move(unit));
    HttpClient person = client();
    const HttpReply reply = person.post("/api/v1/session", {{"login", login}, {"password", kPassword}});
    if (reply.status != 201) throw std::runtime_error("cannot sign in: " + reply.body);
    const std::string cookie = reply.header("Set-Cookie");
    person.headers["Cookie"] = cookie.substr(0, cookie.find(';'));
    person.headers["X-CSRF-Token"] = reply.json()["csrf_token"].get<std::string>();
    return person;
  }
  // A program with these scopes.
  HttpClient program(access::Rights scopes, std::string unit = "") {
    const access::IssuedKey key = store_->write([&](store::WriteTx& tx) {
      return keys_->issue(tx, {"test program", scopes, unit, std::nullopt}, {"system", "test"});
    });
    HttpClient caller = client();
    caller.headers["Authorization"] = "Bearer " + key.bearer;
    return caller;
  }
  // Creates an account; returns its login. Its password is kPassword.
  std::string given_account(std::vector<access::Role> roles, std::string unit = "") {
    access::NewAccount account;
    account.login = "person" + std::to_string(++accounts_made_);
    account.display = "测试人员";
    account.roles = std::move(roles);
    account.unit = std::move(unit);
    account.password = value_of(access::hash_password(account.login, kPassword, access_settings_.password));
    store_->write([&](store::WriteTx& tx) { return accounts_->create(tx, account, {"system", "test"}); });
    return account.login;
  }

 private:
  void start() {
    authenticator_ = std::make_unique<access::Authenticator>(access_settings_.session, store_->clock);
    store_->read([&](store::ReadTx& tx) { return authenticator_->load(tx); });
    accounts_ = std::make_unique<access::Accounts>(*authenticator_);
    sessions_ = std::make_unique<access::Sessions>(access_settings_.session, store_->random, *authenticator_);
    keys_ = std::make_unique<access::ApiKeys>(store_->random, *authenticator_);
    sign_in_ = std::make_unique<access::SignIn>(access_settings_, store_->get(), *accounts_, *sessions_);
    api::ServerSettings settings;
    settings.port = 0;
    settings.check_replies = true;
    adjust(settings);
    api::Platform platform{.store = store_->get(),
                           .clock = store_->clock,
                           .random = store_->random,
                           .logger = base::make_silent_logger(),
                           .authenticator = *authenticator_,
                           .sign_in = *sign_in_,
                           .sessions = *sessions_};
    platform.on_breach = [this](const std::string& breach) {
      const std::lock_guard lock(mutex_);
      breaches_.push_back(breach);
    };
    adjust(platform);
    api::Routes routes;
    add_routes(routes);
    server_ = value_of(api::Server::start(std::move(settings), std::move(platform), std::move(routes)));
  }

  access::AccessSettings access_settings_;
  std::unique_ptr<TestStore> store_;
  std::unique_ptr<access::Authenticator> authenticator_;
  std::unique_ptr<access::Accounts> accounts_;
  std::unique_ptr<access::Sessions> sessions_;
  std::unique_ptr<access::ApiKeys> keys_;
  std::unique_ptr<access::SignIn> sign_in_;
  std::unique_ptr<api::Server> server_;
  std::mutex mutex_;
  std::vector<std::string> breaches_;
  int accounts_made_ = 0;
};

}  // namespace hotline::test
