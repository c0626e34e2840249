// All SQL of the intake module.
#pragma once

#include <string_view>

namespace hotline::intake::queries {

inline constexpr std::string_view newest_texts =
    "SELECT r.ticket_id, x.title, x.words, t.matter, t.lead_unit FROM request r JOIN request_text x ON "
    "x.request_id = r.id "
    "JOIN ticket t ON t.id = r.ticket_id WHERE r.id > (SELECT coalesce(max(id), 0) FROM request) - ?1 ORDER "
    "BY r.id";

// -- attachments (table of the ticket module's schema)
inline constexpr std::string_view insert_attachment =
    "INSERT INTO attachment (request_id, ticket_id, hash, type, size, at, actor) VALUES (?1, ?2, ?3, ?4, ?5, "
    "?6, ?7)";
inline constexpr std::string_view attachment_by_id =
    "SELECT id, request_id, ticket_id, hash, type, size, at, actor FROM attachment WHERE id = ?1 AND hash <> "
    "''";
inline constexpr std::string_view attachments_of_request =
    "SELECT id, request_id, ticket_id, hash, type, size, at, actor FROM attachment WHERE request_id = ?1 "
    "ORDER "
    "BY id";
inline constexpr std::string_view attachments_of_ticket =
    "SELECT id, request_id, ticket_id, hash, type, size, at, actor FROM attachment WHERE ticket_id = ?1 "
    "ORDER "
    "BY id";
// The row stays, so that its id, which evidence may name, is never given to another.
inline constexpr std::string_view blank_attachment =
    "UPDATE attachment SET hash = '', type = '', size = 0, actor = '' WHERE id = ?1";
inline constexpr std::string_view count_attachments_of_hash =
    "SELECT count(*) FROM attachment WHERE hash = ?1";

}  // namespace hotline::intake::queries
