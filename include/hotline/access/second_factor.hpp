// The second factor of people: codes of an authenticator (totp.hpp), and recovery codes for when it is lost.
//
//   none --begin()--> pending --confirm(code)--> active --remove(code), reset()--> none
//
// Invariants
//   - A code is taken once: the step of the newest one is kept, and older ones are refused with it. One step
//     to either side is allowed for clocks that differ.
//   - Secrets are sealed rows of the vault; recovery codes (80 random bits) are kept as hashes.
//   - Whoever holds one of SessionLimits::second_factor_roles and has no active factor has no rights: his
//     session may enrol, change the password and end, and nothing else: must_enrol().
// In the journal (stream "access", subject = account): second_factor_begun, second_factor_confirmed,
// second_factor_removed, second_factor_reset, recovery_code_used.
// Threads: on the writer's thread; SecondFactors is immutable.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "hotline/access/account.hpp"
#include "hotline/access/authenticator.hpp"
#include "hotline/base/random.hpp"

namespace hotline::access {

struct Enrolment {
  std::string secret;                       // base32, shown once
  std::string uri;                          // the same for a picture
  std::vector<std::string> recovery_codes;  // shown once
};

// Roles, and no rights: a role needs a second factor and there is none. Every role carries some right.
inline bool must_enrol(const Principal& who) {
  return !who.roles.empty() && who.rights == Rights{};
}

class SecondFactors {
 public:
  static constexpr int recovery_codes = 10;

  // `random` must outlive it, and be the system's in service.
  SecondFactors(base::Random& random, Authenticator& authenticator)
      : random_(random), authenticator_(authenticator) {}

  // Makes a secret that counts once confirm() has seen a code of it; one begun before is dropped. Errors:
  // not_found, conflict (active already).
  base::Result<Enrolment> begin(store::WriteTx& tx, std::int64_t account, const store::Actor& by) const;
  // Errors: conflict (nothing was begun, or active already), invalid_input (/code wrong).
  base::Status confirm(store::WriteTx& tx, std::int64_t account, std::string_view code,
                       const store::Actor& by) const;
  // Errors: conflict (none is active), forbidden (a role of the account needs one), invalid_input (/code).
  base::Status remove(store::WriteTx& tx, std::int64_t account, std::string_view code,
                      const store::Actor& by) const;
  // A security officer takes the factor of somebody who lost it; every session of the account ends. Errors:
  // not_found, forbidden (the own account).
  base::Result<Account> reset(store::WriteTx& tx, std::int64_t account, const store::Actor& by) const;

  // Whether the account has an active factor, and whether `code` proves it; taking it uses it up.
  static bool is_active(store::ReadTx& tx, std::int64_t account);
  static bool take_code(store::WriteTx& tx, std::int64_t account, std::string_view code,
                        const store::Actor& by);

 private:
  base::Random& random_;
  Authenticator& authenticator_;
};

}  // namespace hotline::access
