// Passwords: the rules they keep, and their slow hash.
//
// Hashing is slow on purpose (tens of milliseconds and the memory of PasswordCost): call hash_password() and
// verify_password() on a worker thread, never on an I/O thread, a reader or the writer. All functions are
// pure but for the randomness of salts, and may be called from any thread.
#pragma once

#include <string>
#include <string_view>

#include "hotline/access/settings.hpp"
#include "hotline/base/random.hpp"
#include "hotline/base/result.hpp"

namespace hotline::access {

// An encoded Argon2id hash ("$argon2id$v=19$m=...,t=...,p=1$salt$hash").
struct PasswordHash {
  std::string text;
  bool operator==(const PasswordHash&) const = default;
};

// Rules: 8 to 128 characters; three of the four kinds upper case, lower case, digit, other; not holding the
// login; none of the commonest passwords, nor a common word with digits and signs around it or in place of
// letters
// ("Hangzhou@2026", "P4ssw0rd!").
// Errors: invalid_input with pointer "/password" and rule min_length, max_length, kinds, holds_login, common,
// one for each rule that is broken.
base::Status check_password(std::string_view login, std::string_view password);

// Hashes a password that keeps the rules. Errors: those of check_password(); unavailable, when the memory of
// `cost` cannot be had.
base::Result<PasswordHash> hash_password(std::string_view login, std::string_view password,
                                         const PasswordCost& cost);

// True when `hash` was made from `password`.
bool verify_password(const PasswordHash& hash, std::string_view password);

// A hash that no password opens and that costs as much to try as a real one.
PasswordHash decoy_hash(const PasswordCost& cost);

// True when `hash` was made at another cost.
bool needs_rehash(const PasswordHash& hash, const PasswordCost& cost);

// A password that keeps the rules for any login, easy to read out: "KX7M-4QZP-9RWD".
std::string generate_password(base::Random& random);

}  // namespace hotline::access
