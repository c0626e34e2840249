// Signatures that outlive the database: Ed25519 (libsodium), for anchors of the journal and for trails.
//
// The key is a file of its own, apart from the database and from the master key: who can rewrite the database
// cannot sign what it then says. Its public half may be given to anybody.
// Threads: all functions from any thread.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "hotline/base/result.hpp"

namespace hotline::store {

using PublicKey = std::array<std::uint8_t, 32>;
using Signature = std::array<std::uint8_t, 64>;

class SigningKey {
 public:
  // From 32 secret bytes.
  explicit SigningKey(std::string_view seed);
  ~SigningKey();
  SigningKey(const SigningKey&) = default;
  SigningKey& operator=(const SigningKey&) = default;

  const PublicKey& public_key() const { return public_key_; }
  Signature sign(std::string_view message) const;

 private:
  PublicKey public_key_{};
  std::array<std::uint8_t, 64> secret_{};
};

// Reads a key file (64 hexadecimal digits, mode 0600); makes it when it is missing and `create` is set.
// Errors: invalid_input, for a file of another form, or one that others may read.
base::Result<SigningKey> load_signing_key(const std::string& path, bool create);

bool is_signed_by(const PublicKey& key, std::string_view message, const Signature& signature);

// Bytes as lower-case hexadecimal digits, and back; nothing for text of another length or form.
std::string hex_of(std::span<const std::uint8_t> bytes);
bool from_hex(std::string_view text, std::span<std::uint8_t> bytes);
std::optional<PublicKey> find_public_key(std::string_view hex);

}  // namespace hotline::store
