// Who is behind a session token or an API key: the answer to every request's first question.
//
// The authenticator mirrors all open sessions, live keys and their accounts in memory, so that asking costs
// one BLAKE2b hash and a table look-up and never touches the database.
//
// Invariants
//   - A session or key that was closed, revoked or disabled is refused from the moment its commit returned:
//     Accounts, Sessions and ApiKeys change the mirror in WriteTx::after_commit, in commit order.
//   - An unknown token is unknown: a miss asks nobody, so that guessing costs the database nothing.
//   - Tokens are kept as hashes only, here and in the database.
// Threads: all functions from any thread. It must outlive the Store whose commits feed it, or the store must
// be closed first.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>

#include "hotline/access/principal.hpp"
#include "hotline/access/settings.hpp"
#include "hotline/base/clock.hpp"
#include "hotline/store/store.hpp"

namespace hotline::access {

class Mirror;

class Authenticator {
 public:
  // `clock` must outlive it.
  Authenticator(SessionLimits limits, const base::Clock& clock);
  Authenticator(const Authenticator&) = delete;
  Authenticator& operator=(const Authenticator&) = delete;
  ~Authenticator();

  // Fills the mirror from the database; once, before the first request.
  base::Status load(store::ReadTx& tx);

  // The person whose session this is, and the session is seen now: its idle time starts anew. Nothing for an
  // unknown token and for a session that ended.
  std::optional<Principal> find_session(std::string_view token);

  // The program whose key this is: `bearer` is what follows "Bearer " in the header, hk_<id>_<secret>.
  // Nothing for an unknown, expired or revoked key.
  std::optional<Principal> find_key(std::string_view bearer);

  // Writes behind when sessions and keys were last seen, and forgets sessions that ended. Call it about once
  // a minute and before shutdown; queues one write at most and returns at once. What a crash loses makes a
  // session end at most that much earlier.
  void maintain(store::Store& store);

  // Sessions that have not ended, for figures.
  std::size_t open_sessions() const;

  // The memory behind it, for the module's own writers.
  Mirror& mirror() { return *mirror_; }

 private:
  SessionLimits limits_;
  const base::Clock& clock_;
  std::unique_ptr<Mirror> mirror_;
};

}  // namespace hotline::access
