// Every SQL statement of the module `supervise`.
#pragma once

#include <string_view>

namespace hotline::supervise::queries {

// -- clocks
inline constexpr std::string_view tickets_with_open_clocks =
    "SELECT DISTINCT ticket_id FROM ticket_clock WHERE stopped IS NULL AND ticket_id > ?1 ORDER BY ticket_id "
    "LIMIT ?2";

// -- steps
#define HOTLINE_STEP_COLUMNS                                                                               \
  "id, stream, subject, assignment, unit, step, rung, name, cause, leader, raised_at, answer_due, state, " \
  "ended_at, ended_by, answer "
inline constexpr std::string_view insert_step =
    "INSERT INTO supervision_step (stream, subject, assignment, unit, step, rung, name, cause, leader, "
    "raised_at, answer_due, state) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, 'open')";
inline constexpr std::string_view step_by_id =
    "SELECT " HOTLINE_STEP_COLUMNS "FROM supervision_step WHERE id = ?1";
inline constexpr std::string_view steps_of =
    "SELECT " HOTLINE_STEP_COLUMNS "FROM supervision_step WHERE stream = ?1 AND subject = ?2 ORDER BY id";
// Every filter may be NULL, which means any; one for each index that a list may run on.
inline constexpr std::string_view list_steps =
    "SELECT " HOTLINE_STEP_COLUMNS
    "FROM supervision_step WHERE id > ?1 AND (?2 IS NULL OR state = ?2) AND (?3 IS NULL OR unit = ?3) AND "
    "(?4 IS NULL OR step = ?4) ORDER BY id LIMIT ?5";
inline constexpr std::string_view list_open_steps =
    "SELECT " HOTLINE_STEP_COLUMNS
    "FROM supervision_step WHERE id > ?1 AND state = ?2 AND (?3 IS NULL OR unit = ?3) AND (?4 IS NULL OR "
    "step = ?4) ORDER BY id LIMIT ?5";
#undef HOTLINE_STEP_COLUMNS
inline constexpr std::string_view end_step =
    "UPDATE supervision_step SET state = ?2, ended_at = ?3, ended_by = ?4, answer = ?5 WHERE id = ?1";
inline constexpr std::string_view insert_cause =
    "INSERT OR IGNORE INTO supervision_cause (once_key, cause, step, at) VALUES (?1, ?2, 0, ?3)";
inline constexpr std::string_view name_cause = "UPDATE supervision_cause SET step = ?2 WHERE once_key = ?1";
inline constexpr std::string_view count_steps =
    "SELECT step, state, count(*) FROM supervision_step GROUP BY step, state";

// -- objects
inline constexpr std::string_view upsert_watched =
    "INSERT INTO watched_ticket (ticket, object, matter, level2, opened_at) VALUES (?1, ?2, ?3, ?4, ?5) ON "
    "CONFLICT (ticket) DO UPDATE SET object = ?2, matter = ?3, level2 = ?4";
inline constexpr std::string_view end_watched = "UPDATE watched_ticket SET ended_at = ?2 WHERE ticket = ?1";
inline constexpr std::string_view forget_watched = "DELETE FROM watched_ticket WHERE ticket = ?1";
inline constexpr std::string_view watched_since =
    "SELECT ticket FROM watched_ticket WHERE object = ?1 AND level2 = ?2 AND opened_at >= ?3 AND opened_at "
    "<= ?4 ORDER BY ticket";
inline constexpr std::string_view ended_since =
    "SELECT ticket FROM watched_ticket WHERE object = ?1 AND level2 = ?2 AND matter = ?3 AND ticket <> ?4 "
    "AND ended_at >= ?5 AND ended_at <= ?6 LIMIT 1";
inline constexpr std::string_view ticket_place = "SELECT place FROM ticket WHERE id = ?1";
inline constexpr std::string_view phones_of_requests =
    "SELECT id, caller_phone FROM request WHERE ticket_id = ?1 ORDER BY id LIMIT 20";

// -- alerts
#define HOTLINE_ALERT_COLUMNS \
  "id, rule, kind, object, matter, people, state, raised_at, closed_at, closed_by, note "
inline constexpr std::string_view insert_alert =
    "INSERT INTO alert (rule, kind, object, matter, people, state, raised_at) VALUES (?1, ?2, ?3, ?4, ?5, "
    "'open', ?6)";
inline constexpr std::string_view alert_by_id = "SELECT " HOTLINE_ALERT_COLUMNS "FROM alert WHERE id = ?1";
inline constexpr std::string_view newest_alert_of =
    "SELECT " HOTLINE_ALERT_COLUMNS
    "FROM alert WHERE rule = ?1 AND object = ?2 AND matter = ?3 ORDER BY id DESC LIMIT 1";
inline constexpr std::string_view list_alerts =
    "SELECT " HOTLINE_ALERT_COLUMNS
    "FROM alert a WHERE id > ?1 AND (?2 IS NULL OR state = ?2) AND (?3 IS NULL OR EXISTS (SELECT 1 FROM "
    "alert_body b WHERE b.alert = a.id AND b.unit = ?3)) ORDER BY id LIMIT ?4";
#undef HOTLINE_ALERT_COLUMNS
inline constexpr std::string_view set_alert_state = "UPDATE alert SET state = ?2 WHERE id = ?1";
inline constexpr std::string_view raise_people = "UPDATE alert SET people = max(people, ?2) WHERE id = ?1";
inline constexpr std::string_view close_alert =
    "UPDATE alert SET state = 'closed', closed_at = ?2, closed_by = ?3, note = ?4 WHERE id = ?1";
inline constexpr std::string_view insert_alert_ticket =
    "INSERT OR IGNORE INTO alert_ticket (alert, ticket) VALUES (?1, ?2)";
inline constexpr std::string_view alert_tickets =
    "SELECT ticket FROM alert_ticket WHERE alert = ?1 ORDER BY ticket";
inline constexpr std::string_view insert_alert_body =
    "INSERT OR IGNORE INTO alert_body (alert, unit) VALUES (?1, ?2)";
inline constexpr std::string_view alert_bodies =
    "SELECT unit, acknowledged_at, acknowledged_by FROM alert_body WHERE alert = ?1 ORDER BY unit";
inline constexpr std::string_view acknowledge_body =
    "UPDATE alert_body SET acknowledged_at = ?3, acknowledged_by = ?4 WHERE alert = ?1 AND unit = ?2 AND "
    "acknowledged_at IS NULL";

// -- topics. ?1: since when; ?2: until when. The district is the first six digits of a division.
inline constexpr std::string_view rank_matters =
    "SELECT t.matter, substr(t.division, 1, 6) AS district, count(*), sum(t.reopened), "
    "coalesce(sum((SELECT count(*) FROM request r JOIN request_rating g ON g.request_id = r.id WHERE "
    "r.ticket_id = t.id AND (g.solved = 'no' OR g.result <= 2))), 0), "
    "coalesce(sum((SELECT count(*) FROM ticket_late l WHERE l.ticket_id = t.id)), 0) "
    "FROM ticket t WHERE t.opened_at >= ?1 AND t.opened_at < ?2 AND t.merged_into = 0 AND t.matter <> '' AND "
    "t.division <> '' GROUP BY t.matter, district";
#define HOTLINE_TOPIC_COLUMNS                                                                         \
  "id, week, level2, division, score, tickets, reopened, unhappy, late, state, leader, proposed_at, " \
  "ended_at "
inline constexpr std::string_view topic_by_id = "SELECT " HOTLINE_TOPIC_COLUMNS "FROM topic WHERE id = ?1";
inline constexpr std::string_view list_topics =
    "SELECT " HOTLINE_TOPIC_COLUMNS
    "FROM topic WHERE id > ?1 AND (?2 IS NULL OR state = ?2) ORDER BY id LIMIT ?3";
#undef HOTLINE_TOPIC_COLUMNS
inline constexpr std::string_view insert_topic =
    "INSERT OR IGNORE INTO topic (week, level2, division, score, tickets, reopened, unhappy, late, state, "
    "proposed_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 'proposed', ?9)";
inline constexpr std::string_view topics_of_week = "SELECT count(*) FROM topic WHERE week = ?1";
inline constexpr std::string_view topic_stands =
    "SELECT 1 FROM topic WHERE level2 = ?1 AND division = ?2 AND (state IN ('proposed', 'adopted') OR week = "
    "?3)";
inline constexpr std::string_view set_topic =
    "UPDATE topic SET state = ?2, leader = ?3, ended_at = ?4 WHERE id = ?1";
inline constexpr std::string_view insert_topic_task =
    "INSERT INTO topic_task (topic, id, unit, words, due) VALUES (?1, ?2, ?3, ?4, ?5)";
inline constexpr std::string_view topic_tasks =
    "SELECT id, unit, words, due, done_at FROM topic_task WHERE topic = ?1 ORDER BY id";
inline constexpr std::string_view finish_topic_task =
    "UPDATE topic_task SET done_at = ?3, done_by = ?4 WHERE topic = ?1 AND id = ?2";
inline constexpr std::string_view insert_topic_note =
    "INSERT INTO topic_note (topic, id, at, actor, words) VALUES (?1, (SELECT count(*) + 1 FROM topic_note "
    "WHERE topic = ?1), ?2, ?3, ?4)";
inline constexpr std::string_view topic_notes =
    "SELECT at, actor, words FROM topic_note WHERE topic = ?1 ORDER BY id";

}  // namespace hotline::supervise::queries
