// All SQL of the ticket module.
#pragma once

#include <string_view>

namespace hotline::ticket::queries {

// -- requests
inline constexpr std::string_view next_serial =
    "INSERT INTO number_serial (day, last) VALUES (?1, 1) ON CONFLICT (day) DO UPDATE SET last = last + 1 "
    "RETURNING last";
inline constexpr std::string_view insert_request =
    "INSERT INTO request (number, query_code, ticket_id, channel, received_at, words, caller_name, "
    "caller_phone, "
    "caller_address, masked_name, masked_phone, language, special_needs, anonymous, secret, reply_by, "
    "source, external_id, caller_id_number, masked_id_number) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20)";
inline constexpr std::string_view insert_request_text =
    "INSERT INTO request_text (request_id, title, words, place) VALUES (?1, ?2, ?3, ?4)";
inline constexpr std::string_view insert_request_fts =
    "INSERT INTO request_fts (rowid, title, words, place) VALUES (?1, ?2, ?3, ?4)";
inline constexpr std::string_view delete_request_fts =
    "INSERT INTO request_fts (request_fts, rowid, title, words, place) SELECT 'delete', request_id, title, "
    "words, place "
    "FROM request_text WHERE request_id = ?1";
inline constexpr std::string_view blank_request_text =
    "UPDATE request_text SET title = '', words = '', place = '' WHERE request_id = ?1";
inline constexpr std::string_view blank_request =
    "UPDATE request SET masked_name = '', masked_phone = '', masked_id_number = '', erased_at = ?2 WHERE id "
    "= ?1";
inline constexpr std::string_view set_caller_name =
    "UPDATE request SET caller_name = ?2, masked_name = ?3 WHERE id = ?1";
inline constexpr std::string_view set_caller_phone =
    "UPDATE request SET caller_phone = ?2, masked_phone = ?3 WHERE id = ?1";
inline constexpr std::string_view set_caller_address = "UPDATE request SET caller_address = ?2 WHERE id = ?1";
inline constexpr std::string_view set_caller_id_number =
    "UPDATE request SET caller_id_number = ?2, masked_id_number = ?3 WHERE id = ?1";
inline constexpr std::string_view forget_caller =
    "UPDATE request SET masked_name = '', masked_phone = '', masked_id_number = '' WHERE id = ?1";
#define HOTLINE_REQUEST                                                                                  \
  "SELECT r.id, r.number, r.query_code, r.ticket_id, r.channel, r.received_at, r.words, r.caller_name, " \
  "r.caller_phone, r.caller_address, r.masked_name, r.masked_phone, r.language, r.special_needs, "       \
  "r.anonymous, r.secret, r.reply_by, r.source, r.external_id, r.erased_at, r.caller_id_number, "        \
  "r.masked_id_number, t.title, t.words, t.place "                                                       \
  "FROM request r CROSS JOIN request_text t ON t.request_id = r.id "
inline constexpr std::string_view request_by_id = HOTLINE_REQUEST "WHERE r.id = ?1";
inline constexpr std::string_view requests_of_ticket = HOTLINE_REQUEST "WHERE r.ticket_id = ?1 ORDER BY r.id";
// By the sealed number; at most one, since each request seals its own.
inline constexpr std::string_view request_by_phone = HOTLINE_REQUEST "WHERE r.caller_phone = ?1";
#undef HOTLINE_REQUEST
inline constexpr std::string_view request_id_by_phone = "SELECT id FROM request WHERE caller_phone = ?1";
inline constexpr std::string_view request_id_by_id_number =
    "SELECT id FROM request WHERE caller_id_number = ?1";
inline constexpr std::string_view insert_former =
    "INSERT INTO request_former (sealed, request_id) VALUES (?1, ?2)";
inline constexpr std::string_view request_by_former =
    "SELECT request_id FROM request_former WHERE sealed = ?1";
inline constexpr std::string_view formers_of_request =
    "SELECT sealed FROM request_former WHERE request_id = ?1";
inline constexpr std::string_view forget_formers = "DELETE FROM request_former WHERE request_id = ?1";
inline constexpr std::string_view request_id_by_number = "SELECT id FROM request WHERE number = ?1";
inline constexpr std::string_view request_id_by_external =
    "SELECT id FROM request WHERE source = ?1 AND external_id = ?2 AND external_id <> ''";
inline constexpr std::string_view move_request = "UPDATE request SET ticket_id = ?2 WHERE id = ?1";
inline constexpr std::string_view insert_rating =
    "INSERT INTO request_rating (request_id, at, contacted, solved, result, unit, agent, words) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
inline constexpr std::string_view forget_rating = "DELETE FROM request_rating WHERE request_id = ?1";
inline constexpr std::string_view rating_of =
    "SELECT at, contacted, solved, result, unit, agent, words FROM request_rating WHERE request_id = ?1";

// -- tickets
inline constexpr std::string_view next_ticket_id = "SELECT coalesce(max(id), 0) + 1 FROM ticket";
inline constexpr std::string_view ticket_id_by_number = "SELECT id FROM ticket WHERE number = ?1";
inline constexpr std::string_view upsert_ticket =
    "INSERT INTO ticket (id, number, version, parent, state, outcome, kind, urgency, importance, matter, "
    "division, lead_unit, "
    "title, place, secret, flags, confidence, requests, merged_into, urged, supervision, returned, reopened, "
    "opened_at, "
    "dispatched_at, resolved_at, closed_at, next_due) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, "
    "?12, '', '', ?13, "
    "?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26) ON CONFLICT (id) DO UPDATE SET version "
    "= ?3, state = ?5, "
    "outcome = ?6, kind = ?7, urgency = ?8, importance = ?9, matter = ?10, division = ?11, lead_unit = ?12, "
    "secret = ?13, "
    "flags = ?14, confidence = ?15, requests = ?16, merged_into = ?17, urged = ?18, supervision = ?19, "
    "returned = ?20, "
    "reopened = ?21, dispatched_at = ?23, resolved_at = ?24, closed_at = ?25, next_due = ?26";
inline constexpr std::string_view set_ticket_title = "UPDATE ticket SET title = ?2, place = ?3 WHERE id = ?1";
inline constexpr std::string_view ticket_heading = "SELECT title, place FROM ticket WHERE id = ?1";
inline constexpr std::string_view ticket_row =
    "SELECT number, version, state, outcome, kind, urgency, importance, matter, division, lead_unit, secret, "
    "requests, "
    "merged_into, urged, supervision, returned, reopened, next_due FROM ticket WHERE id = ?1";
inline constexpr std::string_view upsert_assignment =
    "INSERT INTO assignment (ticket_id, id, unit, part, origin, state, assigned_at, signed_at, replied_at, "
    "due) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT (ticket_id, id) DO UPDATE SET state = ?6, "
    "signed_at = ?8, "
    "replied_at = ?9, due = ?10";
inline constexpr std::string_view assignment_states =
    "SELECT id, unit, state FROM assignment WHERE ticket_id = ?1 ORDER BY id";
inline constexpr std::string_view upsert_clock =
    "INSERT INTO ticket_clock (ticket_id, position, what, assignment, started, due, stopped, paused) VALUES "
    "(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (ticket_id, position) DO UPDATE SET due = ?6, stopped = "
    "?7, paused = ?8";
inline constexpr std::string_view insert_urging =
    "INSERT INTO ticket_urging (ticket_id, at, unit, actor) VALUES (?1, ?2, ?3, ?4)";
inline constexpr std::string_view insert_supervision =
    "INSERT INTO ticket_supervision (ticket_id, at, level, unit, actor) VALUES (?1, ?2, ?3, ?4, ?5)";
inline constexpr std::string_view upsert_handover =
    "INSERT INTO ticket_handover (ticket_id, id, line, ordered_at, acknowledge_by, acknowledged_at, "
    "declined_at, reference) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (ticket_id, id) DO UPDATE SET acknowledged_at = ?6, "
    "declined_at = "
    "?7, reference = ?8";
inline constexpr std::string_view forget_concerned = "DELETE FROM ticket_concerned WHERE ticket_id = ?1";
inline constexpr std::string_view insert_concerned =
    "INSERT OR IGNORE INTO ticket_concerned (unit, ticket_id) VALUES (?1, ?2)";
inline constexpr std::string_view insert_publication =
    "INSERT INTO ticket_publication (ticket_id, at, text) VALUES (?1, ?2, ?3)";
inline constexpr std::string_view open_publications =
    "SELECT p.id, p.ticket_id, p.at, p.text, t.matter, t.lead_unit FROM ticket_publication p JOIN ticket t "
    "ON "
    "t.id = p.ticket_id WHERE t.secret = 0 AND (?1 IS NULL OR p.id < ?1) ORDER BY p.id DESC LIMIT ?2";
inline constexpr std::string_view insert_late =
    "INSERT OR IGNORE INTO ticket_late (ticket_id, what, assignment, due, noted_at) VALUES (?1, ?2, ?3, ?4, "
    "?5)";
inline constexpr std::string_view insert_sealed =
    "INSERT OR IGNORE INTO ticket_sealed (ticket_id, sealed, kind) VALUES (?1, ?2, ?3)";
inline constexpr std::string_view sealed_of_ticket = "SELECT sealed FROM ticket_sealed WHERE ticket_id = ?1";
inline constexpr std::string_view tickets_of_parent =
    "SELECT id FROM ticket WHERE parent = ?1 AND parent <> 0";
inline constexpr std::string_view count_parts =
    "SELECT count(*) FROM ticket WHERE parent = ?1 AND parent <> 0";
// -- lists. Every filter may be NULL, which means any; ids run downwards, so a page costs what it shows.
#define HOTLINE_TICKET_COLUMNS                                                                              \
  "t.id, t.version, t.number, t.state, t.outcome, t.kind, t.urgency, t.matter, t.division, t.lead_unit, "   \
  "t.title, "                                                                                               \
  "t.place, t.secret, t.flags, t.confidence, t.requests, t.urged, t.supervision, t.returned, t.opened_at, " \
  "t.next_due "
#define HOTLINE_TICKET_FILTERS                                                                              \
  "t.id < coalesce(?1, 9223372036854775807) AND (?2 IS NULL OR t.state = ?2) AND (?3 IS NULL OR t.kind = "  \
  "?3) "                                                                                                    \
  "AND (?4 IS NULL OR t.urgency = ?4) AND (?5 IS NULL OR t.matter = ?5 OR t.matter GLOB ?5 || '*' OR "      \
  "t.matter GLOB "                                                                                          \
  "'*.' || ?5 || '*') AND (?6 IS NULL OR t.division GLOB ?6 || '*') AND (?7 IS NULL OR t.opened_at >= ?7) " \
  "AND (?8 IS NULL OR t.opened_at < ?8) AND (?9 IS NULL OR t.next_due < ?9) AND (?10 OR t.secret = 0) "     \
  "AND (?11 OR t.merged_into = 0) "
inline constexpr std::string_view list_all =
    "SELECT " HOTLINE_TICKET_COLUMNS "FROM ticket t WHERE " HOTLINE_TICKET_FILTERS
    "ORDER BY t.id DESC LIMIT ?12";
// The same where an index leads to few rows: of one state, still without those merged into others, and with a
// limit that runs out. The planner does not see which parameters will be NULL.
inline constexpr std::string_view list_of_state =
    "SELECT " HOTLINE_TICKET_COLUMNS
    "FROM ticket t INDEXED BY ticket_by_state WHERE t.state = ?2 AND t.merged_into = 0 "
    "AND " HOTLINE_TICKET_FILTERS "ORDER BY t.id DESC LIMIT ?12";
inline constexpr std::string_view list_by_due =
    "SELECT " HOTLINE_TICKET_COLUMNS
    "FROM ticket t INDEXED BY ticket_by_due WHERE t.next_due < ?9 AND " HOTLINE_TICKET_FILTERS
    "ORDER BY t.id DESC LIMIT ?12";
inline constexpr std::string_view list_of_unit =
    "SELECT " HOTLINE_TICKET_COLUMNS
    "FROM (SELECT ticket_id FROM assignment WHERE unit = ?12 AND state <> 'withdrawn' AND (?14 IS NULL OR "
    "state = ?14) UNION SELECT ticket_id FROM ticket_concerned WHERE unit = ?12 AND ?14 IS NULL) a "
    "JOIN ticket t ON t.id = a.ticket_id WHERE " HOTLINE_TICKET_FILTERS "ORDER BY t.id DESC LIMIT ?13";
inline constexpr std::string_view list_by_words =
    "SELECT DISTINCT " HOTLINE_TICKET_COLUMNS
    "FROM request_fts f JOIN request r ON r.id = f.rowid "
    "JOIN ticket t ON t.id = r.ticket_id WHERE f.request_fts MATCH ?12 AND " HOTLINE_TICKET_FILTERS
    "AND (?14 IS NULL OR EXISTS (SELECT 1 FROM assignment a WHERE a.ticket_id = t.id AND a.unit = ?14 AND "
    "a.state <> "
    "'withdrawn' AND (?15 IS NULL OR a.state = ?15)) OR (?15 IS NULL AND EXISTS (SELECT 1 FROM "
    "ticket_concerned c WHERE c.unit = ?14 AND c.ticket_id = t.id))) ORDER BY t.id DESC LIMIT ?13";
inline constexpr std::string_view list_by_number =
    "SELECT " HOTLINE_TICKET_COLUMNS "FROM ticket t WHERE t.number = ?12 AND " HOTLINE_TICKET_FILTERS
    "LIMIT ?13";
#undef HOTLINE_TICKET_COLUMNS
#undef HOTLINE_TICKET_FILTERS
inline constexpr std::string_view count_all_by_state =
    "SELECT state, count(*) FROM ticket INDEXED BY ticket_by_state WHERE merged_into = 0 GROUP BY state";
inline constexpr std::string_view count_secret_by_state =
    "SELECT state, count(*) FROM ticket INDEXED BY ticket_secret WHERE secret = 1 AND merged_into = 0 GROUP "
    "BY state";
inline constexpr std::string_view count_unit_by_state =
    "SELECT a.state, count(*) FROM assignment a JOIN ticket t ON t.id = a.ticket_id WHERE a.unit = ?2 AND "
    "a.state <> 'withdrawn' AND t.merged_into = 0 "
    "AND (?1 OR t.secret = 0) GROUP BY a.state";

}  // namespace hotline::ticket::queries
