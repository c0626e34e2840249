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

// A file of an entry: {id, name, type, size}.
ObjectSpec knowledge_file_spec();
Json knowledge_file_json(const knowledge::AttachedFile& file);
// Fills in what `content` does not say of its files. Errors: invalid_input for one that is neither among
// those of `known` (null: none) nor an upload of this actor's.
base::Status take_attachments(store::ReadTx& tx, const store::Actor& actor, const knowledge::Content* known,
                              knowledge::Content& content);

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
