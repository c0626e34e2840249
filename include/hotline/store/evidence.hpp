// Journal entries as evidence: exactly as their rows hold them, with the hash before, so that anybody can
// compute the entry's hash again without the database. Threads: from any ReadTx; hash_of() anywhere.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "hotline/store/journal.hpp"

namespace hotline::store {

struct RawEntry {
  std::int64_t seq = 0;
  std::int64_t at = 0;  // UTC milliseconds
  std::string stream;
  std::int64_t subject = 0;
  std::string kind, actor, origin, reason;
  std::string payload;  // encoded
  Hash before{};        // hash of the entry before
  Hash hash{};
};

// What its hash has to be: BLAKE2b-256 over `before` and the content, integers as 8 bytes and each text led
// by its length in 8 bytes, little endian, in the order seq, at, stream, subject, kind, actor, origin,
// reason, payload.
Hash hash_of(const RawEntry& entry);

// All entries of one subject, oldest first.
std::vector<RawEntry> raw_entries_of(ReadTx& tx, std::string_view stream, std::int64_t subject);

}  // namespace hotline::store
