// All SQL of the insight module.
#pragma once

#include <string_view>

namespace hotline::insight::queries {

// -- facts
inline constexpr std::string_view ticket_row =
    "SELECT kind, matter, division FROM figure_ticket WHERE ticket_id = ?1";
inline constexpr std::string_view save_ticket =
    "INSERT INTO figure_ticket (ticket_id, kind, matter, division) VALUES (?1, ?2, ?3, ?4) "
    "ON CONFLICT (ticket_id) DO UPDATE SET kind = ?2, matter = ?3, division = ?4";
inline constexpr std::string_view facts_of_ticket =
    "SELECT figure, ordinal, at, unit, channel, hit, excluded FROM figure_fact WHERE ticket_id = ?1 "
    "ORDER BY figure, ordinal";
inline constexpr std::string_view repeat_of_request =
    "SELECT hit FROM figure_fact WHERE ticket_id = ?1 AND figure = 16 AND ordinal = ?2";
inline constexpr std::string_view delete_fact =
    "DELETE FROM figure_fact WHERE ticket_id = ?1 AND figure = ?2 AND ordinal = ?3";
inline constexpr std::string_view save_fact =
    "INSERT OR REPLACE INTO figure_fact (ticket_id, figure, ordinal, at, day, hour, unit, channel, hit, "
    "excluded) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
inline constexpr std::string_view add_count =
    "INSERT INTO figure_count (dimension, day, key, figure, whole, part, excluded) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (dimension, day, key, figure) DO UPDATE SET "
    "whole = whole + ?5, part = part + ?6, excluded = excluded + ?7";

// -- reading sums
inline constexpr std::string_view counts_by_key =
    "SELECT key, figure, sum(whole), sum(part), sum(excluded) FROM figure_count "
    "WHERE dimension = ?1 AND day BETWEEN ?2 AND ?3 GROUP BY key, figure";
inline constexpr std::string_view counts_by_day =
    "SELECT day, key, figure, whole, part, excluded FROM figure_count "
    "WHERE dimension = ?1 AND day BETWEEN ?2 AND ?3";

// -- reading facts: narrowed by several things at once. The key of each row is chosen by the macro.
#define HOTLINE_FACT_SUMS(key, source)                                                                      \
  "SELECT " key                                                                                             \
  ", f.figure, sum(f.excluded = 0), sum(f.excluded = 0 AND f.hit), sum(f.excluded) FROM " source            \
  "AND (?4 IS NULL OR f.channel = ?4) AND (?5 IS NULL OR t.kind = ?5) AND (?6 IS NULL OR t.matter GLOB ?6 " \
  "|| '*' OR t.matter GLOB '*.' || ?6) GROUP BY 1, 2"
#define HOTLINE_ALL_FACTS                                                                   \
  "figure_fact f INDEXED BY fact_by_day JOIN figure_ticket t ON t.ticket_id = f.ticket_id " \
  "WHERE f.figure = ?1 AND f.day BETWEEN ?2 AND ?3 AND ?7 IS NULL "
#define HOTLINE_UNIT_FACTS                                                                   \
  "figure_fact f INDEXED BY fact_of_unit JOIN figure_ticket t ON t.ticket_id = f.ticket_id " \
  "WHERE f.figure = ?1 AND f.day BETWEEN ?2 AND ?3 AND f.unit = ?7 AND f.unit <> '' "
struct FactSums {
  std::string_view all, of_unit;
};
#define HOTLINE_SUMS_BY(key) \
  {HOTLINE_FACT_SUMS(key, HOTLINE_ALL_FACTS), HOTLINE_FACT_SUMS(key, HOTLINE_UNIT_FACTS)}
// Division beside the key, so that one pass can be narrowed by the tree of divisions.
inline constexpr FactSums sums_by_city HOTLINE_SUMS_BY("t.division || '|'");
inline constexpr FactSums sums_by_unit HOTLINE_SUMS_BY("t.division || '|' || f.unit");
inline constexpr FactSums sums_by_matter HOTLINE_SUMS_BY("t.division || '|' || t.matter");
inline constexpr FactSums sums_by_division HOTLINE_SUMS_BY("t.division || '|' || t.division");
inline constexpr FactSums sums_by_channel HOTLINE_SUMS_BY("t.division || '|' || f.channel");
inline constexpr FactSums sums_by_kind HOTLINE_SUMS_BY("t.division || '|' || t.kind");
inline constexpr FactSums sums_by_day HOTLINE_SUMS_BY("t.division || '|' || f.day");
inline constexpr FactSums sums_by_day_and_hour HOTLINE_SUMS_BY("t.division || '|' || (f.day * 100 + f.hour)");
#undef HOTLINE_SUMS_BY
#undef HOTLINE_FACT_SUMS

// -- the tickets behind a number
#define HOTLINE_BEHIND(source)                                                                              \
  "SELECT f.ticket_id, t.division FROM " source                                                             \
  "AND (?4 IS NULL OR f.channel = ?4) AND (?5 IS NULL OR t.kind = ?5) AND (?6 IS NULL OR t.matter GLOB ?6 " \
  "|| '*' OR t.matter GLOB '*.' || ?6) AND (?8 = 0 OR f.ticket_id < ?8) AND f.excluded = ?9 "               \
  "AND (?10 < 0 OR f.hit = ?10) GROUP BY f.ticket_id ORDER BY f.ticket_id DESC"
inline constexpr std::string_view behind_all = HOTLINE_BEHIND(HOTLINE_ALL_FACTS);
inline constexpr std::string_view behind_unit = HOTLINE_BEHIND(HOTLINE_UNIT_FACTS);
#undef HOTLINE_BEHIND
#undef HOTLINE_ALL_FACTS
#undef HOTLINE_UNIT_FACTS

// -- months
inline constexpr std::string_view month_row =
    "SELECT frozen_at, actor, seq, digest FROM figure_month WHERE month = ?1";
inline constexpr std::string_view months =
    "SELECT month, frozen_at, actor, seq, digest FROM figure_month "
    "ORDER BY month DESC";
inline constexpr std::string_view freeze_counts =
    "INSERT INTO figure_month_count (month, dimension, key, figure, whole, part, excluded) "
    "SELECT ?1, dimension, key, figure, sum(whole), sum(part), sum(excluded) FROM figure_count "
    "WHERE day BETWEEN ?2 AND ?3 GROUP BY dimension, key, figure "
    "HAVING sum(whole) <> 0 OR sum(excluded) <> 0";
inline constexpr std::string_view insert_month =
    "INSERT INTO figure_month (month, frozen_at, actor, seq, digest) VALUES (?1, ?2, ?3, ?4, ?5)";
inline constexpr std::string_view month_counts =
    "SELECT dimension, key, figure, whole, part, excluded FROM figure_month_count WHERE month = ?1 "
    "ORDER BY dimension, key, figure";

// -- exclusions
#define HOTLINE_EXCLUSION                                                                                \
  "id, ticket_id, request_id, kind, figures, unit, state, asked_at, asked_by, words, evidence, record, " \
  "decided_at, decided_by, decision"
inline constexpr std::string_view exclusion_by_id =
    "SELECT " HOTLINE_EXCLUSION " FROM figure_exclusion WHERE id = ?1";
inline constexpr std::string_view exclusions_of_ticket =
    "SELECT " HOTLINE_EXCLUSION " FROM figure_exclusion WHERE ticket_id = ?1 ORDER BY id";
inline constexpr std::string_view exclusions_by_state =
    "SELECT " HOTLINE_EXCLUSION
    " FROM figure_exclusion WHERE state = ?1 AND (?2 = 0 OR id < ?2) ORDER BY id DESC LIMIT ?3";
#undef HOTLINE_EXCLUSION
inline constexpr std::string_view insert_exclusion =
    "INSERT INTO figure_exclusion (ticket_id, request_id, kind, figures, unit, state, asked_at, asked_by, "
    "words, evidence, record) VALUES (?1, ?2, ?3, ?4, ?5, 'asked', ?6, ?7, ?8, ?9, ?10)";
inline constexpr std::string_view decide_exclusion =
    "UPDATE figure_exclusion SET state = ?2, decided_at = ?3, decided_by = ?4, decision = ?5 WHERE id = ?1";

// Calls that rang between ?1 and ?2 by parts of ?3 ms: how many, how many of them were answered and have
// ended, and how long those took.
inline constexpr std::string_view calls_by_slot =
    "SELECT (ringing_at - ?1) / ?3, count(*), sum(answered_at IS NOT NULL AND ended_at IS NOT NULL), "
    "coalesce(sum(ended_at - answered_at), 0) FROM call_record WHERE ringing_at >= ?1 AND ringing_at < ?2 "
    "GROUP BY 1";

}  // namespace hotline::insight::queries
