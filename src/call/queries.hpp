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
inline constexpr std::string_view calls_of_request =
    "SELECT id FROM call_record WHERE request = ?1 AND request <> 0";
// Over within so many milliseconds of the ringing or of the answer, and no request came of it.
inline constexpr std::string_view empty_call_of_phone =
    "SELECT 1 FROM call_record WHERE phone = ?1 AND ringing_at >= ?2 AND request = 0 "
    "AND ended_at - coalesce(answered_at, ringing_at) < ?3";
inline constexpr std::string_view forget_phone =
    "UPDATE call_record SET phone = NULL, masked_phone = '', version = version + 1 WHERE id = ?1";

inline constexpr std::string_view call_has_phone =
    "SELECT phone FROM call_record WHERE id = ?1 AND phone IS NOT NULL";

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

// -- retention: in the order of closing, or of ringing, after a place up to an instant.
inline constexpr std::string_view tickets_by_closing =
    "SELECT closed_at, id FROM ticket WHERE closed_at IS NOT NULL AND (closed_at, id) > (?1, ?2) "
    "AND closed_at <= ?3 ORDER BY closed_at, id LIMIT ?4";
inline constexpr std::string_view calls_by_time =
    "SELECT ringing_at, id FROM call_record WHERE (ringing_at, id) > (?1, ?2) AND ringing_at <= ?3 "
    "ORDER BY ringing_at, id LIMIT ?4";
// A ticket, those that it was split from, and all parts of the first of them.
inline constexpr std::string_view ticket_family =
    "WITH RECURSIVE above(id, parent) AS (SELECT id, parent FROM ticket WHERE id = ?1 UNION "
    "SELECT t.id, t.parent FROM above a JOIN ticket t ON t.id = a.parent), "
    "family(id) AS (SELECT id FROM above WHERE parent = 0 UNION "
    "SELECT t.id FROM family f JOIN ticket t ON t.parent = f.id AND t.parent <> 0) "
    "SELECT t.id, t.closed_at FROM family f JOIN ticket t ON t.id = f.id ORDER BY t.id";
inline constexpr std::string_view retention_mark = "SELECT at, id FROM retention_mark WHERE rule = ?1";
inline constexpr std::string_view set_retention_mark =
    "INSERT INTO retention_mark (rule, at, id) VALUES (?1, ?2, ?3) "
    "ON CONFLICT (rule) DO UPDATE SET at = ?2, id = ?3";

}  // namespace hotline::call::queries
