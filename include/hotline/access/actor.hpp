// Between a Principal, the account or key behind it, and the journal's Actor.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "hotline/access/principal.hpp"
#include "hotline/store/journal.hpp"

namespace hotline::access {

// "account:17" and "key:3", the names under which the journal knows people and programs.
std::string account_actor(std::int64_t account);
std::string key_actor(std::int64_t key);

// The key of the account that an actor's name stands for; nothing for a program's.
std::optional<std::int64_t> find_account_id(std::string_view actor);

inline store::Actor actor_of(const Principal& principal) {
  return {principal.actor, principal.origin};
}

// Whether `actor` is this account.
bool is_account(const store::Actor& actor, std::int64_t account);

}  // namespace hotline::access
