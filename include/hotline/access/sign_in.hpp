// Signing in with a password, and changing it.
//
// Hashing is slow, so the work is cut in three: a reader fetches the hash, the calling worker tries the
// password, the writer judges the outcome, counts failures, locks, and opens the session. Both functions do
// all three and BLOCK: call them on a worker thread, never on an I/O thread nor inside store work.
//
// Whatever is wrong (no such login, wrong password, locked, disabled), the caller gets the same answer after
// the same work, so that nobody learns which logins exist. The journal knows the cause (stream "access",
// subject = account or 0): password_refused with cause unknown_login, wrong_password, locked, disabled and
// purpose; account_locked. What was typed is never kept.
//
// An account with a second factor gives its code as well; a wrong code counts like a wrong password. Other
// proofs of identity (an identity provider) stand beside this file and end in Sessions::open() too.
#pragma once

#include <string_view>

#include "hotline/access/account.hpp"
#include "hotline/access/second_factor.hpp"
#include "hotline/access/session.hpp"
#include "hotline/access/settings.hpp"
#include "hotline/store/store.hpp"

namespace hotline::access {

class SignIn {
 public:
  // All that is passed must outlive it.
  SignIn(const AccessSettings& settings, store::Store& store, const Accounts& accounts,
         const Sessions& sessions)
      : settings_(settings), store_(store), accounts_(accounts), sessions_(sessions) {}

  // Opens a session. After LockOut::failures wrong passwords in a row the account locks for LockOut::time;
  // while it is locked the right password is refused too, and refusals do not prolong the lock. `code` is
  // that of the second factor, or a recovery code; "" when none was typed. Errors: unauthenticated (see
  // above; with /code required or wrong where the password was right), and the store's own.
  base::Result<OpenedSession> with_password(std::string_view login, std::string_view password,
                                            std::string_view origin, std::string_view code = "") const;

  // Proves the present password once more, then begins a second factor. Errors: forbidden (`who` is a
  // program), invalid_input (/password wrong), conflict (one is active), and the store's own.
  base::Result<Enrolment> begin_second_factor(const Principal& who, std::string_view password,
                                              const SecondFactors& factors) const;

  // Changes the own password and ends every session of the account. A wrong `current` counts as a failed
  // sign-in. Errors: forbidden (`who` is a program), invalid_input (/current_password wrong; /password as in
  // check_password(), unchanged, or reused: one of the last five), and the store's own.
  base::Status change_password(const Principal& who, std::string_view current, std::string_view wanted) const;

 private:
  AccessSettings settings_;
  store::Store& store_;
  const Accounts& accounts_;
  const Sessions& sessions_;
};

}  // namespace hotline::access
