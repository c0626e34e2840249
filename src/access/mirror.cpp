#include "access/mirror.hpp"

#include "access/account_rows.hpp"

#include <algorithm>
#include <mutex>
#include <utility>

namespace hotline::access {
namespace {

bool is_open(const MirroredSession& session, base::Time now, base::Duration idle) {
  return now < session.expires && now < base::from_millis(session.seen->now.load()) + idle;
}

// Time seen only moves forward, whichever thread comes last.
void see(Seen& seen, base::Time now) {
  const std::int64_t at = base::to_millis(now);
  std::int64_t before = seen.now.load(std::memory_order_relaxed);
  while (before < at && !seen.now.compare_exchange_weak(before, at, std::memory_order_relaxed)) {
  }
}

void collect(std::vector<Unsaved>& out, std::int64_t id, const std::shared_ptr<Seen>& seen) {
  const std::int64_t at = seen->now.load();
  if (at > seen->saved.load()) out.push_back({id, at, seen});
}

}  // namespace

bool Mirror::needs_factor(std::span<const Role> roles) const {
  return std::ranges::any_of(
      roles, [&](Role role) { return std::ranges::find(need_factor_, role) != need_factor_.end(); });
}

Principal Mirror::principal_of(const Account& account) const {
  Principal principal = access::principal_of(account);
  if (!account.second_factor && needs_factor(account.roles)) principal.rights = {};
  return principal;
}

void Mirror::put_account(const Account& account) {
  Principal principal = principal_of(account);
  const std::unique_lock lock(mutex_);
  accounts_.insert_or_assign(account.id, std::move(principal));
}

void Mirror::put_session(const TokenHash& hash, MirroredSession session) {
  const std::unique_lock lock(mutex_);
  sessions_.insert_or_assign(hash, std::move(session));
}

void Mirror::put_key(MirroredKey key) {
  const std::unique_lock lock(mutex_);
  keys_.insert_or_assign(key.id, std::move(key));
}

void Mirror::drop_session(const TokenHash& hash) {
  const std::unique_lock lock(mutex_);
  sessions_.erase(hash);
}

void Mirror::drop_sessions_of(std::int64_t account) {
  const std::unique_lock lock(mutex_);
  std::erase_if(sessions_, [account](const auto& item) { return item.second.account == account; });
}

void Mirror::drop_key(std::int64_t id) {
  const std::unique_lock lock(mutex_);
  keys_.erase(id);
}

std::optional<Principal> Mirror::find_session(const TokenHash& hash, base::Time now,
                                              base::Duration idle) const {
  const std::shared_lock lock(mutex_);
  const auto session = sessions_.find(hash);
  if (session == sessions_.end() || !is_open(session->second, now, idle)) return std::nullopt;
  const auto account = accounts_.find(session->second.account);
  if (account == accounts_.end()) return std::nullopt;
  see(*session->second.seen, now);
  return account->second;
}

std::optional<Principal> Mirror::find_key(std::int64_t id, const TokenHash& secret, base::Time now) const {
  const std::shared_lock lock(mutex_);
  const auto found = keys_.find(id);
  if (found == keys_.end()) return std::nullopt;
  const MirroredKey& key = found->second;
  if (!same_hash(key.secret, secret) || (key.expires && now >= *key.expires)) return std::nullopt;
  see(*key.used, now);
  return key.principal;
}

std::size_t Mirror::drop_ended(base::Time now, base::Duration idle) {
  const std::unique_lock lock(mutex_);
  return std::erase_if(sessions_, [&](const auto& item) { return !is_open(item.second, now, idle); });
}

std::size_t Mirror::count_open(base::Time now, base::Duration idle) const {
  const std::shared_lock lock(mutex_);
  return static_cast<std::size_t>(std::count_if(
      sessions_.begin(), sessions_.end(), [&](const auto& item) { return is_open(item.second, now, idle); }));
}

std::vector<Unsaved> Mirror::unsaved_sessions() const {
  const std::shared_lock lock(mutex_);
  std::vector<Unsaved> out;
  for (const auto& [hash, session] : sessions_) collect(out, session.id, session.seen);
  return out;
}

std::vector<Unsaved> Mirror::unsaved_keys() const {
  const std::shared_lock lock(mutex_);
  std::vector<Unsaved> out;
  for (const auto& [id, key] : keys_) collect(out, id, key.used);
  return out;
}

}  // namespace hotline::access
