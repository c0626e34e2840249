// The history of one subject from a known entry on, for who has folded what stands before it.
//
// An entry's hash covers the whole journal before it, so whoever finds the hash that it knows may keep what
// it made of the entries up to there: no other journal, and no other course of this one, bears the same hash.
#pragma once

#include "hotline/store/journal.hpp"

namespace hotline::store {

// The entry up to which a history is known.
struct KnownEntry {
  std::int64_t seq = 0;
  Hash hash{};
  bool operator==(const KnownEntry&) const = default;
};

// The subject's entries after `known`, oldest first; nothing when the entry is not there as it was known:
// this view is older, or the work that wrote it was undone. `known` must be an entry of the same subject.
// Threads: any ReadTx.
std::optional<std::vector<Entry>> entries_since(ReadTx& tx, std::string_view stream, std::int64_t subject,
                                                const KnownEntry& known);
// When the subject's first entry of this kind was written.
std::optional<base::Time> first_time_of(ReadTx& tx, std::string_view stream, std::int64_t subject,
                                        std::string_view kind);
// The subject's newest entries, the newest first, at most `limit`.
std::vector<Entry> newest_entries_of(ReadTx& tx, std::string_view stream, std::int64_t subject,
                                     std::size_t limit);
// The entry with this seq, which must exist. Throws SqlError.
KnownEntry known_entry(ReadTx& tx, std::int64_t seq);

}  // namespace hotline::store
