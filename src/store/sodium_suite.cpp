#include <sodium.h>

#include "store/cipher_suite.hpp"
#include "store/gm_suite.hpp"

namespace hotline::store {
namespace {

constexpr char kdf_context[crypto_kdf_CONTEXTBYTES + 1] = "hotvault";
static_assert(CipherSuite::key_bytes == crypto_aead_xchacha20poly1305_ietf_KEYBYTES &&
              CipherSuite::nonce_bytes == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES &&
              CipherSuite::key_bytes == crypto_kdf_KEYBYTES);

const std::uint8_t* raw(std::string_view text) {
  return reinterpret_cast<const std::uint8_t*>(text.data());
}

class SodiumSuite final : public CipherSuite {
 public:
  std::size_t tag_bytes() const override { return crypto_aead_xchacha20poly1305_ietf_ABYTES; }
  void encrypt(std::uint8_t* out, std::string_view bound, Bytes plain, const std::uint8_t* nonce,
               const std::uint8_t* key) const override {
    crypto_aead_xchacha20poly1305_ietf_encrypt(out, nullptr, plain.data(), plain.size(), raw(bound),
                                               bound.size(), nullptr, nonce, key);
  }
  bool decrypt(std::uint8_t* out, std::string_view bound, Bytes sealed, const std::uint8_t* nonce,
               const std::uint8_t* key) const override {
    return sealed.size() >= tag_bytes() &&
           crypto_aead_xchacha20poly1305_ietf_decrypt(out, nullptr, nullptr, sealed.data(), sealed.size(),
                                                      raw(bound), bound.size(), nonce, key) == 0;
  }
  Mac mac(const std::uint8_t* key, std::string_view text) const override {
    Mac out{};
    crypto_generichash(out.data(), out.size(), raw(text), text.size(), key, key_bytes);
    return out;
  }
  Key prove(const std::uint8_t* key, std::string_view text) const override {
    Key out{};
    crypto_generichash(out.data(), out.size(), raw(text), text.size(), key, key_bytes);
    return out;
  }
  Key derive(Bytes master, std::uint64_t number) const override {
    Key out{};
    crypto_kdf_derive_from_key(out.data(), out.size(), number, kdf_context, master.data());
    return out;
  }
};

}  // namespace

const CipherSuite* find_cipher_suite(std::string_view name) {
  static const SodiumSuite sodium;
  if (name == "sodium") return &sodium;
  return name == "gm" ? &gm_suite() : nullptr;
}

}  // namespace hotline::store
