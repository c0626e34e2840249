// The journal: everything that ever happened, as links of one hash chain.
//
// Ticket events, knowledge edits, loads of the city's files and looks at personal data are entries of ONE
// append-only table. Each entry's hash is BLAKE2b-256 over the hash before it and its own content, so that a
// changed, missing or inserted entry is found by verify(). Entries hold ids and keyed digests of sealed rows
// (vault.hpp), never personal data: erasing a sealed row leaves the chain whole.
//
// Threads: append() only inside a WriteTx (the writer's thread); the reading functions from any ReadTx.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hotline/base/clock.hpp"
#include "hotline/store/payload.hpp"
#include "hotline/store/transaction.hpp"

namespace hotline::store {

using Hash = std::array<std::uint8_t, 32>;

// Who did it: "account:17", "key:3", "citizen", "system". Never a name.
struct Actor {
  std::string id;
  std::string origin;  // door and address of staff and programs: "console 10.1.2.3"; "" for citizens
};

struct NewEntry {
  std::string_view stream;   // "ticket", "request", "knowledge", "city", "access", "call", ...
  std::int64_t subject = 0;  // key of the thing within its stream
  std::string_view kind;     // "signed", "returned", "config_loaded", "personal_data_revealed", ...
  const Actor& actor;
  std::string_view reason;  // why, in the actor's words; masked; "" when none is asked for
  const Payload& payload;
};

struct Entry {
  std::int64_t seq = 0;  // 1, 2, 3, ... without gaps
  base::Time at;
  std::string stream;
  std::int64_t subject = 0;
  std::string kind;
  Actor actor;
  std::string reason;
  Payload payload;
  Hash hash{};
};

// An entry that has just become durable, as followers are told of it.
struct Appended {
  std::int64_t seq = 0;
  std::string stream;
  std::int64_t subject = 0;
};

// Outcome of checking the chain.
struct ChainReport {
  std::int64_t entries = 0;  // entries checked
  std::optional<std::int64_t>
      first_broken;     // seq of the first entry that does not follow from the one before
  std::string problem;  // what is wrong with it
};

class Journal {
 public:
  virtual ~Journal() = default;
  // Adds one entry at the end of the chain; returns its seq.
  virtual std::int64_t append(WriteTx& tx, const NewEntry& entry) = 0;
};

// Entries of one subject, oldest first.
std::vector<Entry> entries_of(ReadTx& tx, std::string_view stream, std::int64_t subject);
// Entries after `seq`, oldest first, at most `limit`: the feed that consumers follow with a cursor.
std::vector<Entry> entries_after(ReadTx& tx, std::int64_t seq, std::size_t limit);
// What an auditor looks for; absent means any. All that are given must hold.
struct EntryFilter {
  std::optional<std::string> stream = {};
  std::optional<std::int64_t> subject = {};
  std::optional<std::string> kind = {};
  std::optional<std::string> actor = {};  // Actor::id
};
// Matching entries after `seq`, oldest first, at most `limit`. Without a stream and a
// subject it walks the journal until it has found so many.
std::vector<Entry> find_entries(ReadTx& tx, const EntryFilter& filter, std::int64_t seq, std::size_t limit);
// Seq of the newest entry, 0 when there is none.
std::int64_t newest_seq(ReadTx& tx);
// Walks the whole chain.
ChainReport verify_chain(ReadTx& tx);

}  // namespace hotline::store
