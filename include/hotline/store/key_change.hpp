// The master key's change while the store serves, and the algorithms that it is used with.
//
//   key file: today's key, earlier ones below it --use_master_key()--> new rows under today's key at once
//   --rewrap(), again and again--> no row under an earlier key any more: those may go from the file
//
// Threads: from any thread but the store's own; both block.
#pragma once

#include <string>
#include <vector>

#include "hotline/store/store.hpp"

namespace hotline::store {

// A master key with the earlier ones that rows may still be wrapped under, for the suite "sodium"
// (XChaCha20-Poly1305, BLAKE2b) or "gm" (SM4, HMAC-SM3). Each key has 32 bytes. A database keeps the suite
// that it was made with.
MasterKey master_key_of(const std::string& today, const std::vector<std::string>& earlier,
                        const std::string& suite);
// The same keys for another suite.
MasterKey with_suite(const MasterKey& key, const std::string& suite);

// In the journal (stream "vault", subject = generation): master_key_changed. Errors: corrupt (a key that is
// still needed is missing, or another suite: the keys in force stay), and those of a write.
base::Status use_master_key(Store& store, const MasterKey& key);
// Wraps at most `rows` rows of earlier keys under today's; returns how many there were, 0 when none are left.
// In the journal: rows_rewrapped, with the last of them.
base::Result<std::size_t> rewrap(Store& store, std::size_t rows);

}  // namespace hotline::store
