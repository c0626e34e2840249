#include "hotline/access/actor.hpp"

#include <charconv>

namespace hotline::access {

namespace {
constexpr std::string_view account_prefix = "account:";
}

std::string account_actor(std::int64_t account) {
  return std::string(account_prefix) + std::to_string(account);
}

std::string key_actor(std::int64_t key) {
  return "key:" + std::to_string(key);
}

std::optional<std::int64_t> find_account_id(std::string_view actor) {
  if (!actor.starts_with(account_prefix)) return std::nullopt;
  std::int64_t id = 0;
  const char* end = actor.data() + actor.size();
  const auto [stop, error] = std::from_chars(actor.data() + account_prefix.size(), end, id);
  if (error != std::errc{} || stop != end) return std::nullopt;
  return id;
}

bool is_account(const store::Actor& actor, std::int64_t account) {
  return actor.id == account_actor(account);
}

}  // namespace hotline::access
