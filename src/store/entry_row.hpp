// Reading the journal's rows.
#pragma once

#include <cstdint>
#include <span>

#include "hotline/store/journal.hpp"
#include "store/entry_hash.hpp"

namespace hotline::store {

// A blob of another size than a hash gives the zero hash, which fits no content.
Hash hash_from(std::span<const std::uint8_t> blob);
// The present row of a statement with the columns of sql::all_entries. Views live until its next step.
EntryContent content_from(const Statement& row);
// Throws SqlError (corrupt) when the payload cannot be decoded.
Entry entry_from(const Statement& row);

}  // namespace hotline::store
