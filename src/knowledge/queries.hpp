// All SQL of the knowledge module.
#pragma once

#include <string_view>

namespace hotline::knowledge::queries {

// -- entries
inline constexpr std::string_view insert_entry =
    "INSERT INTO knowledge_entry (version, state, title, owner, matter, region, source_key, batch, "
    "edited_by, "
    "created_at, updated_at) VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9)";
inline constexpr std::string_view update_entry =
    "UPDATE knowledge_entry SET version = ?2, state = ?3, title = ?4, owner = ?5, matter = ?6, region = ?7, "
    "edited_by = ?8, updated_at = ?9, batch = ?10 WHERE id = ?1";
inline constexpr std::string_view show_entry =
    "UPDATE knowledge_entry SET published = ?2, shown_title = ?3, shown_owner = ?4, shown = ?5, valid_from = "
    "?6, "
    "valid_to = ?7, review_by = ?8 WHERE id = ?1";
inline constexpr std::string_view entry_by_id =
    "SELECT version, published, state, source_key, batch, edited_by, created_at, updated_at "
    "FROM knowledge_entry WHERE id = ?1";
inline constexpr std::string_view entry_by_source =
    "SELECT id FROM knowledge_entry WHERE source_key = ?1 AND source_key <> ''";
inline constexpr std::string_view insert_content =
    "INSERT INTO knowledge_content (entry, version, content, digest) VALUES (?1, ?2, ?3, ?4)";
inline constexpr std::string_view content_at =
    "SELECT content FROM knowledge_content WHERE entry = ?1 AND version <= ?2 ORDER BY version DESC LIMIT 1";
inline constexpr std::string_view all_published =
    "SELECT e.id, e.published, (SELECT c.content FROM knowledge_content c WHERE c.entry = e.id AND c.version "
    "<= "
    "e.published ORDER BY c.version DESC LIMIT 1) FROM knowledge_entry e WHERE e.published > 0 ORDER BY e.id";
inline constexpr std::string_view entries_of_batch =
    "SELECT id FROM knowledge_entry WHERE batch = ?1 AND state = ?2 ORDER BY id LIMIT ?3";
// ?3 whether the asker writes every entry, ?4 the unit whose entries it writes, ?5 ?6 what it may be shown.
inline constexpr std::string_view list_entries =
    "SELECT id, version, published, "
    "CASE WHEN ?3 OR (?4 <> '' AND owner = ?4) THEN state ELSE 'published' END, "
    "CASE WHEN ?3 OR (?4 <> '' AND owner = ?4) THEN title ELSE shown_title END, "
    "CASE WHEN ?3 OR (?4 <> '' AND owner = ?4) THEN owner ELSE shown_owner END, matter, shown, valid_to, "
    "review_by, updated_at FROM knowledge_entry WHERE (?1 = 0 OR id < ?1) AND (?3 OR (?4 <> '' AND owner = "
    "?4) "
    "OR shown = 'public' OR (shown = 'internal' AND ?5) OR (shown = 'confidential' AND (?6 OR (?4 <> '' AND "
    "shown_owner = ?4)))) AND (?7 = '' OR state = ?7) AND (?8 = '' OR owner = ?8) AND (?9 = '' OR matter = "
    "?9) AND "
    "(?10 = 0 OR batch = ?10) ORDER BY id DESC LIMIT ?2";

// -- questions and gaps
inline constexpr std::string_view insert_question =
    "INSERT INTO knowledge_question (at, code, channel, asker, question, region, answered, entry, version, "
    "confidence, gap) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
inline constexpr std::string_view question_by_id =
    "SELECT id, at, code, channel, asker, question, region, answered, entry, version, confidence, gap, "
    "helpful, "
    "request FROM knowledge_question WHERE id = ?1";
inline constexpr std::string_view rate_question =
    "UPDATE knowledge_question SET helpful = ?2, gap = ?3 WHERE id = ?1";
inline constexpr std::string_view hand_over_question =
    "UPDATE knowledge_question SET request = ?2 WHERE id = ?1";
inline constexpr std::string_view open_gaps =
    "SELECT id, question FROM knowledge_gap WHERE state = 'open' ORDER BY id DESC LIMIT ?1";
inline constexpr std::string_view insert_gap =
    "INSERT INTO knowledge_gap (question, unit, matter, state, asked, first_at, last_at) "
    "VALUES (?1, ?2, ?3, 'open', 1, ?4, ?4)";
inline constexpr std::string_view count_gap =
    "UPDATE knowledge_gap SET asked = asked + 1, last_at = ?2 WHERE id = ?1";
inline constexpr std::string_view insert_asker =
    "INSERT OR IGNORE INTO knowledge_gap_asker (gap, actor) VALUES (?1, ?2)";
inline constexpr std::string_view askers_of_gap = "SELECT actor FROM knowledge_gap_asker WHERE gap = ?1";
#define HOTLINE_GAP_COLUMNS "id, version, question, unit, matter, state, asked, first_at, last_at, entry "
inline constexpr std::string_view gap_by_id =
    "SELECT " HOTLINE_GAP_COLUMNS "FROM knowledge_gap WHERE id = ?1";
inline constexpr std::string_view list_gaps =
    "SELECT " HOTLINE_GAP_COLUMNS
    "FROM knowledge_gap WHERE (?1 = '' OR state = ?1) AND (?2 = '' OR unit = ?2) ORDER BY asked DESC, id "
    "LIMIT ?3 OFFSET ?4";
#undef HOTLINE_GAP_COLUMNS
inline constexpr std::string_view close_gap =
    "UPDATE knowledge_gap SET state = ?2, entry = ?3, version = version + 1 WHERE id = ?1";

inline constexpr std::string_view asked_figures =
    "SELECT count(*), coalesce(sum(answered), 0), coalesce(sum(helpful = 1), 0), coalesce(sum(helpful = 0), "
    "0) FROM knowledge_question WHERE at >= ?1";
inline constexpr std::string_view entry_uses =
    "SELECT q.entry, e.title, e.owner, count(*), coalesce(sum(q.helpful = 1), 0), coalesce(sum(q.helpful = "
    "0), 0) AS unhelpful FROM knowledge_question q JOIN knowledge_entry e ON e.id = q.entry WHERE q.at >= ?1 "
    "AND q.answered = 1 AND (?2 = '' OR e.owner = ?2) GROUP BY q.entry ORDER BY unhelpful DESC, count(*) "
    "DESC, q.entry LIMIT ?3 OFFSET ?4";

// -- tasks
#define HOTLINE_TASK_COLUMNS                                                                    \
  "id, kind, entry, other, unit, detail, actor, opened_at, due, late, closed_at, outcome FROM " \
  "knowledge_task "
inline constexpr std::string_view insert_task =
    "INSERT INTO knowledge_task (kind, entry, other, unit, detail, actor, opened_at, due) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
inline constexpr std::string_view open_task_of =
    "SELECT id FROM knowledge_task WHERE entry = ?1 AND kind = ?2 AND other = ?3 AND closed_at IS NULL";
inline constexpr std::string_view open_tasks_of_entry =
    "SELECT id FROM knowledge_task WHERE (entry = ?1 OR other = ?1) AND closed_at IS NULL";
inline constexpr std::string_view task_by_id = "SELECT " HOTLINE_TASK_COLUMNS "WHERE id = ?1";
inline constexpr std::string_view list_tasks =
    "SELECT " HOTLINE_TASK_COLUMNS
    "WHERE closed_at IS NULL AND (?1 = '' OR unit = ?1) ORDER BY due, id LIMIT ?2 OFFSET ?3";
inline constexpr std::string_view close_task =
    "UPDATE knowledge_task SET closed_at = ?2, outcome = ?3 WHERE id = ?1";
inline constexpr std::string_view mark_late = "UPDATE knowledge_task SET late = 1 WHERE id = ?1";
#undef HOTLINE_TASK_COLUMNS

// -- imports
inline constexpr std::string_view insert_batch =
    "INSERT INTO knowledge_batch (name, state, actor, at) VALUES (?1, 'running', ?2, ?3)";
inline constexpr std::string_view update_batch =
    "UPDATE knowledge_batch SET state = ?2, ended_at = ?3, files = ?4, candidates = ?5, created = ?6, "
    "changed = ?7, "
    "known = ?8, published = ?9, conflicts = ?10, duplicates = ?11 WHERE id = ?1";
inline constexpr std::string_view insert_fault =
    "INSERT INTO knowledge_batch_fault (batch, position, name, code, reason_zh, reason_en) VALUES (?1, "
    "(SELECT count(*) "
    "FROM knowledge_batch_fault WHERE batch = ?1), ?2, ?3, ?4, ?5)";
#define HOTLINE_BATCH_COLUMNS                                                                            \
  "SELECT id, name, state, actor, at, ended_at, files, candidates, created, changed, known, published, " \
  "conflicts, duplicates FROM knowledge_batch "
inline constexpr std::string_view batch_by_id = HOTLINE_BATCH_COLUMNS "WHERE id = ?1";
inline constexpr std::string_view list_batches =
    HOTLINE_BATCH_COLUMNS "WHERE ?1 = 0 OR id < ?1 ORDER BY id DESC LIMIT ?2";
#undef HOTLINE_BATCH_COLUMNS
inline constexpr std::string_view faults_of_batch =
    "SELECT name, code, reason_zh, reason_en FROM knowledge_batch_fault WHERE batch = ?1 ORDER BY position";
inline constexpr std::string_view interrupt_batches =
    "UPDATE knowledge_batch SET state = 'interrupted', ended_at = ?1 WHERE state = 'running'";
inline constexpr std::string_view all_newest =
    "SELECT e.id, (SELECT c.content FROM knowledge_content c WHERE c.entry = e.id ORDER BY c.version DESC "
    "LIMIT 1) "
    "FROM knowledge_entry e WHERE e.state <> 'withdrawn' ORDER BY e.id";
inline constexpr std::string_view clashing =
    "SELECT 1 FROM knowledge_task WHERE entry = ?1 AND closed_at IS NULL AND kind IN ('conflict', "
    "'duplicate') LIMIT 1";
inline constexpr std::string_view count_published =
    "UPDATE knowledge_batch SET published = published + ?2 WHERE id = ?1";

inline constexpr std::string_view forget_questions =
    "UPDATE knowledge_question SET question = '' WHERE request = ?1 AND request <> ''";

}  // namespace hotline::knowledge::queries
