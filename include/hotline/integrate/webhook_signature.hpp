// Signatures of webhooks after Standard Webhooks 1.0 (standardwebhooks.com), symmetric scheme v1:
// HMAC-SHA256 over "id.timestamp.body", in base64. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hotline::integrate {

// "whsec_" and base64 of the key; `key` has 24 to 64 bytes.
std::string webhook_secret(std::string_view key);

// The value of webhook-signature: "v1,...". `timestamp` in seconds since 1970. Nothing when `secret` is no
// secret.
std::optional<std::string> sign_webhook(std::string_view secret, std::string_view id, std::int64_t timestamp,
                                        std::string_view body);

}  // namespace hotline::integrate
