// Accounts as rows of the database, and as principals of the mirror.
#pragma once

#include "hotline/access/account.hpp"

namespace hotline::access {

Principal principal_of(const Account& account);

// Errors: not_found.
base::Result<Account> existing_account(store::ReadTx& tx, std::int64_t id);

// Takes the account's sessions out of the database now and out of the mirror after the commit. Journalled
// with `cause` when there were any. Returns how many there were.
std::int64_t end_sessions(store::WriteTx& tx, Mirror& mirror, std::int64_t account, std::string_view cause,
                          const store::Actor& by);

}  // namespace hotline::access
