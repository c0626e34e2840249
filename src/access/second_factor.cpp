#include "hotline/access/second_factor.hpp"

#include <algorithm>

#include "access/account_rows.hpp"
#include "access/mirror.hpp"
#include "access/queries.hpp"
#include "hotline/access/actor.hpp"
#include "hotline/access/totp.hpp"
#include "hotline/store/vault.hpp"

namespace hotline::access {
namespace {

constexpr std::size_t secret_bytes = 20;  // RFC 4226, R6: 160 bits
constexpr std::size_t code_chars = 16;    // of a recovery code, 5 bits each
constexpr std::int64_t steps_aside = 1;

struct Factor {
  std::int64_t secret = 0;
  bool active = false;
  std::int64_t last_step = 0;
};

std::optional<Factor> find_factor(store::ReadTx& tx, std::int64_t account) {
  store::Statement row = tx.query(queries::factor_of);
  row.bind(account);
  if (!row.step()) return std::nullopt;
  return Factor{row.integer(0), !row.is_null(1), row.integer(2)};
}

// Letters and digits alone, upper case: people type codes with blanks and hyphens.
std::string plain_code(std::string_view typed) {
  std::string out;
  for (const char c : typed) {
    if (c == ' ' || c == '-') continue;
    out += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return out;
}

// The step of which `code` is, when it may be taken now.
std::optional<std::int64_t> find_step(std::string_view secret, std::string_view code, std::int64_t last,
                                      base::Time now) {
  const std::int64_t present = totp_step(now);
  for (std::int64_t step = present - steps_aside; step <= present + steps_aside; ++step) {
    const std::string right = totp_code(secret, step);
    const bool same =
        code.size() == right.size() && sodium_memcmp(code.data(), right.data(), right.size()) == 0;
    if (same && step > last) return step;
  }
  return std::nullopt;
}

bool take_totp(store::WriteTx& tx, std::int64_t account, const Factor& factor, std::string_view code) {
  const auto secret = tx.vault().open(tx, factor.secret);
  if (!secret.ok()) return false;
  const auto step = find_step(*secret, code, factor.last_step, tx.now());
  if (!step) return false;
  tx.execute(queries::set_factor_step, *step, account);
  return true;
}

void note(store::WriteTx& tx, std::int64_t account, const char* kind, const store::Actor& by) {
  tx.journal().append(tx, {"access", account, kind, by, "", store::Payload{}});
}

void drop_factor(store::WriteTx& tx, std::int64_t account) {
  if (const auto factor = find_factor(tx, account)) tx.vault().erase(tx, factor->secret);
  tx.execute(queries::delete_factor, account);
  tx.execute(queries::delete_recovery_codes, account);
}

base::Error wrong_code() {
  return base::Error::field("/code", "wrong",
                            "验证码不正确或已使用，请等待身份验证器显示下一个验证码后重试。",
                            "This code is wrong or was used. Wait for the next one and try again.");
}

}  // namespace

bool SecondFactors::is_active(store::ReadTx& tx, std::int64_t account) {
  const auto factor = find_factor(tx, account);
  return factor && factor->active;
}

base::Result<Enrolment> SecondFactors::begin(store::WriteTx& tx, std::int64_t account,
                                             const store::Actor& by) const {
  HOTLINE_TRY(const Account owner, existing_account(tx, account));
  if (is_active(tx, account)) {
    return base::Error::of(base::ErrorCode::conflict, "已绑定身份验证器，如需更换请先解除绑定。",
                           "A second factor is active. Remove it before you take another.");
  }
  drop_factor(tx, account);
  std::string secret(secret_bytes, '\0');
  random_.fill({reinterpret_cast<std::uint8_t*>(secret.data()), secret.size()});
  const store::Sealed sealed = tx.vault().seal(tx, "totp_secret", secret);
  tx.execute(queries::insert_factor, account, sealed.id);
  Enrolment enrolment{base32_of(secret), totp_uri(owner.login, secret), {}};
  for (int i = 0; i < recovery_codes; ++i) {
    const std::string code = random_.code(code_chars);
    const TokenHash hash = hash_token(code);
    tx.execute(queries::insert_recovery_code, account, std::span<const std::uint8_t>(hash));
    std::string shown;
    for (std::size_t at = 0; at < code.size(); ++at) {
      if (at > 0 && at % 4 == 0) shown += '-';
      shown += code[at];
    }
    enrolment.recovery_codes.push_back(std::move(shown));
  }
  note(tx, account, "second_factor_begun", by);
  return enrolment;
}

base::Status SecondFactors::confirm(store::WriteTx& tx, std::int64_t account, std::string_view code,
                                    const store::Actor& by) const {
  const auto factor = find_factor(tx, account);
  if (!factor || factor->active) {
    return base::Error::of(base::ErrorCode::conflict, "没有待确认的绑定，请先开始绑定。",
                           "There is nothing to confirm. Begin to enrol first.");
  }
  if (!take_totp(tx, account, *factor, plain_code(code))) return wrong_code();
  tx.execute(queries::confirm_factor, base::to_millis(tx.now()), account);
  note(tx, account, "second_factor_confirmed", by);
  HOTLINE_TRY(const Account owner, existing_account(tx, account));
  tx.after_commit([&mirror = authenticator_.mirror(), owner] { mirror.put_account(owner); });
  return {};
}

base::Status SecondFactors::remove(store::WriteTx& tx, std::int64_t account, std::string_view code,
                                   const store::Actor& by) const {
  HOTLINE_TRY(const Account owner, existing_account(tx, account));
  if (!owner.second_factor) {
    return base::Error::of(base::ErrorCode::conflict, "尚未绑定身份验证器。", "No second factor is active.");
  }
  if (authenticator_.mirror().needs_factor(owner.roles)) {
    return base::Error::of(
        base::ErrorCode::forbidden, "您的岗位必须使用双因素登录，不能解除；更换设备请联系安全管理员。",
        "Your role needs a second factor. Ask the security officer when you change devices.");
  }
  if (!take_code(tx, account, code, by)) return wrong_code();
  drop_factor(tx, account);
  note(tx, account, "second_factor_removed", by);
  HOTLINE_TRY(const Account now, existing_account(tx, account));
  tx.after_commit([&mirror = authenticator_.mirror(), now] { mirror.put_account(now); });
  return {};
}

base::Result<Account> SecondFactors::reset(store::WriteTx& tx, std::int64_t account,
                                           const store::Actor& by) const {
  HOTLINE_CHECK(existing_account(tx, account));
  if (is_account(by, account)) {
    return base::Error::of(base::ErrorCode::forbidden, "不得重置本人的双因素登录，请由其他安全管理员办理。",
                           "Nobody resets the own second factor. Ask another security officer.");
  }
  drop_factor(tx, account);
  note(tx, account, "second_factor_reset", by);
  end_sessions(tx, authenticator_.mirror(), account, "second_factor_reset", by);
  HOTLINE_TRY(const Account now, existing_account(tx, account));
  tx.after_commit([&mirror = authenticator_.mirror(), now] { mirror.put_account(now); });
  return now;
}

bool SecondFactors::take_code(store::WriteTx& tx, std::int64_t account, std::string_view typed,
                              const store::Actor& by) {
  const auto factor = find_factor(tx, account);
  if (!factor || !factor->active) return false;
  const std::string code = plain_code(typed);
  if (code.size() != code_chars) return take_totp(tx, account, *factor, code);
  const TokenHash hash = hash_token(code);
  tx.execute(queries::use_recovery_code, base::to_millis(tx.now()), account,
             std::span<const std::uint8_t>(hash));
  if (tx.changes() == 0) return false;
  note(tx, account, "recovery_code_used", by);
  return true;
}

}  // namespace hotline::access
