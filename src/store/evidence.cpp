#include "hotline/store/evidence.hpp"

#include "store/entry_row.hpp"
#include "store/queries.hpp"

namespace hotline::store {

Hash hash_of(const RawEntry& e) {
  return hash_entry(e.before, {.seq = e.seq,
                               .at = e.at,
                               .stream = e.stream,
                               .subject = e.subject,
                               .kind = e.kind,
                               .actor = e.actor,
                               .origin = e.origin,
                               .reason = e.reason,
                               .payload = e.payload});
}

std::vector<RawEntry> raw_entries_of(ReadTx& tx, std::string_view stream, std::int64_t subject) {
  std::vector<RawEntry> entries;
  {
    Statement rows = tx.query(sql::entries_of_subject);
    rows.bind(stream, subject);
    while (rows.step()) {
      const EntryContent row = content_from(rows);
      entries.push_back({row.seq, row.at, std::string(row.stream), row.subject, std::string(row.kind),
                         std::string(row.actor), std::string(row.origin), std::string(row.reason),
                         std::string(row.payload), Hash{}, hash_from(rows.blob(9))});
    }
  }
  for (RawEntry& one : entries) {
    Statement before = tx.query(sql::hash_of_entry);
    before.bind(one.seq - 1);
    if (before.step()) one.before = hash_from(before.blob(0));
  }
  return entries;
}

}  // namespace hotline::store
