#include "store/gm_suite.hpp"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <sodium.h>

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <string>

#include "hotline/base/freed.hpp"

namespace hotline::store {
namespace {

constexpr std::size_t sm4_key_bytes = 16;

[[noreturn]] void fail(const char* what) {
  throw std::runtime_error(std::string("OpenSSL does not do ") + what);
}

std::span<const std::uint8_t> bytes_of(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

// Fetched once: looking it up costs more than the work itself.
EVP_MAC* hmac() {
  static EVP_MAC* const mac = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
  if (mac == nullptr) fail("HMAC");
  return mac;
}

// The keys of one row: to encrypt with, and to authenticate with.
struct Pair {
  Sm3Hash encrypting;  // its first half
  Sm3Hash authenticating;
  explicit Pair(const std::uint8_t* key)
      : encrypting(hmac_sm3({key, CipherSuite::key_bytes}, {bytes_of("sm4")})),
        authenticating(hmac_sm3({key, CipherSuite::key_bytes}, {bytes_of("sm3")})) {}
  Pair(const Pair&) = delete;
  Pair& operator=(const Pair&) = delete;
  ~Pair() {
    sodium_memzero(encrypting.data(), encrypting.size());
    sodium_memzero(authenticating.data(), authenticating.size());
  }
  // Over all that matters, `bound` led by its length.
  Sm3Hash tag(std::string_view bound, const std::uint8_t* nonce, std::span<const std::uint8_t> sealed) const {
    std::array<std::uint8_t, 8> length{};
    for (std::size_t i = 0; i < length.size(); ++i)
      length[i] = static_cast<std::uint8_t>(static_cast<std::uint64_t>(bound.size()) >> (8 * i));
    return hmac_sm3(authenticating, {length, bytes_of(bound), {nonce, CipherSuite::nonce_bytes}, sealed});
  }
};

class GmSuite final : public CipherSuite {
 public:
  std::size_t tag_bytes() const override { return Sm3Hash{}.size(); }
  void encrypt(std::uint8_t* out, std::string_view bound, Bytes plain, const std::uint8_t* nonce,
               const std::uint8_t* key) const override {
    const Pair keys(key);
    sm4_ctr(out, plain, keys.encrypting.data(), nonce);
    const Sm3Hash tag = keys.tag(bound, nonce, {out, plain.size()});
    std::ranges::copy(tag, out + plain.size());
  }
  bool decrypt(std::uint8_t* out, std::string_view bound, Bytes sealed, const std::uint8_t* nonce,
               const std::uint8_t* key) const override {
    if (sealed.size() < tag_bytes()) return false;
    const Pair keys(key);
    const Bytes content = sealed.first(sealed.size() - tag_bytes());
    const Sm3Hash tag = keys.tag(bound, nonce, content);
    if (sodium_memcmp(tag.data(), sealed.data() + content.size(), tag.size()) != 0) return false;
    sm4_ctr(out, content, keys.encrypting.data(), nonce);
    return true;
  }
  Mac mac(const std::uint8_t* key, std::string_view text) const override {
    const Sm3Hash whole = hmac_sm3({key, key_bytes}, {bytes_of(text)});
    Mac out{};
    std::copy_n(whole.begin(), out.size(), out.begin());
    return out;
  }
  Key prove(const std::uint8_t* key, std::string_view text) const override {
    return hmac_sm3({key, key_bytes}, {bytes_of(text)});
  }
  Key derive(Bytes master, std::uint64_t number) const override {
    const std::string purpose = "hotvault " + std::to_string(number);
    return hmac_sm3(master, {bytes_of(purpose)});
  }
};

}  // namespace

Sm3Hash hmac_sm3(std::span<const std::uint8_t> key,
                 std::initializer_list<std::span<const std::uint8_t>> text) {
  const std::unique_ptr<EVP_MAC_CTX, base::Freed<EVP_MAC_CTX_free>> context(EVP_MAC_CTX_new(hmac()));
  char digest[] = "SM3";
  const OSSL_PARAM parameters[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
                                   OSSL_PARAM_construct_end()};
  Sm3Hash out{};
  std::size_t size = 0;
  bool good = context && EVP_MAC_init(context.get(), key.data(), key.size(), parameters) == 1;
  for (const auto& piece : text)
    good = good && EVP_MAC_update(context.get(), piece.data(), piece.size()) == 1;
  if (!good || EVP_MAC_final(context.get(), out.data(), &size, out.size()) != 1 || size != out.size())
    fail("HMAC-SM3");
  return out;
}

void sm4_ctr(std::uint8_t* out, std::span<const std::uint8_t> in, const std::uint8_t* key,
             const std::uint8_t* counter) {
  static_assert(sm4_key_bytes <= Sm3Hash{}.size());
  const std::unique_ptr<EVP_CIPHER_CTX, base::Freed<EVP_CIPHER_CTX_free>> context(EVP_CIPHER_CTX_new());
  int written = 0;
  if (!context || EVP_EncryptInit_ex(context.get(), EVP_sm4_ctr(), nullptr, key, counter) != 1 ||
      EVP_EncryptUpdate(context.get(), out, &written, in.data(), static_cast<int>(in.size())) != 1)
    fail("SM4-CTR");
}

const CipherSuite& gm_suite() {
  static const GmSuite suite;
  return suite;
}

}  // namespace hotline::store
