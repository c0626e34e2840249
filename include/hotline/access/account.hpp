// People: who may sign in, with which roles, for which unit.
//
//            N wrong passwords
//   active -------------------> locked      locked ends by itself after LockOut::time, or by unlock()
//     |  ^                        |
//     |  +------------------------+
//     v  ^  change(disabled)
//   disabled                    nobody signs in, every session ended with the commit
//
// Invariants
//   - No account holds two of the three powers operations, security, audit.
//   - Nobody changes the roles, the unit or the state of the own account.
//   - At least one active account can manage accounts, once there was one.
//   - Every change is in the journal (stream "access", subject = account): account_created, account_changed,
//     account_unlocked, password_reset, password_changed; payloads hold roles, unit, states, never a login or
//     a name.
// Threads: functions with a WriteTx on the writer, with a ReadTx on any reader; Accounts itself is immutable.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hotline/access/authenticator.hpp"
#include "hotline/access/password.hpp"
#include "hotline/access/principal.hpp"
#include "hotline/base/result.hpp"
#include "hotline/store/journal.hpp"
#include "hotline/store/transaction.hpp"

namespace hotline::access {

enum class AccountState { active, locked, disabled };
std::string_view name_of(AccountState state);

struct Account {
  std::int64_t id = 0;
  std::string login;
  std::string display;
  std::vector<Role> roles;
  std::string unit;      // "" for the hotline's own people
  std::string language;  // "zh" or "en"
  bool disabled = false;
  bool second_factor = false;              // active
  std::optional<base::Time> locked_until;  // may lie in the past
  std::int64_t version = 1;
  base::Time created_at;

  AccountState state(base::Time now) const;
};

struct NewAccount {
  std::string login;    // 3 to 32 of a-z 0-9 . _ - (upper case is folded), starting with a letter
  std::string display;  // 1 to 40 characters
  std::vector<Role> roles;
  std::string
      unit;  // needed by roles that act for a unit, refused without one; that it exists the caller checks
  std::string language = "zh";
  PasswordHash password;
};

// What is left out stays as it is.
struct AccountChange {
  std::optional<std::string> display{};
  std::optional<std::vector<Role>> roles{};
  std::optional<std::string> unit{};
  std::optional<std::string> language{};
  std::optional<bool> disabled{};
};

// The form in which logins are stored and compared: lower case.
std::string fold_login(std::string_view login);

std::optional<Account> find_account(store::ReadTx& tx, std::int64_t id);
std::optional<Account> find_account(store::ReadTx& tx, std::string_view login);
// Accounts with an id above `after`, in order of id, at most `limit`.
std::vector<Account> accounts_after(store::ReadTx& tx, std::int64_t after, std::size_t limit);

class Accounts {
 public:
  explicit Accounts(Authenticator& authenticator) : authenticator_(authenticator) {}

  // Errors: invalid_input (/login, /display, /roles, /unit, /language), conflict (the login is taken).
  base::Result<Account> create(store::WriteTx& tx, const NewAccount& account, const store::Actor& by) const;

  // `version` is the one the caller saw. New roles and a new unit hold for open sessions at once; disabling
  // ends them. Errors: not_found, stale_version, invalid_input, forbidden (own roles, unit or state),
  // conflict (the last active account that manages accounts).
  base::Result<Account> change(store::WriteTx& tx, std::int64_t id, std::int64_t version,
                               const AccountChange& change, const store::Actor& by) const;

  // Gives a new password, ends the lock and every session of the account. Errors: not_found.
  base::Result<Account> reset_password(store::WriteTx& tx, std::int64_t id, const PasswordHash& password,
                                       const store::Actor& by) const;

  // Ends a lock before its time. Errors: not_found, forbidden (the own account).
  base::Result<Account> unlock(store::WriteTx& tx, std::int64_t id, const store::Actor& by) const;

 private:
  Authenticator& authenticator_;
};

}  // namespace hotline::access
