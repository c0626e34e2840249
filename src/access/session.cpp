#include "hotline/access/session.hpp"

#include "access/account_rows.hpp"
#include "access/mirror.hpp"
#include "access/queries.hpp"
#include "access/sodium.hpp"

namespace hotline::access {

namespace {
constexpr std::size_t token_bytes = 32;
}

std::string csrf_token_of(std::string_view session_token) {
  static constexpr std::string_view purpose = "hotline csrf v1.";
  // Keyed with its purpose (16 bytes, the least that BLAKE2b takes), so that it differs from the stored hash.
  TokenHash mac{};
  crypto_generichash(mac.data(), mac.size(), reinterpret_cast<const unsigned char*>(session_token.data()),
                     session_token.size(), reinterpret_cast<const unsigned char*>(purpose.data()),
                     purpose.size());
  std::string out(mac.size() * 2 + 1, '\0');
  sodium_bin2hex(out.data(), out.size(), mac.data(), mac.size());
  out.pop_back();
  return out;
}

bool csrf_matches(std::string_view session_token, std::string_view presented) {
  const std::string expected = csrf_token_of(session_token);
  return presented.size() == expected.size() &&
         sodium_memcmp(presented.data(), expected.data(), expected.size()) == 0;
}

base::Result<OpenedSession> Sessions::open(store::WriteTx& tx, std::int64_t account,
                                           std::string_view origin) const {
  HOTLINE_TRY(const Account owner, existing_account(tx, account));
  if (owner.disabled) {
    return base::Error::of(base::ErrorCode::forbidden, "账号已停用，请联系安全管理员。",
                           "This account is disabled. Ask the security officer.");
  }
  OpenedSession session;
  session.account = account;
  session.token = random_.token(token_bytes);
  session.csrf_token = csrf_token_of(session.token);
  session.expires_at = tx.now() + limits_.absolute;
  session.principal = authenticator_.mirror().principal_of(owner);
  session.principal.origin = std::string(origin);
  session.second_factor = owner.second_factor;

  const TokenHash hash = hash_token(session.token);
  const std::int64_t now = base::to_millis(tx.now());
  tx.execute(queries::insert_session, account, std::span<const std::uint8_t>(hash), now, now,
             base::to_millis(session.expires_at));
  const MirroredSession mirrored{tx.last_insert_id(), account, session.expires_at,
                                 std::make_shared<Seen>(now)};
  tx.after_commit(
      [&mirror = authenticator_.mirror(), hash, mirrored] { mirror.put_session(hash, mirrored); });

  const store::Actor by{session.principal.actor, std::string(origin)};
  const store::Payload payload{{"session", mirrored.id}};
  tx.journal().append(tx, {"access", account, "session_opened", by, "", payload});
  return session;
}

bool Sessions::close(store::WriteTx& tx, std::string_view token, const store::Actor& by) const {
  const TokenHash hash = hash_token(token);
  std::int64_t id = 0;
  std::int64_t account = 0;
  {
    store::Statement row = tx.query(queries::session_by_hash);
    row.bind(std::span<const std::uint8_t>(hash));
    if (!row.step()) return false;
    id = row.integer(0);
    account = row.integer(1);
  }
  tx.execute(queries::delete_session, id);
  tx.after_commit([&mirror = authenticator_.mirror(), hash] { mirror.drop_session(hash); });
  const store::Payload payload{{"session", id}};
  tx.journal().append(tx, {"access", account, "session_closed", by, "", payload});
  return true;
}

std::int64_t Sessions::close_all(store::WriteTx& tx, std::int64_t account, std::string_view cause,
                                 const store::Actor& by) const {
  return end_sessions(tx, authenticator_.mirror(), account, cause, by);
}

}  // namespace hotline::access
