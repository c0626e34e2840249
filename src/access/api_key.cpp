#include "hotline/access/api_key.hpp"

#include "access/key_rows.hpp"
#include "access/mirror.hpp"
#include "access/names.hpp"
#include "access/queries.hpp"
#include "hotline/access/actor.hpp"
#include "hotline/text/utf8.hpp"

namespace hotline::access {
namespace {

constexpr std::size_t secret_bytes = 32;
constexpr std::size_t longest_name = 80;
constexpr std::size_t longest_unit = 64;

std::optional<base::Time> maybe_time(const store::Statement& row, int column) {
  if (const auto millis = row.maybe_integer(column)) return base::from_millis(*millis);
  return std::nullopt;
}

std::optional<std::int64_t> millis_of(const std::optional<base::Time>& time) {
  if (time) return base::to_millis(*time);
  return std::nullopt;
}

ApiKey read_key(const store::Statement& row) {
  ApiKey key;
  key.id = row.integer(0);
  key.name = row.text(1);
  key.scopes = rights_from(row.view(2));
  key.unit = row.text(3);
  key.created_at = base::from_millis(row.integer(4));
  key.expires_at = maybe_time(row, 5);
  key.used_at = maybe_time(row, 6);
  key.revoked_at = maybe_time(row, 7);
  return key;
}

base::Status check_key(const NewApiKey& key, base::Time now) {
  std::vector<base::FieldError> broken;
  const auto breaks = [&](const char* pointer, const char* rule, const char* zh, const char* en) {
    broken.push_back({pointer, rule, {zh, en}});
  };
  if (text::trim(key.name).empty() || !text::is_valid_utf8(key.name) || text::has_control_chars(key.name) ||
      text::count_chars(key.name) > longest_name) {
    breaks("/name", "name", "请填写接入程序名称，不超过 80 个字符，不得含控制字符。",
           "Name the program in 1 to 80 characters without control characters.");
  }
  if (key.scopes == Rights{})
    breaks("/scopes", "required", "请至少授予一项权限。", "Grant at least one scope.");
  if (!powers_separated(key.scopes)) {
    breaks("/scopes", "separated_powers",
           "系统管理、安全管理、审计管理三权分立，一个密钥只能含其中之一，请分别签发。",
           "Operations, security and audit are separate powers: one key holds at most one. Issue separate "
           "keys.");
  }
  if (key.unit.size() > longest_unit) {
    breaks("/unit", "max_length", "单位编码不超过 64 个字符。", "A unit code has at most 64 characters.");
  }
  if (key.expires_at && *key.expires_at <= now) {
    breaks("/expires_at", "future", "到期时间须晚于当前时间。", "The expiry must lie in the future.");
  }
  if (broken.empty()) return {};
  return base::Error::fields_wrong(std::move(broken));
}

}  // namespace

MirroredKey mirrored(const ApiKey& key, const TokenHash& secret) {
  MirroredKey out;
  out.id = key.id;
  out.secret = secret;
  out.expires = key.expires_at;
  out.used = std::make_shared<Seen>(millis_of(key.used_at).value_or(0));
  out.principal.actor = key_actor(key.id);
  out.principal.display = key.name;
  out.principal.rights = key.scopes;
  out.principal.unit = key.unit;
  out.principal.language = "zh";
  return out;
}

std::optional<ApiKey> find_key(store::ReadTx& tx, std::int64_t id) {
  store::Statement row = tx.query(queries::key_by_id);
  row.bind(id);
  if (!row.step()) return std::nullopt;
  return read_key(row);
}

std::vector<ApiKey> keys_after(store::ReadTx& tx, std::int64_t after, std::size_t limit) {
  store::Statement row = tx.query(queries::keys_after);
  row.bind(after, static_cast<std::int64_t>(limit));
  std::vector<ApiKey> out;
  while (row.step()) out.push_back(read_key(row));
  return out;
}

base::Result<IssuedKey> ApiKeys::issue(store::WriteTx& tx, const NewApiKey& wanted,
                                       const store::Actor& by) const {
  HOTLINE_CHECK(check_key(wanted, tx.now()));
  const std::string secret = random_.token(secret_bytes);
  const TokenHash hash = hash_token(secret);
  ApiKey key;
  key.name = std::string(text::trim(wanted.name));
  key.scopes = wanted.scopes;
  key.unit = wanted.unit;
  key.created_at = tx.now();
  key.expires_at = wanted.expires_at;
  tx.execute(queries::insert_key, key.name, std::span<const std::uint8_t>(hash),
             join_names(names_of(key.scopes)), key.unit, base::to_millis(key.created_at),
             millis_of(key.expires_at));
  key.id = tx.last_insert_id();
  store::Payload payload{{"scopes", names_of(key.scopes)}, {"unit", key.unit}};
  if (key.expires_at) payload.set("expires_at", base::to_millis(*key.expires_at));
  tx.journal().append(tx, {"access", key.id, "key_issued", by, "", payload});
  tx.after_commit(
      [&mirror = authenticator_.mirror(), entry = mirrored(key, hash)] { mirror.put_key(entry); });
  return IssuedKey{key, "hk_" + std::to_string(key.id) + "_" + secret};
}

base::Result<ApiKey> ApiKeys::revoke(store::WriteTx& tx, std::int64_t id, const store::Actor& by) const {
  std::optional<ApiKey> key = find_key(tx, id);
  if (!key) {
    return base::Error::of(base::ErrorCode::not_found, "没有这个密钥，请核对密钥编号。",
                           "There is no such key. Check its number.");
  }
  if (key->revoked_at) return std::move(*key);
  tx.execute(queries::revoke_key, base::to_millis(tx.now()), id);
  tx.journal().append(tx, {"access", id, "key_revoked", by, "", store::Payload{}});
  tx.after_commit([&mirror = authenticator_.mirror(), id] { mirror.drop_key(id); });
  key->revoked_at = tx.now();
  return std::move(*key);
}

}  // namespace hotline::access
