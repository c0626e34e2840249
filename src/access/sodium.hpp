// libsodium, made ready, and the fast hash of random secrets.
#pragma once

#include <sodium.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <string_view>

namespace hotline::access {

// Makes libsodium ready; free after the first call. Thread-safe.
inline void start_sodium() {
  if (sodium_init() < 0) throw std::runtime_error("libsodium cannot be initialised");
}

// BLAKE2b-256 of a token. Tokens are 256 random bits, so a fast hash without salt is enough: there is nothing
// to guess.
using TokenHash = std::array<std::uint8_t, 32>;

inline TokenHash hash_token(std::string_view token) {
  TokenHash out{};
  crypto_generichash(out.data(), out.size(), reinterpret_cast<const unsigned char*>(token.data()),
                     token.size(), nullptr, 0);
  return out;
}

// Spreads a TokenHash over a table: its bits are random already.
struct TokenHashSpread {
  std::size_t operator()(const TokenHash& hash) const {
    std::size_t out = 0;
    std::memcpy(&out, hash.data(), sizeof(out));
    return out;
  }
};

inline bool same_hash(const TokenHash& a, const TokenHash& b) {
  return sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace hotline::access
