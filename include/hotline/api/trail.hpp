// A request's trail (存证, 查询溯源): everything the journal holds about it, as one signed JSON file that
// proves itself without the database.
//
// The file holds {"trail": {...}, "public_key": hex, "signature": hex}. The Ed25519 signature is over the
// trail as compact JSON with sorted keys. Each entry carries its own content as it was hashed and the hash
// before it, so that anybody can compute its link of the chain again; `anchor` is the newest signed anchor.
// Entries hold ids and keyed digests, never words or names.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "hotline/store/signing.hpp"
#include "hotline/ticket/requests.hpp"

namespace hotline::api {

// The requests' own entries, those of every ticket they were under, and every look at their personal data.
std::string make_trail(store::ReadTx& tx, std::span<const ticket::Request> requests,
                       const store::SigningKey& key, base::Time now);

struct TrailCheck {
  std::vector<std::string> numbers;  // of the requests
  std::string issued_at;             // RFC 3339
  std::int64_t entries = 0;
  store::PublicKey key{};  // that signed it
};
// Checks signature, every entry's hash, and the anchor. With `trusted` the key has to be it. Errors:
// malformed (no trail), corrupt (it was changed: the text names the entry, or the signature).
base::Result<TrailCheck> check_trail(std::string_view file, const std::optional<store::PublicKey>& trusted);

}  // namespace hotline::api
