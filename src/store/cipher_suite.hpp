// The algorithms under the vault. One suite is chosen when a database is made, and stays its own.
//
//   sodium   XChaCha20-Poly1305, BLAKE2b (libsodium)
//   gm       SM4-CTR with HMAC-SM3 over it (GB/T 32907, GB/T 32905; OpenSSL 3): encrypt, then authenticate
//
// Keys have 32 bytes and nonces 24 in both. Threads: suites are immutable; from any thread.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace hotline::store {

class CipherSuite {
 public:
  static constexpr std::size_t key_bytes = 32;
  static constexpr std::size_t nonce_bytes = 24;
  static constexpr std::size_t mac_bytes = 16;
  using Key = std::array<std::uint8_t, key_bytes>;
  using Bytes = std::span<const std::uint8_t>;
  using Mac = std::array<std::uint8_t, mac_bytes>;

  virtual ~CipherSuite() = default;
  // How much longer than the plain text what is sealed is.
  virtual std::size_t tag_bytes() const = 0;
  // `out` has room for plain and tag. `bound` is authenticated with it.
  virtual void encrypt(std::uint8_t* out, std::string_view bound, Bytes plain, const std::uint8_t* nonce,
                       const std::uint8_t* key) const = 0;
  // False when it was sealed with another key, nonce or bound, or changed. `out` has room for the plain text.
  virtual bool decrypt(std::uint8_t* out, std::string_view bound, Bytes sealed, const std::uint8_t* nonce,
                       const std::uint8_t* key) const = 0;
  virtual Mac mac(const std::uint8_t* key, std::string_view text) const = 0;
  // The same at full length.
  virtual Key prove(const std::uint8_t* key, std::string_view text) const = 0;
  // Key `number` of a master key of 32 bytes.
  virtual Key derive(Bytes master, std::uint64_t number) const = 0;
};

// Null for a name that is none.
const CipherSuite* find_cipher_suite(std::string_view name);

}  // namespace hotline::store
