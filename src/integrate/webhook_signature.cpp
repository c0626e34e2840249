#include "hotline/integrate/webhook_signature.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <array>

namespace hotline::integrate {
namespace {

constexpr std::string_view prefix = "whsec_";
constexpr std::size_t least_key = 24, most_key = 64;  // bytes
constexpr int variant = sodium_base64_VARIANT_ORIGINAL;

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string base64(const unsigned char* bytes, std::size_t size) {
  std::string text(sodium_base64_encoded_len(size, variant), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes, size, variant);
  text.pop_back();  // its terminating zero
  return text;
}

}  // namespace

std::string webhook_secret(std::string_view key) {
  return std::string(prefix) + base64(bytes_of(key), key.size());
}

std::optional<std::string> sign_webhook(std::string_view secret, std::string_view id, std::int64_t timestamp,
                                        std::string_view body) {
  if (!secret.starts_with(prefix)) return std::nullopt;
  secret.remove_prefix(prefix.size());
  std::array<unsigned char, most_key> key{};
  std::size_t size = 0;
  if (sodium_base642bin(key.data(), key.size(), secret.data(), secret.size(), nullptr, &size, nullptr,
                        variant) != 0 ||
      size < least_key) {
    return std::nullopt;
  }
  const std::string content = fmt::format("{}.{}.{}", id, timestamp, body);
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, key.data(), size);
  crypto_auth_hmacsha256_update(&state, bytes_of(content), content.size());
  std::array<unsigned char, crypto_auth_hmacsha256_BYTES> mac{};
  crypto_auth_hmacsha256_final(&state, mac.data());
  sodium_memzero(key.data(), key.size());
  return "v1," + base64(mac.data(), mac.size());
}

}  // namespace hotline::integrate
