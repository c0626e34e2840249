// The head that files signed by the hotline share, such as trails and files of a person: "public_key" and
// "signature". What is signed is each file's own.
#pragma once

#include <optional>

#include "api/json.hpp"
#include "hotline/base/result.hpp"
#include "hotline/store/signing.hpp"

namespace hotline::api {

struct SignedHead {
  store::PublicKey key{};  // that signed it
  store::Signature signature{};
};

// The error of a file that is not as it was signed. `file`: what it is called, as the subject of a sentence.
base::Error does_not_hold(const base::Text& file, const base::Text& why);

// Reads the head; nothing is known of the signature after it. Throws Json::exception when a part is missing.
// Errors: corrupt (no key or signature by its form; another key than the trusted one).
base::Result<SignedHead> read_signed_head(const Json& json, const base::Text& file,
                                          const std::optional<store::PublicKey>& trusted);

}  // namespace hotline::api
