#include "access/attempt.hpp"

#include "access/queries.hpp"
#include "hotline/access/second_factor.hpp"

namespace hotline::access {
namespace {

struct PasswordState {
  std::string hash;
  bool disabled = false;
  std::int64_t failures = 0;
  std::optional<base::Time> locked_until;
};

std::optional<PasswordState> find_state(store::ReadTx& tx, std::int64_t account) {
  store::Statement row = tx.query(queries::password_state);
  row.bind(account);
  if (!row.step()) return std::nullopt;
  PasswordState state{row.text(0), row.integer(1) != 0, row.integer(2), std::nullopt};
  if (const auto until = row.maybe_integer(3)) state.locked_until = base::from_millis(*until);
  return state;
}

// Why the attempt proves nothing; "" when it proves the account.
std::string_view decide_refusal(const std::optional<PasswordState>& state, const Attempt& attempt,
                                base::Time now) {
  if (!state) return "unknown_login";
  if (state->disabled) return "disabled";
  if (state->locked_until && now < *state->locked_until) return "locked";
  if (!attempt.matches || state->hash != attempt.hash.text) return "wrong_password";
  return "";
}

}  // namespace

void count_failure(store::WriteTx& tx, std::int64_t account, const LockOut& lock_out,
                   const store::Actor& by) {
  const std::optional<PasswordState> state = find_state(tx, account);
  const std::int64_t failures = state ? state->failures + 1 : 1;
  if (failures < lock_out.failures) {
    tx.execute(queries::set_failures, failures, nullptr, account);
    return;
  }
  const std::int64_t until = base::to_millis(tx.now() + lock_out.time);
  tx.execute(queries::set_failures, 0, until, account);
  const store::Payload payload{{"until", until}, {"failures", failures}};
  tx.journal().append(tx, {"access", account, "account_locked", by, "", payload});
}

Attempt try_password(std::int64_t account, const PasswordHash& hash, std::string_view password,
                     const PasswordCost& cost) {
  Attempt attempt{account, hash, verify_password(hash, password), std::nullopt};
  if (attempt.matches && needs_rehash(hash, cost)) {
    // A password that no longer keeps the rules stays at its old cost until it is changed.
    if (auto rehashed = hash_password("", password, cost); rehashed.ok())
      attempt.rehashed = std::move(rehashed).value();
  }
  return attempt;
}

Proof apply_attempt(store::WriteTx& tx, const Attempt& attempt, const LockOut& lock_out,
                    std::string_view purpose, const store::Actor& by, std::optional<std::string_view> code) {
  const std::optional<PasswordState> state = find_state(tx, attempt.account);
  std::string_view refusal = decide_refusal(state, attempt, tx.now());
  Proof proof = refusal.empty() ? Proof::proven : Proof::refused;
  if (refusal.empty() && code && SecondFactors::is_active(tx, attempt.account)) {
    // The right password alone clears no failures, or it would let somebody try every code.
    if (code->empty()) return Proof::code_missing;
    if (!SecondFactors::take_code(tx, attempt.account, *code, by)) {
      refusal = "wrong_code";
      proof = Proof::code_wrong;
    }
  }
  if (refusal.empty()) {
    if (state->failures != 0 || state->locked_until)
      tx.execute(queries::set_failures, 0, nullptr, attempt.account);
    if (attempt.rehashed) tx.execute(queries::set_rehashed, attempt.rehashed->text, attempt.account);
    return proof;
  }
  const store::Payload payload{{"cause", std::string(refusal)}, {"purpose", std::string(purpose)}};
  tx.journal().append(tx, {"access", attempt.account, "password_refused", by, "", payload});
  if (refusal == "wrong_password" || refusal == "wrong_code")
    count_failure(tx, attempt.account, lock_out, by);
  return proof;
}

}  // namespace hotline::access
