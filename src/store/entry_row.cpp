#include "store/entry_row.hpp"

#include <sqlite3.h>

#include <algorithm>

#include "hotline/store/history.hpp"
#include "store/queries.hpp"

namespace hotline::store {

Hash hash_from(std::span<const std::uint8_t> blob) {
  Hash hash{};
  if (blob.size() == hash.size()) std::copy(blob.begin(), blob.end(), hash.begin());
  return hash;
}

EntryContent content_from(const Statement& row) {
  return {.seq = row.integer(0),
          .at = row.integer(1),
          .stream = row.view(2),
          .subject = row.integer(3),
          .kind = row.view(4),
          .actor = row.view(5),
          .origin = row.view(6),
          .reason = row.view(7),
          .payload = row.view(8)};
}

Entry entry_from(const Statement& row) {
  auto payload = Payload::decode(row.view(8));
  if (!payload.ok()) throw SqlError(SQLITE_CORRUPT, "payload of journal entry " + row.text(0));
  Entry entry;
  entry.seq = row.integer(0);
  entry.at = row.time(1);
  entry.stream = row.text(2);
  entry.subject = row.integer(3);
  entry.kind = row.text(4);
  entry.actor = {row.text(5), row.text(6)};
  entry.reason = row.text(7);
  entry.payload = std::move(payload).value();
  entry.hash = hash_from(row.blob(9));
  return entry;
}

namespace {

std::vector<Entry> read_entries(Statement& rows) {
  std::vector<Entry> entries;
  while (rows.step()) entries.push_back(entry_from(rows));
  return entries;
}

}  // namespace

std::vector<Entry> entries_of(ReadTx& tx, std::string_view stream, std::int64_t subject) {
  Statement rows = tx.query(sql::entries_of_subject);
  rows.bind(stream, subject);
  return read_entries(rows);
}

std::optional<std::vector<Entry>> entries_since(ReadTx& tx, std::string_view stream, std::int64_t subject,
                                                const KnownEntry& known) {
  Statement rows = tx.query(sql::entries_of_subject_from);
  rows.bind(stream, subject, known.seq);
  if (!rows.step() || rows.integer(0) != known.seq || hash_from(rows.blob(9)) != known.hash)
    return std::nullopt;
  return read_entries(rows);
}

std::optional<base::Time> first_time_of(ReadTx& tx, std::string_view stream, std::int64_t subject,
                                        std::string_view kind) {
  Statement row = tx.query(sql::first_time_of_kind);
  row.bind(stream, subject, kind);
  return row.step() ? std::optional(row.time(0)) : std::nullopt;
}

std::vector<Entry> newest_entries_of(ReadTx& tx, std::string_view stream, std::int64_t subject,
                                     std::size_t limit) {
  Statement rows = tx.query(sql::newest_entries_of_subject);
  rows.bind(stream, subject, static_cast<std::int64_t>(std::min<std::size_t>(limit, INT64_MAX)));
  return read_entries(rows);
}

KnownEntry known_entry(ReadTx& tx, std::int64_t seq) {
  Statement row = tx.query(sql::hash_of_entry);
  row.bind(seq);
  if (!row.step()) throw SqlError(SQLITE_CORRUPT, "journal entry " + std::to_string(seq) + " is missing");
  return {seq, hash_from(row.blob(0))};
}

std::vector<Entry> entries_after(ReadTx& tx, std::int64_t seq, std::size_t limit) {
  Statement rows = tx.query(sql::entries_after_seq);
  rows.bind(seq, static_cast<std::int64_t>(std::min<std::size_t>(limit, INT64_MAX)));
  return read_entries(rows);
}

std::vector<Entry> find_entries(ReadTx& tx, const EntryFilter& filter, std::int64_t seq, std::size_t limit) {
  // A thing's own entries stand in an index.
  Statement rows =
      tx.query(filter.stream && filter.subject ? sql::matching_entries_of_subject : sql::matching_entries);
  rows.bind(seq, filter.stream, filter.subject, filter.kind, filter.actor,
            static_cast<std::int64_t>(std::min<std::size_t>(limit, INT64_MAX)));
  return read_entries(rows);
}

std::int64_t newest_seq(ReadTx& tx) {
  Statement row = tx.query(sql::newest_entry);
  return row.step() ? row.integer(0) : 0;
}

}  // namespace hotline::store
