// All SQL of the dispatch module.
#pragma once

#include <string_view>

namespace hotline::dispatch::queries {

// 0 id, 1 number, 2 opened_at, 3 channel, 4 title, 5 words, 6 place, 7 division, 8 matter, 9 confidence,
// 10 the lead that took it, 11 whether by ruling
inline constexpr std::string_view past_tickets =
    "SELECT t.id, t.number, r.received_at, r.channel, x.title, x.words, x.place, t.division, t.matter, "
    "t.confidence, "
    "coalesce((SELECT a.unit FROM assignment a WHERE a.ticket_id = t.id AND a.part = 'lead' AND a.unit = "
    "t.lead_unit "
    "AND (a.origin = 'ruling' OR a.state IN ('signed', 'replied', 'done')) ORDER BY a.id DESC LIMIT 1), ''), "
    "EXISTS (SELECT 1 FROM assignment a WHERE a.ticket_id = t.id AND a.unit = t.lead_unit AND a.origin = "
    "'ruling') "
    "FROM ticket t JOIN request r ON r.id = (SELECT min(q.id) FROM request q WHERE q.ticket_id = t.id) "
    "JOIN request_text x ON x.request_id = r.id "
    "WHERE t.id > ?1 AND t.merged_into = 0 AND t.secret = 0 AND r.erased_at IS NULL ORDER BY t.id LIMIT ?2";

}  // namespace hotline::dispatch::queries
