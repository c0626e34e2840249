// What the authenticator knows: open sessions by token hash, live keys by id, and the principals of both.
//
// Threads: all functions from any thread; one lock, shared by those who only look. The instants at which a
// session or key was seen are atomics, so that a look-up need not write under the lock.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

#include "access/sodium.hpp"
#include "hotline/access/account.hpp"
#include "hotline/base/clock.hpp"

namespace hotline::access {

// When something was seen last, in memory and in the database, in UTC milliseconds.
struct Seen {
  explicit Seen(std::int64_t millis) : now(millis), saved(millis) {}
  std::atomic<std::int64_t> now;
  std::atomic<std::int64_t> saved;
};

struct MirroredSession {
  std::int64_t id = 0;
  std::int64_t account = 0;
  base::Time expires;  // absolute limit
  std::shared_ptr<Seen> seen;
};

struct MirroredKey {
  std::int64_t id = 0;
  TokenHash secret{};
  std::optional<base::Time> expires;
  std::shared_ptr<Seen> used;
  Principal principal;
};

// One row whose `seen` is newer than what the database holds.
struct Unsaved {
  std::int64_t id;
  std::int64_t seen_at;
  std::shared_ptr<Seen> seen;
};

class Mirror {
 public:
  explicit Mirror(std::vector<Role> second_factor_roles) : need_factor_(std::move(second_factor_roles)) {}

  // Whether one of `roles` needs a second factor.
  bool needs_factor(std::span<const Role> roles) const;
  // The account's principal; without rights, where a second factor is needed and missing.
  Principal principal_of(const Account& account) const;

  void put_account(const Account& account);
  void put_session(const TokenHash& hash, MirroredSession session);
  void put_key(MirroredKey key);
  void drop_session(const TokenHash& hash);
  void drop_sessions_of(std::int64_t account);
  void drop_key(std::int64_t id);

  // Nothing when the session ended: `idle` after it was seen last, or at its absolute limit.
  std::optional<Principal> find_session(const TokenHash& hash, base::Time now, base::Duration idle) const;
  std::optional<Principal> find_key(std::int64_t id, const TokenHash& secret, base::Time now) const;

  // Forgets sessions that ended; returns how many.
  std::size_t drop_ended(base::Time now, base::Duration idle);
  std::size_t count_open(base::Time now, base::Duration idle) const;
  std::vector<Unsaved> unsaved_sessions() const;
  std::vector<Unsaved> unsaved_keys() const;

 private:
  const std::vector<Role> need_factor_;
  mutable std::shared_mutex mutex_;
  std::unordered_map<std::int64_t, Principal> accounts_;
  std::unordered_map<TokenHash, MirroredSession, TokenHashSpread> sessions_;
  std::unordered_map<std::int64_t, MirroredKey> keys_;
};

}  // namespace hotline::access
