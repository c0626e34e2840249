// A hotline in small for tests of calls: a store, agents, a city, a clock that stands still.
#pragma once

#include <gtest/gtest.h>

#include "city/small_city.hpp"
#include "hotline/access/account.hpp"
#include "hotline/access/migrations.hpp"
#include "hotline/call/callbacks.hpp"
#include "hotline/call/calls.hpp"
#include "hotline/call/migrations.hpp"
#include "hotline/jobs/migrations.hpp"
#include "hotline/jobs/reading.hpp"
#include "hotline/knowledge/migrations.hpp"
#include "hotline/notify/migrations.hpp"
#include "hotline/ticket/deadlines.hpp"
#include "support/store_fixture.hpp"

namespace hotline::call::test {

using hotline::test::must;
using hotline::test::value_of;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

inline std::vector<store::Migration> schema() {
  std::vector<store::Migration> all;
  for (auto& part : {jobs::migrations(), notify::migrations(), access::migrations(), ticket::migrations(),
                     knowledge::migrations(), call::migrations()})
    all.insert(all.end(), part.begin(), part.end());
  return all;
}

class CallTest : public ::testing::Test {
 protected:
  std::int64_t given_account(const std::string& login, access::Role role) {
    access::NewAccount account;
    account.login = login;
    account.display = "话务员";
    account.roles = {role};
    account.password = {"not a hash"};
    return store.write([&](store::WriteTx& tx) { return accounts.create(tx, account, actor); }).id;
  }
  base::Result<AgentStatus> put(std::int64_t agent, AgentState state, const std::string& desk = "") {
    return store.get().write([&](store::WriteTx& tx) {
      return agents.put(tx, agent, state, agent_status(tx, agent).version, desk, actor);
    });
  }
  AgentStatus status(std::int64_t agent) {
    return store.read([&](store::ReadTx& tx) { return agent_status(tx, agent); });
  }
  base::Time now() { return store.clock.now(); }
  // Work that is due, carried out as a runner does it; returns how many.
  std::size_t run_due(std::string_view kind) {
    const auto leased = store.write([&](store::WriteTx& tx) {
      return scheduler.lease(tx, {{std::string(kind)}, "test", 100, minutes(1)});
    });
    for (const jobs::LeasedJob& job : leased) {
      store.write([&](store::WriteTx& tx) -> base::Status {
        HOTLINE_CHECK(scheduler.complete(tx, job.attempt, job.token, {}));
        return agents.time_out(tx, job);
      });
    }
    return leased.size();
  }
  std::vector<std::string> kinds_of(std::string_view stream, std::int64_t subject) {
    return store.read([&](store::ReadTx& tx) {
      std::vector<std::string> kinds;
      for (const store::Entry& one : store::entries_of(tx, stream, subject)) kinds.push_back(one.kind);
      return kinds;
    });
  }

  hotline::test::TestStore store{schema()};
  jobs::Scheduler scheduler{store.random};
  access::Authenticator authenticator{{}, store.clock};
  access::Accounts accounts{authenticator};
  AgentBook agents{scheduler};
  CallBook calls{agents};
  store::Actor actor{"key:1", "test"};
};

}  // namespace hotline::call::test
