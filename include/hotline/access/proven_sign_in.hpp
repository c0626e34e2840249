// Signing in somebody whose identity another party proved (an identity provider).
//
// Such a proof stands in for the password and for nothing else: the account must exist, be neither disabled
// nor locked, and where it has a second factor its code is asked for too; a wrong one counts like a wrong
// password. The journal knows each refusal (stream "access", subject = account or 0): provider_refused with
// cause unknown_login, disabled, locked, wrong_code.
// Threads: blocks on the store; never on an I/O thread nor inside store work.
#pragma once

#include <string_view>

#include "hotline/access/session.hpp"
#include "hotline/access/settings.hpp"
#include "hotline/store/store.hpp"

namespace hotline::access {

// `login` as the other party gives it; `code` that of the second factor, or a recovery code, "" when none was
// typed. Errors: forbidden (no such account, disabled, locked; the text says which, for the person is known),
// unauthenticated with /second_factor required or wrong, and the store's own.
base::Result<OpenedSession> sign_in_proven(store::Store& store, const Sessions& sessions,
                                           const LockOut& lock_out, std::string_view login,
                                           std::string_view code, std::string_view origin);

}  // namespace hotline::access
