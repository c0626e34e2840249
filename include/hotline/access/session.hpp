// Sessions of people: opened after sign-in, ended by sign-out, idleness, age, or a change of trust.
//
//   open --> (seen, seen, ...) --> ended: close(), idle for SessionLimits::idle, older than
//   SessionLimits::absolute,
//                                  password changed or reset, account disabled
//
// A session proves itself by a random 256-bit token that only the browser's cookie holds. Its CSRF token is
// derived from it, so that nothing more is stored, and a page that cannot read the cookie cannot make it.
// Opening and closing are in the journal (stream "access", subject = account): session_opened,
// session_closed, sessions_revoked. A session that merely ran out leaves no entry. Threads: functions with a
// WriteTx on the writer; the pure ones anywhere; Sessions is immutable.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "hotline/access/authenticator.hpp"
#include "hotline/access/settings.hpp"
#include "hotline/base/random.hpp"
#include "hotline/store/journal.hpp"
#include "hotline/store/transaction.hpp"

namespace hotline::access {

struct OpenedSession {
  std::int64_t account = 0;
  std::string token;       // 64 hexadecimal digits; shown once, never stored
  std::string csrf_token;  // what csrf_token_of(token) gives
  base::Time expires_at;   // absolute limit
  Principal principal;
  bool second_factor = false;  // proved by one
};

// The token that a changing request of this session must bring in its X-CSRF-Token header: 64 hexadecimal
// digits.
std::string csrf_token_of(std::string_view session_token);
// Whether `presented` is it; takes the same time for every wrong one.
bool csrf_matches(std::string_view session_token, std::string_view presented);

class Sessions {
 public:
  // `random` must outlive it, and be the system's in service.
  Sessions(SessionLimits limits, base::Random& random, Authenticator& authenticator)
      : limits_(std::move(limits)), random_(random), authenticator_(authenticator) {}

  // Opens a session for somebody whose identity was proved, however it was. `origin` goes into the journal.
  // The token works once the write is committed. Errors: not_found, forbidden (the account is disabled).
  base::Result<OpenedSession> open(store::WriteTx& tx, std::int64_t account, std::string_view origin) const;

  // Ends the session of this token (sign-out). False when there is none.
  bool close(store::WriteTx& tx, std::string_view token, const store::Actor& by) const;

  // Ends all sessions of an account; returns how many. `cause` is a stable name, such as "on_request".
  std::int64_t close_all(store::WriteTx& tx, std::int64_t account, std::string_view cause,
                         const store::Actor& by) const;

 private:
  SessionLimits limits_;
  base::Random& random_;
  Authenticator& authenticator_;
};

}  // namespace hotline::access
