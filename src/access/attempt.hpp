// One try of a password: what was tried, and what the writer makes of it.
#pragma once

#include <optional>
#include <string_view>

#include "hotline/access/password.hpp"
#include "hotline/access/settings.hpp"
#include "hotline/store/journal.hpp"
#include "hotline/store/transaction.hpp"

namespace hotline::access {

struct Attempt {
  std::int64_t account = 0;  // 0: no such login
  PasswordHash hash;         // the hash that the password was tried against
  bool matches = false;
  std::optional<PasswordHash> rehashed;  // the same password at the cost of today, when that changed
};

// Tries `password` against `hash`; slow.
Attempt try_password(std::int64_t account, const PasswordHash& hash, std::string_view password,
                     const PasswordCost& cost);

enum class Proof { proven, refused, code_missing, code_wrong };

// Proven when the account exists, is neither locked nor disabled, its password is still the one that was
// tried and, where it has a second factor and `code` is given at all, the code is right. Counts failures,
// clears them once all is proven, locks, and journals a refusal with `purpose` ("sign_in", "password_change",
// "second_factor"): the work must succeed either way, for a refusal to be kept. A missing code is no failure;
// a wrong one is.
Proof apply_attempt(store::WriteTx& tx, const Attempt& attempt, const LockOut& lock_out,
                    std::string_view purpose, const store::Actor& by,
                    std::optional<std::string_view> code = std::nullopt);

// Counts one more failure of an account, and locks it when that was one too many.
void count_failure(store::WriteTx& tx, std::int64_t account, const LockOut& lock_out, const store::Actor& by);

}  // namespace hotline::access
