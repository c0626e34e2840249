// Every SQL statement of the module `call`.
#pragma once

#include <string_view>

namespace hotline::call::queries {

#define HOTLINE_CALL_COLUMNS                                                                         \
  "id, source, external_id, channel, desk, state, phone, masked_phone, agent, request, ringing_at, " \
  "answered_at, ended_at, version "

inline constexpr std::string_view insert_call =
    "INSERT INTO call_record (source, external_id, channel, desk, state, phone, masked_phone, ringing_at) "
    "VALUES (?1, ?2, ?3, ?4, 'ringing', ?5, ?6, ?7)";
inline constexpr std::string_view call_by_id =
    "SELECT " HOTLINE_CALL_COLUMNS "FROM call_record WHERE id = ?1";
inline constexpr std::string_view call_by_external_id =
    "SELECT " HOTLINE_CALL_COLUMNS "FROM call_record WHERE source = ?1 AND external_id = ?2";
// Every filter may be NULL, which means any.
inline constexpr std::string_view list_calls =
    "SELECT " HOTLINE_CALL_COLUMNS
    "FROM call_record WHERE (?1 IS NULL OR id < ?1) AND (?2 IS NULL OR state = ?2) "
    "AND (?3 IS NULL OR agent = ?3) AND (?4 IS NULL OR desk = ?4) AND (?5 IS NULL OR ringing_at >= ?5) "
    "AND (?6 IS NULL OR ringing_at < ?6) ORDER BY id DESC LIMIT ?7";
inline constexpr std::string_view update_call =
    "UPDATE call_record SET state = ?2, desk = ?3, agent = ?4, request = ?5, answered_at = ?6, ended_at = "
    "?7, "
    "version = ?8 WHERE id = ?1";
inline constexpr std::string_view call_of_phone = "SELECT id FROM call_record WHERE phone = ?1";
// Over within so many milliseconds of the ringing or of the answer, and no request came of it.
inline constexpr std::string_view empty_call_of_phone =
    "SELECT 1 FROM call_record WHERE phone = ?1 AND ringing_at >= ?2 AND request = 0 "
    "AND ended_at - coalesce(answered_at, ringing_at) < ?3";
inline constexpr std::string_view forget_phone =
    "UPDATE call_record SET phone = NULL, masked_phone = '', version = version + 1 WHERE id = ?1";

#undef HOTLINE_CALL_COLUMNS

inline constexpr std::string_view agent_status =
    "SELECT account, state, since, until, desk, call, version FROM agent_status WHERE account = ?1";
inline constexpr std::string_view agents_on_duty =
    "SELECT account, state, since, until, desk, call, version FROM agent_status "
    "WHERE state <> 'logged_out' ORDER BY account";
inline constexpr std::string_view save_agent_status =
    "INSERT INTO agent_status (account, state, since, until, desk, call, version) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (account) DO UPDATE SET state = ?2, since = ?3, "
    "until = ?4, desk = ?5, call = ?6, version = ?7";

}  // namespace hotline::call::queries
