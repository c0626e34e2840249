#include "hotline/store/digest.hpp"

#include <sodium.h>

#include <array>

#include "hotline/store/signing.hpp"

namespace hotline::store {

struct Digest::State {
  crypto_hash_sha256_state sha{};
};

Digest::Digest() : state_(std::make_unique<State>()) {
  crypto_hash_sha256_init(&state_->sha);
}
Digest::~Digest() = default;
Digest::Digest(Digest&&) noexcept = default;
Digest& Digest::operator=(Digest&&) noexcept = default;

void Digest::add(std::string_view piece) {
  crypto_hash_sha256_update(&state_->sha, reinterpret_cast<const unsigned char*>(piece.data()), piece.size());
}

std::string Digest::finish() {
  std::array<std::uint8_t, crypto_hash_sha256_BYTES> out{};
  crypto_hash_sha256_final(&state_->sha, out.data());
  return hex_of(out);
}

}  // namespace hotline::store
