// The rules that an account keeps, whoever makes or changes it.
#pragma once

#include "hotline/access/account.hpp"

namespace hotline::access {

// Errors: invalid_input that names every field that breaks a rule.
base::Status check_account(const Account& account);

// Whether `by` may make `before` into `after`. Errors: forbidden (own roles, unit or state).
base::Status check_not_self(const Account& before, const Account& after, const store::Actor& by);

}  // namespace hotline::access
