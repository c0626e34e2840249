#include "hotline/access/sign_in.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "access/attempt.hpp"
#include "access/queries.hpp"
#include "hotline/access/actor.hpp"

namespace hotline::access {
namespace {

struct Credentials {
  std::int64_t account = 0;
  PasswordHash hash;
};

template <class Key>
Credentials read_credentials(store::ReadTx& tx, const char* sql, const Key& key, const PasswordCost& cost) {
  store::Statement row = tx.query(sql);
  row.bind(key);
  if (!row.step()) return {0, decoy_hash(cost)};
  return {row.integer(0), PasswordHash{row.text(1)}};
}

base::Error refused() {
  return base::Error::of(
      base::ErrorCode::unauthenticated,
      "登录名或密码不正确，或账号已停用、因多次输错暂时锁定。请核对后稍候重试，仍有问题请联系安全管理员。",
      "Wrong login or password, or the account is disabled or locked after too many tries. Check both "
      "and try again in a few minutes, or ask the security officer.");
}

base::Error current_wrong() {
  return base::Error::field(
      "/current_password", "wrong", "原密码不正确，或账号因多次输错暂时锁定，请核对后稍候重试。",
      "The current password is wrong, or the account is locked after too many tries. Check it and "
      "try again in a few minutes.");
}

// The password was right, so the answer may speak of the code.
base::Error code_asked_for(Proof proof) {
  base::Error error = base::Error::of(base::ErrorCode::unauthenticated, "请输入身份验证器上的验证码。",
                                      "Give the code of your authenticator.");
  if (proof == Proof::code_missing) {
    error.fields.push_back({"/code", "required", error.text});
  } else {
    error.text = {"验证码不正确或已使用，请等待下一个验证码后重试；设备丢失可使用备用码。",
                  "This code is wrong or was used. Wait for the next one, or use a recovery code."};
    error.fields.push_back({"/code", "wrong", error.text});
  }
  return error;
}

base::Error no_person() {
  return base::Error::of(base::ErrorCode::forbidden, "接口密钥没有密码，请改为轮换密钥。",
                         "A key has no password. Issue a new key instead.");
}

std::vector<PasswordHash> read_old_passwords(store::ReadTx& tx, std::int64_t account) {
  std::vector<PasswordHash> out;
  store::Statement row = tx.query(queries::old_passwords);
  row.bind(account);
  while (row.step()) out.push_back({row.text(0)});
  return out;
}

}  // namespace

base::Result<OpenedSession> SignIn::with_password(std::string_view login, std::string_view password,
                                                  std::string_view origin, std::string_view code) const {
  HOTLINE_TRY(const Credentials credentials,
              store_.read([&, folded = fold_login(login)](store::ReadTx& tx) -> base::Result<Credentials> {
                return read_credentials(tx, queries::credentials_by_login, folded, settings_.password);
              }));
  const Attempt attempt = try_password(credentials.account, credentials.hash, password, settings_.password);
  // The refusal is a result of work that succeeds: an error of the work itself would take its journal entry
  // back.
  using Outcome = base::Result<OpenedSession>;
  HOTLINE_TRY(Outcome outcome, store_.write([&](store::WriteTx& tx) -> base::Result<Outcome> {
    const store::Actor by{"anonymous", std::string(origin)};
    const Proof proof = apply_attempt(tx, attempt, settings_.lock_out, "sign_in", by, code);
    if (proof == Proof::refused) return Outcome(refused());
    if (proof != Proof::proven) return Outcome(code_asked_for(proof));
    return sessions_.open(tx, attempt.account, origin);
  }));
  return outcome;
}

base::Result<Enrolment> SignIn::begin_second_factor(const Principal& who, std::string_view password,
                                                    const SecondFactors& factors) const {
  const std::optional<std::int64_t> id = find_account_id(who.actor);
  if (!id) return no_person();
  HOTLINE_TRY(const Credentials credentials, store_.read([&](store::ReadTx& tx) -> base::Result<Credentials> {
    return read_credentials(tx, queries::credentials_by_id, *id, settings_.password);
  }));
  const Attempt attempt = try_password(credentials.account, credentials.hash, password, settings_.password);
  // A wrong password is no error of the work, so that its entry in the journal stays.
  HOTLINE_TRY(std::optional<Enrolment> begun,
              store_.write([&](store::WriteTx& tx) -> base::Result<std::optional<Enrolment>> {
                const store::Actor by = actor_of(who);
                if (apply_attempt(tx, attempt, settings_.lock_out, "second_factor", by) != Proof::proven)
                  return std::optional<Enrolment>();
                HOTLINE_TRY(Enrolment enrolment, factors.begin(tx, *id, by));
                return std::optional<Enrolment>(std::move(enrolment));
              }));
  if (begun) return std::move(*begun);
  base::Error wrong = current_wrong();
  wrong.fields.front().pointer = "/password";
  return wrong;
}

base::Status SignIn::change_password(const Principal& who, std::string_view current,
                                     std::string_view wanted) const {
  const std::optional<std::int64_t> id = find_account_id(who.actor);
  if (!id) return no_person();
  struct Owner {
    std::string login;
    Credentials credentials;
    std::vector<PasswordHash> earlier;
  };
  HOTLINE_TRY(const Owner owner, store_.read([&](store::ReadTx& tx) -> base::Result<Owner> {
    const std::optional<Account> account = find_account(tx, *id);
    return Owner{account ? account->login : "",
                 read_credentials(tx, queries::credentials_by_id, *id, settings_.password),
                 read_old_passwords(tx, *id)};
  }));
  const Attempt attempt =
      try_password(owner.credentials.account, owner.credentials.hash, current, settings_.password);
  PasswordHash replacement;
  if (attempt.matches) {
    if (current == wanted) {
      return base::Error::field("/password", "unchanged", "新密码不得与原密码相同，请更换。",
                                "The new password is the current one. Choose another.");
    }
    HOTLINE_TRY(replacement, hash_password(owner.login, wanted, settings_.password));
    if (std::ranges::any_of(owner.earlier,
                            [&](const PasswordHash& old) { return verify_password(old, wanted); })) {
      return base::Error::field("/password", "reused", "新密码不得与最近用过的五个密码相同，请更换。",
                                "This is one of the last five passwords. Choose another.");
    }
  }
  HOTLINE_TRY(const base::Status outcome, store_.write([&](store::WriteTx& tx) -> base::Result<base::Status> {
    const store::Actor by = actor_of(who);
    if (apply_attempt(tx, attempt, settings_.lock_out, "password_change", by) != Proof::proven)
      return base::Status(current_wrong());
    HOTLINE_CHECK(accounts_.reset_password(tx, *id, replacement, by));
    return base::Status();
  }));
  return outcome;
}

}  // namespace hotline::access
