// Every SQL statement of the module `integrate`.
#pragma once

#include <string_view>

namespace hotline::integrate::queries {

#define HOTLINE_WEBHOOK_COLUMNS                                                                       \
  "id, name, url, events, secret, created_at, disabled_at, delivered_at, failing_since, held_until, " \
  "failures, last_error "
inline constexpr std::string_view insert_webhook =
    "INSERT OR IGNORE INTO webhook (name, url, events, secret, created_at) VALUES (?1, ?2, ?3, ?4, ?5)";
inline constexpr std::string_view webhook_by_id =
    "SELECT " HOTLINE_WEBHOOK_COLUMNS "FROM webhook WHERE id = ?1";
inline constexpr std::string_view webhooks = "SELECT " HOTLINE_WEBHOOK_COLUMNS "FROM webhook ORDER BY id";
#undef HOTLINE_WEBHOOK_COLUMNS
inline constexpr std::string_view delete_webhook = "DELETE FROM webhook WHERE id = ?1";
inline constexpr std::string_view note_delivery =
    "UPDATE webhook SET delivered_at = ?2, failures = 0, failing_since = NULL, held_until = NULL, last_error "
    "= "
    "'' WHERE id = ?1";
inline constexpr std::string_view note_failure =
    "UPDATE webhook SET failures = failures + 1, failing_since = coalesce(failing_since, ?2), held_until = "
    "?3, "
    "last_error = ?4 WHERE id = ?1";
inline constexpr std::string_view disable =
    "UPDATE webhook SET disabled_at = ?2, last_error = ?3 WHERE id = ?1";
inline constexpr std::string_view enable =
    "UPDATE webhook SET disabled_at = NULL, failures = 0, failing_since = NULL, held_until = NULL WHERE id = "
    "?1";

}  // namespace hotline::integrate::queries
