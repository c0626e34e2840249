// Time-based one-time passwords: RFC 6238 over RFC 4226, with what every authenticator knows: HMAC-SHA-1,
// steps of 30 seconds, 6 digits. Pure; from any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "hotline/base/clock.hpp"

namespace hotline::access {

inline constexpr int totp_step_seconds = 30;

// The step of an instant: whole steps since 1970.
std::int64_t totp_step(base::Time at);
// The code of a step, `digits` (6 to 8) long, leading zeros kept. `secret` is raw bytes.
std::string totp_code(std::string_view secret, std::int64_t step, int digits = 6);

// RFC 4648 base32 without padding: the form in which a secret is typed into an authenticator.
std::string base32_of(std::string_view bytes);
// otpauth://totp/... for a picture or a link.
std::string totp_uri(std::string_view login, std::string_view secret);

}  // namespace hotline::access
