#include "hotline/access/account.hpp"

#include <algorithm>
#include <cctype>

#include "access/account_rows.hpp"
#include "access/account_rules.hpp"
#include "access/mirror.hpp"
#include "access/names.hpp"
#include "access/queries.hpp"
#include "hotline/access/actor.hpp"
#include "hotline/text/utf8.hpp"

namespace hotline::access {
namespace {

constexpr int passwords_kept = 5;  // that may not be taken again

// Each role once, in the order of the role table.
std::vector<Role> in_order(std::vector<Role> roles) {
  std::sort(roles.begin(), roles.end());
  roles.erase(std::unique(roles.begin(), roles.end()), roles.end());
  return roles;
}

bool manages_accounts(const Account& account) {
  return !account.disabled && rights_of(account.roles).has(Right::account_manage);
}

// Errors: conflict, when nobody active would be left who manages accounts.
base::Status check_somebody_manages(store::ReadTx& tx, const Account& before, const Account& after) {
  if (!manages_accounts(before) || manages_accounts(after)) return {};
  store::Statement other = tx.query(queries::other_active_with_role);
  other.bind(before.id, name_of(Role::security));
  if (other.step()) return {};
  return base::Error::of(base::ErrorCode::conflict,
                         "这是最后一个可用的安全管理员账号，请先启用另一个再变更。",
                         "This is the last active security account. Enable another one first.");
}

store::Payload changes_between(const Account& before, const Account& after) {
  store::Payload payload;
  store::Payload::List changed;
  if (before.display != after.display) changed.emplace_back("display");
  if (before.roles != after.roles) {
    changed.emplace_back("roles");
    payload.set("roles", names_of(after.roles));
  }
  if (before.unit != after.unit) {
    changed.emplace_back("unit");
    payload.set("unit", after.unit);
  }
  if (before.language != after.language) {
    changed.emplace_back("language");
    payload.set("language", after.language);
  }
  if (before.disabled != after.disabled) {
    changed.emplace_back("disabled");
    payload.set("disabled", after.disabled);
  }
  return payload.set("changed", changed);
}

}  // namespace

std::string_view name_of(AccountState state) {
  switch (state) {
    case AccountState::active:
      return "active";
    case AccountState::locked:
      return "locked";
    case AccountState::disabled:
      return "disabled";
  }
  return "disabled";
}

AccountState Account::state(base::Time now) const {
  if (disabled) return AccountState::disabled;
  return locked_until && now < *locked_until ? AccountState::locked : AccountState::active;
}

std::string fold_login(std::string_view login) {
  std::string out(login);
  for (char& c : out) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

base::Result<Account> Accounts::create(store::WriteTx& tx, const NewAccount& wanted,
                                       const store::Actor& by) const {
  Account account;
  account.login = fold_login(wanted.login);
  account.display = std::string(text::trim(wanted.display));
  account.roles = in_order(wanted.roles);
  account.unit = wanted.unit;
  account.language = wanted.language;
  account.created_at = tx.now();
  HOTLINE_CHECK(check_account(account));
  if (find_account(tx, account.login)) {
    return base::Error::of(base::ErrorCode::conflict, "登录名已被使用，请换一个。",
                           "This login is taken. Choose another one.");
  }
  const std::int64_t now = base::to_millis(tx.now());
  tx.execute(queries::insert_account, account.login, account.display, join_names(names_of(account.roles)),
             account.unit, account.language, wanted.password.text, now, now);
  account.id = tx.last_insert_id();
  const store::Payload payload{
      {"roles", names_of(account.roles)}, {"unit", account.unit}, {"language", account.language}};
  tx.journal().append(tx, {"access", account.id, "account_created", by, "", payload});
  tx.after_commit([&mirror = authenticator_.mirror(), account] { mirror.put_account(account); });
  return account;
}

base::Result<Account> Accounts::change(store::WriteTx& tx, std::int64_t id, std::int64_t version,
                                       const AccountChange& change, const store::Actor& by) const {
  HOTLINE_TRY(const Account before, existing_account(tx, id));
  if (before.version != version) {
    return base::Error::of(base::ErrorCode::stale_version, "账号已被他人修改，请刷新后重新提交。",
                           "Somebody changed this account meanwhile. Read it again and repeat the change.");
  }
  Account after = before;
  if (change.display) after.display = std::string(text::trim(*change.display));
  if (change.roles) after.roles = in_order(*change.roles);
  if (change.unit) after.unit = *change.unit;
  if (change.language) after.language = *change.language;
  if (change.disabled) after.disabled = *change.disabled;
  HOTLINE_CHECK(check_account(after));
  HOTLINE_CHECK(check_not_self(before, after, by));
  HOTLINE_CHECK(check_somebody_manages(tx, before, after));

  const store::Payload payload = changes_between(before, after);
  if (payload.list("changed").empty()) return before;
  ++after.version;
  tx.execute(queries::update_account, after.display, join_names(names_of(after.roles)), after.unit,
             after.language, after.disabled, after.id);
  tx.journal().append(tx, {"access", id, "account_changed", by, "", payload});
  Mirror& mirror = authenticator_.mirror();
  tx.after_commit([&mirror, after] { mirror.put_account(after); });
  if (after.disabled && !before.disabled) end_sessions(tx, mirror, id, "account_disabled", by);
  return after;
}

base::Result<Account> Accounts::reset_password(store::WriteTx& tx, std::int64_t id,
                                               const PasswordHash& password, const store::Actor& by) const {
  HOTLINE_TRY(const Account before, existing_account(tx, id));
  tx.execute(queries::keep_old_password, id);
  tx.execute(queries::drop_older_passwords, id, passwords_kept);
  tx.execute(queries::set_password, password.text, base::to_millis(tx.now()), id);
  const char* kind = is_account(by, id) ? "password_changed" : "password_reset";
  tx.journal().append(tx, {"access", before.id, kind, by, "", store::Payload{}});
  end_sessions(tx, authenticator_.mirror(), id, kind, by);
  return existing_account(tx, id);
}

base::Result<Account> Accounts::unlock(store::WriteTx& tx, std::int64_t id, const store::Actor& by) const {
  HOTLINE_TRY(Account account, existing_account(tx, id));
  if (is_account(by, id)) {
    return base::Error::of(base::ErrorCode::forbidden, "不得解锁本人账号，请由其他安全管理员办理。",
                           "Nobody unlocks the own account. Ask another security officer.");
  }
  if (!account.locked_until) return account;
  tx.execute(queries::set_failures, 0, nullptr, id);
  tx.journal().append(tx, {"access", id, "account_unlocked", by, "", store::Payload{}});
  account.locked_until.reset();
  return account;
}

}  // namespace hotline::access
