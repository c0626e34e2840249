// Identity tokens of OpenID Connect: read strictly, verified before a word of them is believed.
//
// Source: OpenID Connect Core 1.0, section 3.1.3.7; RFC 7515 (JWS), RFC 7517 (JWK), RFC 7518 (RS256, ES256).
// Pure; from any thread.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hotline/base/clock.hpp"
#include "hotline/base/result.hpp"

struct evp_pkey_st;

namespace hotline::integrate {

// One public key of the provider that may sign tokens.
struct SigningKey {
  std::string id;         // "kid", "" when it has none
  std::string algorithm;  // RS256 or ES256
  std::shared_ptr<evp_pkey_st> key;
};

// The keys of a JWK set that sign by RS256 (at least 2048 bits) or ES256; others are left out. Errors:
// malformed.
base::Result<std::vector<SigningKey>> read_jwks(std::string_view json);

struct TokenExpectations {
  std::string issuer, client_id, nonce;
  base::Time now;
  base::Duration skew = std::chrono::seconds{60};  // by which the two clocks may differ
};

// What a verified token says. Texts only; other claims are left out.
using Claims = std::map<std::string, std::string>;

// Why a token is refused, as a stable name for log and tests.
enum class TokenFault {
  malformed,    // no JWS in compact form, no JSON object
  algorithm,    // neither RS256 nor ES256, or another than that of the key
  unknown_key,  // no key of this id: the provider may have changed its keys
  signature,
  issuer,
  audience,  // for another client
  expired,
  not_yet_valid,
  nonce,
  subject,  // no "sub"
};
std::string_view name_of(TokenFault fault);

struct TokenVerdict {
  std::optional<TokenFault> fault;  // the first that was found; none: the token is good
  Claims claims;                    // of a good token
};
TokenVerdict verify_identity_token(std::string_view token, const std::vector<SigningKey>& keys,
                                   const TokenExpectations& expected);

// base64url without padding (RFC 4648, 5). Nothing for what is none.
std::string base64url_of(std::string_view bytes);
base::Result<std::string> bytes_of_base64url(std::string_view text);

}  // namespace hotline::integrate
