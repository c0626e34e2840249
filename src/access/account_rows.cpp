#include "access/account_rows.hpp"

#include "access/mirror.hpp"
#include "access/names.hpp"
#include "access/queries.hpp"
#include "hotline/access/actor.hpp"

namespace hotline::access {
namespace {

Account read_account(const store::Statement& row) {
  Account account;
  account.id = row.integer(0);
  account.login = row.text(1);
  account.display = row.text(2);
  account.roles = roles_from(row.view(3));
  account.unit = row.text(4);
  account.language = row.text(5);
  account.disabled = row.integer(6) != 0;
  account.version = row.integer(7);
  if (const auto until = row.maybe_integer(8)) account.locked_until = base::from_millis(*until);
  account.created_at = base::from_millis(row.integer(9));
  account.second_factor = row.integer(10) != 0;
  return account;
}

template <class Key>
std::optional<Account> find_one(store::ReadTx& tx, const char* sql, const Key& key) {
  store::Statement row = tx.query(sql);
  row.bind(key);
  if (!row.step()) return std::nullopt;
  return read_account(row);
}

}  // namespace

std::optional<Account> find_account(store::ReadTx& tx, std::int64_t id) {
  return find_one(tx, queries::account_by_id, id);
}

std::optional<Account> find_account(store::ReadTx& tx, std::string_view login) {
  return find_one(tx, queries::account_by_login, fold_login(login));
}

std::vector<Account> accounts_after(store::ReadTx& tx, std::int64_t after, std::size_t limit) {
  store::Statement row = tx.query(queries::accounts_after);
  row.bind(after, static_cast<std::int64_t>(limit));
  std::vector<Account> out;
  while (row.step()) out.push_back(read_account(row));
  return out;
}

Principal principal_of(const Account& account) {
  Principal principal;
  principal.actor = account_actor(account.id);
  principal.display = account.display;
  principal.roles = account.roles;
  principal.rights = rights_of(account.roles);
  principal.unit = account.unit;
  principal.language = account.language;
  return principal;
}

base::Result<Account> existing_account(store::ReadTx& tx, std::int64_t id) {
  if (auto account = find_account(tx, id)) return std::move(*account);
  return base::Error::of(base::ErrorCode::not_found, "没有这个账号，请核对账号编号。",
                         "There is no such account. Check its number.");
}

std::int64_t end_sessions(store::WriteTx& tx, Mirror& mirror, std::int64_t account, std::string_view cause,
                          const store::Actor& by) {
  tx.execute(queries::delete_sessions_of, account);
  const std::int64_t ended = tx.changes();
  tx.after_commit([&mirror, account] { mirror.drop_sessions_of(account); });
  if (ended == 0) return 0;
  const store::Payload payload{{"cause", std::string(cause)}, {"sessions", ended}};
  tx.journal().append(tx, {"access", account, "sessions_revoked", by, "", payload});
  return ended;
}

}  // namespace hotline::access
