// All SQL of the intake module.
#pragma once

#include <string_view>

namespace hotline::intake::queries {

inline constexpr std::string_view newest_texts =
    "SELECT r.ticket_id, x.title, x.words, t.matter, t.lead_unit FROM request r JOIN request_text x ON "
    "x.request_id = r.id "
    "JOIN ticket t ON t.id = r.ticket_id WHERE r.id > (SELECT coalesce(max(id), 0) FROM request) - ?1 ORDER "
    "BY r.id";

}  // namespace hotline::intake::queries
