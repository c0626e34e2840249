#include "hotline/store/signing.hpp"

#include <sodium.h>

#include "store/key_file.hpp"

namespace hotline::store {

SigningKey::SigningKey(std::string_view seed) {
  crypto_sign_seed_keypair(public_key_.data(), secret_.data(),
                           reinterpret_cast<const unsigned char*>(seed.data()));
}

SigningKey::~SigningKey() {
  sodium_memzero(secret_.data(), secret_.size());
}

Signature SigningKey::sign(std::string_view message) const {
  Signature signature{};
  crypto_sign_detached(signature.data(), nullptr, reinterpret_cast<const unsigned char*>(message.data()),
                       message.size(), secret_.data());
  return signature;
}

base::Result<SigningKey> load_signing_key(const std::string& path, bool create) {
  HOTLINE_TRY(const std::string seed,
              load_key_file(path, create, {"signing_key_file", {"签名密钥", "signing key"}}));
  return SigningKey(seed);
}

bool is_signed_by(const PublicKey& key, std::string_view message, const Signature& signature) {
  return crypto_sign_verify_detached(signature.data(), reinterpret_cast<const unsigned char*>(message.data()),
                                     message.size(), key.data()) == 0;
}

std::string hex_of(std::span<const std::uint8_t> bytes) {
  std::string out(2 * bytes.size() + 1, '\0');
  sodium_bin2hex(out.data(), out.size(), bytes.data(), bytes.size());
  out.pop_back();
  return out;
}

bool from_hex(std::string_view text, std::span<std::uint8_t> bytes) {
  std::size_t decoded = 0;
  return text.size() == 2 * bytes.size() &&
         sodium_hex2bin(bytes.data(), bytes.size(), text.data(), text.size(), nullptr, &decoded, nullptr) ==
             0 &&
         decoded == bytes.size();
}

std::optional<PublicKey> find_public_key(std::string_view hex) {
  PublicKey key{};
  if (!from_hex(hex, key)) return std::nullopt;
  return key;
}

}  // namespace hotline::store
