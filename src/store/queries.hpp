// Every SQL statement of the store itself.
#pragma once

#include <string_view>

namespace hotline::store::sql {

inline constexpr std::string_view begin_write = "BEGIN IMMEDIATE";
inline constexpr std::string_view begin_read = "BEGIN";
inline constexpr std::string_view commit = "COMMIT";
inline constexpr std::string_view rollback = "ROLLBACK";
inline constexpr std::string_view open_savepoint = "SAVEPOINT work";
inline constexpr std::string_view release_savepoint = "RELEASE work";
inline constexpr std::string_view rollback_savepoint = "ROLLBACK TO work";

inline constexpr std::string_view create_versions =
    "CREATE TABLE IF NOT EXISTS schema_version ("
    "  module TEXT NOT NULL, number INTEGER NOT NULL, name TEXT NOT NULL, at INTEGER NOT NULL,"
    "  PRIMARY KEY (module, number)) STRICT, WITHOUT ROWID";
inline constexpr std::string_view list_versions =
    "SELECT module, number, name FROM schema_version ORDER BY at, number";
inline constexpr std::string_view add_version =
    "INSERT INTO schema_version (module, number, name, at) VALUES (?, ?, ?, ?)";

inline constexpr std::string_view append_entry =
    "INSERT INTO journal (seq, at, stream, subject, kind, actor, origin, reason, payload, hash)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
inline constexpr std::string_view entries_of_subject =
    "SELECT seq, at, stream, subject, kind, actor, origin, reason, payload, hash FROM journal"
    " WHERE stream = ? AND subject = ? ORDER BY seq";
inline constexpr std::string_view newest_entries_of_subject =
    "SELECT seq, at, stream, subject, kind, actor, origin, reason, payload, hash FROM journal"
    " WHERE stream = ? AND subject = ? ORDER BY seq DESC LIMIT ?";
inline constexpr std::string_view entries_of_subject_from =
    "SELECT seq, at, stream, subject, kind, actor, origin, reason, payload, hash FROM journal"
    " WHERE stream = ? AND subject = ? AND seq >= ? ORDER BY seq";
inline constexpr std::string_view first_time_of_kind =
    "SELECT at FROM journal WHERE stream = ? AND subject = ? AND kind = ? ORDER BY seq LIMIT 1";
inline constexpr std::string_view entries_after_seq =
    "SELECT seq, at, stream, subject, kind, actor, origin, reason, payload, hash FROM journal"
    " WHERE seq > ? ORDER BY seq LIMIT ?";
// Filters may be NULL, which means any.
inline constexpr std::string_view matching_entries =
    "SELECT seq, at, stream, subject, kind, actor, origin, reason, payload, hash FROM journal"
    " WHERE seq > ?1 AND (?2 IS NULL OR stream = ?2) AND (?3 IS NULL OR subject = ?3)"
    " AND (?4 IS NULL OR kind = ?4) AND (?5 IS NULL OR actor = ?5) ORDER BY seq LIMIT ?6";
inline constexpr std::string_view matching_entries_of_subject =
    "SELECT seq, at, stream, subject, kind, actor, origin, reason, payload, hash FROM journal"
    " WHERE stream = ?2 AND subject = ?3 AND seq > ?1"
    " AND (?4 IS NULL OR kind = ?4) AND (?5 IS NULL OR actor = ?5) ORDER BY seq LIMIT ?6";
inline constexpr std::string_view all_entries =
    "SELECT seq, at, stream, subject, kind, actor, origin, reason, payload, hash FROM journal ORDER BY seq";
inline constexpr std::string_view newest_entry = "SELECT coalesce(max(seq), 0) FROM journal";
inline constexpr std::string_view read_head = "SELECT seq, hash FROM journal_head WHERE one = 1";
inline constexpr std::string_view save_head = "UPDATE journal_head SET seq = ?, hash = ? WHERE one = 1";

inline constexpr std::string_view all_anchors =
    "SELECT number, at, seq, hash, signed_by, signature FROM journal_anchor ORDER BY number";
inline constexpr std::string_view newest_anchor =
    "SELECT number, at, seq, hash, signed_by, signature FROM journal_anchor ORDER BY number DESC LIMIT 1";
inline constexpr std::string_view add_anchor =
    "INSERT INTO journal_anchor (number, at, seq, hash, signed_by, signature) VALUES (?, ?, ?, ?, ?, ?)";
inline constexpr std::string_view end_of_chain = "SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1";
inline constexpr std::string_view hash_of_entry = "SELECT hash FROM journal WHERE seq = ?";

inline constexpr std::string_view newest_sealed = "SELECT coalesce(max(id), 0) FROM vault";
inline constexpr std::string_view add_sealed =
    "INSERT INTO vault (id, kind, erased, row_key, found_by, sealed, generation) VALUES (?, ?, 0, ?, ?, ?, "
    "?)";
inline constexpr std::string_view sealed_by_id =
    "SELECT kind, row_key, sealed, generation FROM vault WHERE id = ? AND erased = 0";
inline constexpr std::string_view sealed_by_value =
    "SELECT id FROM vault WHERE kind = ? AND found_by = ? AND erased = 0 AND found_by IS NOT NULL"
    " ORDER BY id DESC LIMIT ?";
// Keeps every column's size: see the comment of the table.
inline constexpr std::string_view erase_sealed =
    "UPDATE vault SET erased = 1, row_key = zeroblob(length(row_key)), sealed = zeroblob(length(sealed)),"
    " found_by = CASE WHEN found_by IS NULL THEN NULL ELSE zeroblob(length(found_by)) END"
    " WHERE id = ? AND erased = 0";
inline constexpr std::string_view vault_keys =
    "SELECT generation, suite, proof, index_key, rewrapped_to FROM vault_key ORDER BY generation";
inline constexpr std::string_view newest_generation = "SELECT max(generation) FROM vault_key";
inline constexpr std::string_view add_vault_key =
    "INSERT INTO vault_key (generation, suite, proof, index_key) VALUES (?, ?, ?, ?)";
inline constexpr std::string_view rows_to_rewrap =
    "SELECT id, kind, row_key, generation FROM vault WHERE generation < ?1 AND erased = 0 AND id >"
    " (SELECT min(rewrapped_to) FROM vault_key WHERE generation < ?1 AND rewrapped_to >= 0)"
    " ORDER BY id LIMIT ?2";
inline constexpr std::string_view rewrap_row = "UPDATE vault SET row_key = ?, generation = ? WHERE id = ?";
inline constexpr std::string_view note_rewrapped =
    "UPDATE vault_key SET rewrapped_to = ? WHERE generation < ?";

inline constexpr std::string_view full_text_tables =
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE 'CREATE VIRTUAL TABLE%USING fts5%'";
inline constexpr std::string_view page_count = "PRAGMA page_count";
inline constexpr std::string_view free_pages = "PRAGMA freelist_count";
inline constexpr std::string_view quick_check = "PRAGMA quick_check(1)";

}  // namespace hotline::store::sql
