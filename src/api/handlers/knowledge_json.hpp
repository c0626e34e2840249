// Knowledge as JSON, and the specifications that describe it.
#pragma once

#include "api/handlers/action.hpp"
#include "hotline/knowledge/knowledge.hpp"

namespace hotline::api {

// The fields of an entry's content as people send it.
std::vector<Field> content_fields();
// Errors: invalid_input (a unit, matter or division that the city does not have; a time).
base::Result<knowledge::Content> content_of(const Json& body, const city::City& city);

ObjectSpec knowledge_entry_spec();
Json knowledge_entry_json(const knowledge::Entry& entry, const knowledge::Content& content,
                          const city::City& city);

// One point of an answer: the entry, the passage in it, and where it comes from.
ObjectSpec knowledge_point_spec();
Json knowledge_point_json(const knowledge::Point& point, const city::City& city);
// {entry, title}
ObjectSpec knowledge_title_spec();
// {name, label} of facts that may be asked next.
ObjectSpec knowledge_fact_kind_spec();
// {title, number, link, unit} of an entry.
ObjectSpec knowledge_source_spec();
Json knowledge_source_json(const knowledge::Content& content, const city::City& city);

Json unit_or_null(const std::string& code, const city::City& city);
// The asker's view for search: `who` is nobody for citizens. Reads region, audience, owner, matter of a
// query.
knowledge::Asking asking_of(const access::Principal& who, base::Time now);

}  // namespace hotline::api
