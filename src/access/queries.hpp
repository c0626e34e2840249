// Every SQL statement of the module.
#pragma once

namespace hotline::access::queries {

inline constexpr const char* insert_account =
    "INSERT INTO account (login, display, roles, unit, language, password_hash, password_at, created_at) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
inline constexpr const char* account_by_id =
    "SELECT id, login, display, roles, unit, language, disabled, version, locked_until, created_at, "
    "EXISTS (SELECT 1 FROM account_factor WHERE account = account.id AND confirmed_at IS NOT NULL) "
    "FROM account WHERE id = ?";
inline constexpr const char* account_by_login =
    "SELECT id, login, display, roles, unit, language, disabled, version, locked_until, created_at, "
    "EXISTS (SELECT 1 FROM account_factor WHERE account = account.id AND confirmed_at IS NOT NULL) "
    "FROM account WHERE login = ?";
inline constexpr const char* accounts_after =
    "SELECT id, login, display, roles, unit, language, disabled, version, locked_until, created_at, "
    "EXISTS (SELECT 1 FROM account_factor WHERE account = account.id AND confirmed_at IS NOT NULL) "
    "FROM account WHERE id > ? ORDER BY id LIMIT ?";
inline constexpr const char* update_account =
    "UPDATE account SET display = ?, roles = ?, unit = ?, language = ?, disabled = ?, version = version + 1 "
    "WHERE id = ?";
inline constexpr const char* other_active_with_role =
    "SELECT 1 FROM account WHERE id <> ? AND disabled = 0 AND ' ' || roles || ' ' LIKE '% ' || ? || ' %' "
    "LIMIT 1";

inline constexpr const char* credentials_by_login = "SELECT id, password_hash FROM account WHERE login = ?";
inline constexpr const char* credentials_by_id = "SELECT id, password_hash FROM account WHERE id = ?";
inline constexpr const char* password_state =
    "SELECT password_hash, disabled, failures, locked_until FROM account WHERE id = ?";
inline constexpr const char* set_password =
    "UPDATE account SET password_hash = ?, password_at = ?, failures = 0, locked_until = NULL, version = "
    "version + 1 "
    "WHERE id = ?";
inline constexpr const char* set_rehashed = "UPDATE account SET password_hash = ? WHERE id = ?";
inline constexpr const char* set_failures = "UPDATE account SET failures = ?, locked_until = ? WHERE id = ?";

inline constexpr const char* keep_old_password =
    "INSERT INTO account_old_password (account, password_hash) SELECT id, password_hash FROM account "
    "WHERE id = ?";
inline constexpr const char* drop_older_passwords =
    "DELETE FROM account_old_password WHERE account = ?1 AND id NOT IN "
    "(SELECT id FROM account_old_password WHERE account = ?1 ORDER BY id DESC LIMIT ?2)";
inline constexpr const char* old_passwords =
    "SELECT password_hash FROM account_old_password WHERE account = ? ORDER BY id DESC";

inline constexpr const char* factor_of =
    "SELECT secret, confirmed_at, last_step FROM account_factor WHERE account = ?";
inline constexpr const char* insert_factor = "INSERT INTO account_factor (account, secret) VALUES (?, ?)";
inline constexpr const char* confirm_factor = "UPDATE account_factor SET confirmed_at = ? WHERE account = ?";
inline constexpr const char* set_factor_step = "UPDATE account_factor SET last_step = ? WHERE account = ?";
inline constexpr const char* delete_factor = "DELETE FROM account_factor WHERE account = ?";
inline constexpr const char* insert_recovery_code =
    "INSERT INTO account_recovery_code (account, hash) VALUES (?, ?)";
inline constexpr const char* use_recovery_code =
    "UPDATE account_recovery_code SET used_at = ? WHERE account = ? AND hash = ? AND used_at IS NULL";
inline constexpr const char* delete_recovery_codes = "DELETE FROM account_recovery_code WHERE account = ?";

inline constexpr const char* insert_session =
    "INSERT INTO account_session (account, token_hash, opened_at, seen_at, expires_at) VALUES (?, ?, ?, ?, "
    "?)";
inline constexpr const char* session_by_hash = "SELECT id, account FROM account_session WHERE token_hash = ?";
inline constexpr const char* sessions_of_account = "SELECT id FROM account_session WHERE account = ?";
inline constexpr const char* all_sessions =
    "SELECT id, account, token_hash, seen_at, expires_at FROM account_session";
inline constexpr const char* delete_session = "DELETE FROM account_session WHERE id = ?";
inline constexpr const char* delete_sessions_of = "DELETE FROM account_session WHERE account = ?";
inline constexpr const char* session_seen =
    "UPDATE account_session SET seen_at = ?1 WHERE id = ?2 AND seen_at < ?1";
inline constexpr const char* delete_ended_sessions =
    "DELETE FROM account_session WHERE expires_at <= ? OR seen_at <= ?";

inline constexpr const char* insert_key =
    "INSERT INTO api_key (name, secret_hash, scopes, unit, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)";
inline constexpr const char* key_by_id =
    "SELECT id, name, scopes, unit, created_at, expires_at, used_at, revoked_at FROM api_key WHERE id = ?";
inline constexpr const char* keys_after =
    "SELECT id, name, scopes, unit, created_at, expires_at, used_at, revoked_at FROM api_key "
    "WHERE id > ? ORDER BY id LIMIT ?";
inline constexpr const char* live_keys =
    "SELECT id, name, scopes, unit, expires_at, used_at, secret_hash FROM api_key WHERE revoked_at IS NULL";
inline constexpr const char* revoke_key =
    "UPDATE api_key SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL";
inline constexpr const char* key_used =
    "UPDATE api_key SET used_at = ?1 WHERE id = ?2 AND coalesce(used_at, 0) < ?1";

inline constexpr const char* display_of_account = "SELECT display FROM account WHERE id = ?";
inline constexpr const char* name_of_key = "SELECT name FROM api_key WHERE id = ?";

inline constexpr const char* views_of =
    "SELECT id, name, query FROM account_view WHERE account = ? ORDER BY name";
inline constexpr const char* insert_view = "INSERT INTO account_view (account, name, query) VALUES (?, ?, ?)";
inline constexpr const char* set_view = "UPDATE account_view SET query = ? WHERE id = ?";
inline constexpr const char* delete_view = "DELETE FROM account_view WHERE id = ?";

}  // namespace hotline::access::queries
