// Every SQL statement of the module `jobs`. The partial indexes are used only when a statement repeats their
// condition literally, which is why states stand in the text and are not bound.
#pragma once

#include <string_view>

namespace hotline::jobs::queries {

#define HOTLINE_JOB_COLUMNS                                                                    \
  "id, kind, unique_key, stream, subject, due_at, priority, payload, state, attempts, tries, " \
  "max_tries, backoff_first_ms, backoff_cap_ms, lease_until, created_at, ended_at "
#define HOTLINE_ATTEMPT_COLUMNS                                                                      \
  "job, number, worker, token, due_at, started_at, heartbeat_at, call_began_at, ended_at, outcome, " \
  "error_code, error_zh, error_en, result "

inline constexpr std::string_view kInsertJob =
    "INSERT INTO job (kind, unique_key, stream, subject, due_at, priority, payload, max_tries, "
    "backoff_first_ms, backoff_cap_ms, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
inline constexpr std::string_view kFindJob = "SELECT " HOTLINE_JOB_COLUMNS "FROM job WHERE id = ?1";
inline constexpr std::string_view kFindOpenByKey =
    "SELECT " HOTLINE_JOB_COLUMNS
    "FROM job WHERE kind = ?1 AND unique_key = ?2 AND open = 1 AND unique_key IS NOT NULL";
inline constexpr std::string_view kOpenOfKind =
    "SELECT " HOTLINE_JOB_COLUMNS
    "FROM job WHERE kind = ?1 AND open = 1 AND unique_key IS NOT NULL AND id > ?2 ORDER BY id LIMIT ?3";
inline constexpr std::string_view kOpenOfSubject =
    "SELECT " HOTLINE_JOB_COLUMNS
    "FROM job WHERE stream = ?1 AND subject = ?2 AND open = 1 ORDER BY due_at, id";
inline constexpr std::string_view kDeadLetters =
    "SELECT " HOTLINE_JOB_COLUMNS
    "FROM job WHERE state = 'dead' AND id > ?2 AND (?1 = '' OR kind = ?1) ORDER BY id LIMIT ?3";
inline constexpr std::string_view kUnknownJobs =
    "SELECT " HOTLINE_JOB_COLUMNS
    "FROM job WHERE state = 'unknown' AND id > ?2 AND (?1 = '' OR kind = ?1) ORDER BY id LIMIT ?3";

inline constexpr std::string_view kDueOfClass =
    "SELECT id, due_at FROM job WHERE state = 'ready' AND kind = ?1 AND priority = ?2 AND due_at <= ?3 "
    "ORDER BY due_at, id LIMIT ?4";
inline constexpr std::string_view kCountDueOfClass =
    "SELECT count(*) FROM (SELECT 1 FROM job WHERE state = 'ready' AND kind = ?1 AND priority = ?2 "
    "AND due_at <= ?3 LIMIT ?4)";
inline constexpr std::string_view kNextDueOfClass =
    "SELECT min(due_at) FROM job WHERE state = 'ready' AND kind = ?1 AND priority = ?2";

inline constexpr std::string_view kLeaseJob =
    "UPDATE job SET state = 'leased', attempts = attempts + 1, tries = tries + 1, lease_ms = ?2, "
    "lease_until = ?3 WHERE id = ?1 AND state = 'ready' "
    "RETURNING attempts, tries, max_tries, kind, unique_key, stream, subject, payload";
inline constexpr std::string_view kInsertAttempt =
    "INSERT INTO job_attempt (job, number, worker, token, due_at, started_at, heartbeat_at) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6)";
inline constexpr std::string_view kExpiredLeases =
    "SELECT " HOTLINE_JOB_COLUMNS
    "FROM job WHERE state = 'leased' AND lease_until <= ?1 ORDER BY lease_until LIMIT ?2";
inline constexpr std::string_view kLeasesOfWorker =
    "SELECT " HOTLINE_JOB_COLUMNS
    "FROM job WHERE state = 'leased' AND EXISTS (SELECT 1 FROM job_attempt a WHERE a.job = job.id "
    "AND a.number = job.attempts AND a.worker = ?1) LIMIT ?2";
inline constexpr std::string_view kCutLeases =
    "UPDATE job SET lease_until = ?1 + lease_ms WHERE state = 'leased' AND lease_until > ?1 + ?2";
inline constexpr std::string_view kExtendLease =
    "UPDATE job SET lease_ms = ?2, lease_until = ?3 WHERE id = ?1";
inline constexpr std::string_view kBeat =
    "UPDATE job_attempt SET heartbeat_at = ?3 WHERE job = ?1 AND number = ?2";
inline constexpr std::string_view kBeginCall =
    "UPDATE job_attempt SET call_began_at = ?3, heartbeat_at = ?3 WHERE job = ?1 AND number = ?2";

inline constexpr std::string_view kMakeReady =
    "UPDATE job SET state = 'ready', due_at = ?2, tries = ?3, lease_ms = NULL, lease_until = NULL "
    "WHERE id = ?1";
inline constexpr std::string_view kRevive =
    "UPDATE job SET state = 'ready', open = 1, due_at = ?2, tries = 0, ended_at = NULL WHERE id = ?1";
inline constexpr std::string_view kMove =
    "UPDATE job SET due_at = ?2, payload = ?3, priority = ?4 WHERE id = ?1";
inline constexpr std::string_view kEnd =
    "UPDATE job SET state = ?2, open = 0, ended_at = ?3, lease_ms = NULL, lease_until = NULL WHERE id = ?1";
inline constexpr std::string_view kMakeUnknown =
    "UPDATE job SET state = 'unknown', lease_ms = NULL, lease_until = NULL WHERE id = ?1";

inline constexpr std::string_view kFindAttempt =
    "SELECT " HOTLINE_ATTEMPT_COLUMNS "FROM job_attempt WHERE job = ?1 AND number = ?2";
inline constexpr std::string_view kAttemptsOf =
    "SELECT " HOTLINE_ATTEMPT_COLUMNS "FROM job_attempt WHERE job = ?1 ORDER BY number";
inline constexpr std::string_view kEndAttempt =
    "UPDATE job_attempt SET ended_at = ?3, outcome = ?4, result = ?5 WHERE job = ?1 AND number = ?2";
inline constexpr std::string_view kFailAttempt =
    "UPDATE job_attempt SET ended_at = ?3, outcome = 'failed', error_code = ?4, error_zh = ?5, "
    "error_en = ?6 WHERE job = ?1 AND number = ?2";

inline constexpr std::string_view kEndedBefore =
    "SELECT id FROM job WHERE state IN ('done', 'cancelled') AND ended_at < ?1 ORDER BY ended_at LIMIT ?2";
inline constexpr std::string_view kDeleteAttempts = "DELETE FROM job_attempt WHERE job = ?1";
inline constexpr std::string_view kDeleteJob = "DELETE FROM job WHERE id = ?1";
inline constexpr std::string_view kCounts =
    "SELECT kind, state, n FROM job_count WHERE n > 0 ORDER BY kind, state";

inline constexpr std::string_view kCursor = "SELECT seq FROM feed_cursor WHERE consumer = ?1";
inline constexpr std::string_view kMoveCursor =
    "INSERT INTO feed_cursor (consumer, seq, updated_at) VALUES (?1, ?2, ?3) "
    "ON CONFLICT (consumer) DO UPDATE SET seq = excluded.seq, updated_at = excluded.updated_at";
inline constexpr std::string_view kStartCursor =
    "INSERT INTO feed_cursor (consumer, seq, updated_at) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";

#undef HOTLINE_JOB_COLUMNS
#undef HOTLINE_ATTEMPT_COLUMNS

}  // namespace hotline::jobs::queries
