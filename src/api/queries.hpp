// All SQL of module api.
#pragma once

#include <string_view>

namespace hotline::api::sql {

inline constexpr std::string_view find_first_answer =
    "SELECT content, answer FROM api_idempotency WHERE id = ?1";
inline constexpr std::string_view insert_first_answer =
    "INSERT INTO api_idempotency (id, content, answer, at) VALUES (?1, ?2, ?3, ?4)";
inline constexpr std::string_view purge_first_answers =
    "DELETE FROM api_idempotency WHERE id IN (SELECT id FROM api_idempotency WHERE at < ?1 ORDER BY at LIMIT "
    "200)";
inline constexpr std::string_view probe = "SELECT 1";

}  // namespace hotline::api::sql
