// The hash of one journal entry.
#pragma once

#include <cstdint>
#include <string_view>

#include "hotline/store/journal.hpp"

namespace hotline::store {

// An entry's content exactly as its row holds it.
struct EntryContent {
  std::int64_t seq = 0;
  std::int64_t at = 0;  // UTC milliseconds
  std::string_view stream;
  std::int64_t subject = 0;
  std::string_view kind;
  std::string_view actor;
  std::string_view origin;
  std::string_view reason;
  std::string_view payload;  // encoded
};

// BLAKE2b-256 over `before` and the content: integers as 8 bytes, each text led by its length in 8 bytes,
// little endian, in the order of the members. The form is part of the database format and never changes.
Hash hash_entry(const Hash& before, const EntryContent& content);

}  // namespace hotline::store
