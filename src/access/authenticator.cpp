#include "hotline/access/authenticator.hpp"

#include <charconv>
#include <utility>
#include <vector>

#include "access/account_rows.hpp"
#include "access/key_rows.hpp"
#include "access/mirror.hpp"
#include "access/names.hpp"
#include "access/queries.hpp"
#include "access/sodium.hpp"

namespace hotline::access {
namespace {

constexpr std::size_t accounts_at_once = 1000;

TokenHash hash_from(std::span<const std::uint8_t> blob) {
  TokenHash hash{};
  if (blob.size() == hash.size()) std::copy(blob.begin(), blob.end(), hash.begin());
  return hash;
}

void load_accounts(store::ReadTx& tx, Mirror& mirror) {
  std::int64_t after = 0;
  while (true) {
    const std::vector<Account> accounts = accounts_after(tx, after, accounts_at_once);
    if (accounts.empty()) return;
    for (const Account& account : accounts) mirror.put_account(account);
    after = accounts.back().id;
  }
}

void load_sessions(store::ReadTx& tx, Mirror& mirror) {
  store::Statement row = tx.query(queries::all_sessions);
  while (row.step()) {
    mirror.put_session(hash_from(row.blob(2)),
                       {row.integer(0), row.integer(1), base::from_millis(row.integer(4)),
                        std::make_shared<Seen>(row.integer(3))});
  }
}

void load_keys(store::ReadTx& tx, Mirror& mirror) {
  store::Statement row = tx.query(queries::live_keys);
  while (row.step()) {
    ApiKey key;
    key.id = row.integer(0);
    key.name = row.text(1);
    key.scopes = rights_from(row.view(2));
    key.unit = row.text(3);
    if (const auto at = row.maybe_integer(4)) key.expires_at = base::from_millis(*at);
    if (const auto at = row.maybe_integer(5)) key.used_at = base::from_millis(*at);
    mirror.put_key(mirrored(key, hash_from(row.blob(6))));
  }
}

struct Bearer {
  std::int64_t id = 0;
  std::string_view secret;
};

std::optional<Bearer> parse_bearer(std::string_view text) {
  static constexpr std::string_view prefix = "hk_";
  if (!text.starts_with(prefix)) return std::nullopt;
  text.remove_prefix(prefix.size());
  Bearer bearer;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), bearer.id);
  if (error != std::errc{}) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(stop - text.data()));
  if (!text.starts_with('_')) return std::nullopt;
  bearer.secret = text.substr(1);
  return bearer;
}

void save_seen(store::WriteTx& tx, const char* sql, const std::vector<Unsaved>& rows) {
  for (const Unsaved& row : rows) tx.execute(sql, row.seen_at, row.id);
}

void mark_saved(const std::vector<Unsaved>& rows) {
  for (const Unsaved& row : rows) row.seen->saved.store(row.seen_at);
}

}  // namespace

Authenticator::Authenticator(SessionLimits limits, const base::Clock& clock)
    : limits_(limits), clock_(clock), mirror_(std::make_unique<Mirror>(limits_.second_factor_roles)) {
  start_sodium();
}

Authenticator::~Authenticator() = default;

base::Status Authenticator::load(store::ReadTx& tx) {
  load_accounts(tx, *mirror_);
  load_sessions(tx, *mirror_);
  load_keys(tx, *mirror_);
  return {};
}

std::optional<Principal> Authenticator::find_session(std::string_view token) {
  return mirror_->find_session(hash_token(token), clock_.now(), limits_.idle);
}

std::optional<Principal> Authenticator::find_key(std::string_view text) {
  const std::optional<Bearer> bearer = parse_bearer(text);
  if (!bearer) return std::nullopt;
  return mirror_->find_key(bearer->id, hash_token(bearer->secret), clock_.now());
}

void Authenticator::maintain(store::Store& store) {
  const base::Time now = clock_.now();
  const auto sessions = std::make_shared<const std::vector<Unsaved>>(mirror_->unsaved_sessions());
  const auto keys = std::make_shared<const std::vector<Unsaved>>(mirror_->unsaved_keys());
  const std::size_t ended = mirror_->drop_ended(now, limits_.idle);
  if (sessions->empty() && keys->empty() && ended == 0) return;
  store.enqueue_write(
      [=, idle = limits_.idle](store::WriteTx& tx) -> base::Status {
        save_seen(tx, queries::session_seen, *sessions);
        save_seen(tx, queries::key_used, *keys);
        // As of the moment of collecting: what was seen since then is not in the rows yet.
        tx.execute(queries::delete_ended_sessions, base::to_millis(now), base::to_millis(now - idle));
        tx.after_commit([sessions, keys] {
          mark_saved(*sessions);
          mark_saved(*keys);
        });
        return {};
      },
      [](const base::Status&) {});  // what was not saved now is saved in the next round
}

std::size_t Authenticator::open_sessions() const {
  return mirror_->count_open(clock_.now(), limits_.idle);
}

}  // namespace hotline::access
