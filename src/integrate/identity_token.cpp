#include "hotline/integrate/identity_token.hpp"

#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "hotline/base/freed.hpp"

namespace hotline::integrate {
namespace {

using Json = nlohmann::json;

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::size_t kLongestToken = 32 * 1024;
constexpr int kLeastRsaBits = 2048;
constexpr std::size_t kCoordinate = 32;  // bytes of one of P-256

using base::Freed;
using Number = std::unique_ptr<BIGNUM, Freed<BN_free>>;
using Builder = std::unique_ptr<OSSL_PARAM_BLD, Freed<OSSL_PARAM_BLD_free>>;
using Params = std::unique_ptr<OSSL_PARAM, Freed<OSSL_PARAM_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Freed<EVP_PKEY_CTX_free>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, Freed<EVP_MD_CTX_free>>;
using KeyPtr = std::shared_ptr<EVP_PKEY>;

const unsigned char* bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

Number number_of(std::string_view big_endian) {
  return Number(BN_bin2bn(bytes(big_endian), static_cast<int>(big_endian.size()), nullptr));
}

KeyPtr key_from(const char* kind, OSSL_PARAM_BLD* builder) {
  const Params params(OSSL_PARAM_BLD_to_param(builder));
  const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, kind, nullptr));
  EVP_PKEY* made = nullptr;
  if (!params || !context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &made, EVP_PKEY_PUBLIC_KEY, params.get()) != 1) {
    ERR_clear_error();
    return {};
  }
  return {made, EVP_PKEY_free};
}

KeyPtr rsa_key(std::string_view modulus, std::string_view exponent) {
  const Builder builder(OSSL_PARAM_BLD_new());
  const Number n = number_of(modulus), e = number_of(exponent);
  OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get());
  OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get());
  KeyPtr key = key_from("RSA", builder.get());
  return key && EVP_PKEY_get_bits(key.get()) >= kLeastRsaBits ? key : KeyPtr();
}

KeyPtr p256_key(const std::string& x, const std::string& y) {
  if (x.size() != kCoordinate || y.size() != kCoordinate) return {};
  const std::string point = '\x04' + x + y;
  const Builder builder(OSSL_PARAM_BLD_new());
  OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0);
  OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size());
  return key_from("EC", builder.get());
}

std::string text_in(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

// The bytes of a base64url member; "" for what is none.
std::string bytes_in(const Json& object, const char* name) {
  auto decoded = bytes_of_base64url(text_in(object, name));
  return decoded.ok() ? std::move(decoded).value() : "";
}

std::optional<SigningKey> read_key(const Json& jwk) {
  if (!jwk.is_object()) return std::nullopt;
  const std::string use = text_in(jwk, "use"), algorithm = text_in(jwk, "alg");
  if (!use.empty() && use != "sig") return std::nullopt;
  SigningKey key{text_in(jwk, "kid"), "", {}};
  if (text_in(jwk, "kty") == "RSA") {
    key.algorithm = "RS256";
    key.key = rsa_key(bytes_in(jwk, "n"), bytes_in(jwk, "e"));
  } else if (text_in(jwk, "kty") == "EC" && text_in(jwk, "crv") == "P-256") {
    key.algorithm = "ES256";
    key.key = p256_key(bytes_in(jwk, "x"), bytes_in(jwk, "y"));
  }
  if (!key.key || (!algorithm.empty() && algorithm != key.algorithm)) return std::nullopt;
  return key;
}

// r and s side by side, as JWS has them, in the form that OpenSSL takes.
std::string der_of(std::string_view raw) {
  if (raw.size() != 2 * kCoordinate) return "";
  const std::unique_ptr<ECDSA_SIG, Freed<ECDSA_SIG_free>> signature(ECDSA_SIG_new());
  if (ECDSA_SIG_set0(signature.get(), number_of(raw.substr(0, kCoordinate)).release(),
                     number_of(raw.substr(kCoordinate)).release()) != 1)
    return "";
  unsigned char* out = nullptr;
  const int size = i2d_ECDSA_SIG(signature.get(), &out);
  if (size <= 0) return "";
  std::string der(reinterpret_cast<char*>(out), static_cast<std::size_t>(size));
  OPENSSL_free(out);
  return der;
}

bool is_signed(std::string_view text, std::string signature, const SigningKey& key) {
  if (key.algorithm == "ES256") signature = der_of(signature);
  if (signature.empty()) return false;
  const DigestContext context(EVP_MD_CTX_new());
  const bool good =
      EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key.key.get()) == 1 &&
      EVP_DigestVerify(context.get(), bytes(signature), signature.size(), bytes(text), text.size()) == 1;
  ERR_clear_error();
  return good;
}

std::optional<Json> object_of(std::string_view part) {
  const auto text = bytes_of_base64url(part);
  if (!text.ok()) return std::nullopt;
  Json object = Json::parse(*text, nullptr, false);
  return object.is_object() ? std::optional(std::move(object)) : std::nullopt;
}

std::optional<base::Time> time_in(const Json& claims, const char* name) {
  const auto found = claims.find(name);
  if (found == claims.end() || !found->is_number()) return std::nullopt;
  const double seconds = found->get<double>();
  if (!(seconds >= 0 && seconds < 1e11)) return std::nullopt;
  return base::from_millis(static_cast<std::int64_t>(seconds * 1000));
}

// Meant for this client, and for nobody beside it that it does not know.
bool is_for(const Json& claims, const std::string& client) {
  const auto audience = claims.find("aud");
  if (audience == claims.end()) return false;
  const bool alone = audience->is_string() && *audience == client;
  const bool listed = audience->is_array() && audience->size() <= 16 &&
                      std::find(audience->begin(), audience->end(), Json(client)) != audience->end();
  const auto party = claims.find("azp");
  if (party != claims.end()) return (alone || listed) && *party == client;
  return alone || (listed && audience->size() == 1);
}

std::optional<TokenFault> find_fault(const Json& claims, const TokenExpectations& expected) {
  if (text_in(claims, "iss") != expected.issuer) return TokenFault::issuer;
  if (!is_for(claims, expected.client_id)) return TokenFault::audience;
  const auto until = time_in(claims, "exp"), made = time_in(claims, "iat"), from = time_in(claims, "nbf");
  if (!until || expected.now - expected.skew >= *until) return TokenFault::expired;
  if (!made || *made > expected.now + expected.skew) return TokenFault::not_yet_valid;
  if (claims.contains("nbf") && (!from || *from > expected.now + expected.skew))
    return TokenFault::not_yet_valid;
  if (expected.nonce.empty() || text_in(claims, "nonce") != expected.nonce) return TokenFault::nonce;
  if (text_in(claims, "sub").empty()) return TokenFault::subject;
  return std::nullopt;
}

TokenVerdict refused(TokenFault fault) {
  return {fault, {}};
}

}  // namespace

std::string base64url_of(std::string_view text) {
  std::string out;
  unsigned held = 0, bits = 0;
  for (const char c : text) {
    held = (held << 8U) | static_cast<unsigned char>(c);
    for (bits += 8; bits >= 6;) out += kAlphabet[(held >> (bits -= 6)) & 63U];
  }
  if (bits > 0) out += kAlphabet[(held << (6 - bits)) & 63U];
  return out;
}

base::Result<std::string> bytes_of_base64url(std::string_view text) {
  std::string out;
  unsigned held = 0, bits = 0;
  for (const char c : text) {
    const auto at = kAlphabet.find(c);
    if (at == std::string_view::npos) {
      return base::Error::of(base::ErrorCode::malformed, "不是 base64url 编码。", "This is no base64url.");
    }
    held = (held << 6U) | static_cast<unsigned>(at);
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    out += static_cast<char>((held >> bits) & 255U);
  }
  return out;
}

base::Result<std::vector<SigningKey>> read_jwks(std::string_view json) {
  const Json document = Json::parse(json, nullptr, false);
  const auto keys = document.is_object() ? document.find("keys") : document.end();
  if (!document.is_object() || keys == document.end() || !keys->is_array()) {
    return base::Error::of(base::ErrorCode::malformed, "不是 JWK 公钥集。", "This is no JWK set.");
  }
  std::vector<SigningKey> read;
  for (const Json& one : *keys) {
    if (auto key = read_key(one)) read.push_back(std::move(*key));
  }
  return read;
}

std::string_view name_of(TokenFault fault) {
  switch (fault) {
    case TokenFault::malformed:
      return "malformed";
    case TokenFault::algorithm:
      return "algorithm";
    case TokenFault::unknown_key:
      return "unknown_key";
    case TokenFault::signature:
      return "signature";
    case TokenFault::issuer:
      return "issuer";
    case TokenFault::audience:
      return "audience";
    case TokenFault::expired:
      return "expired";
    case TokenFault::not_yet_valid:
      return "not_yet_valid";
    case TokenFault::nonce:
      return "nonce";
    case TokenFault::subject:
      return "subject";
  }
  return "malformed";
}

TokenVerdict verify_identity_token(std::string_view token, const std::vector<SigningKey>& keys,
                                   const TokenExpectations& expected) {
  const auto first = token.find('.');
  const auto second = first == std::string_view::npos ? first : token.find('.', first + 1);
  if (token.size() > kLongestToken || second == std::string_view::npos ||
      token.find('.', second + 1) != std::string_view::npos)
    return refused(TokenFault::malformed);
  const auto header = object_of(token.substr(0, first));
  const auto signature = bytes_of_base64url(token.substr(second + 1));
  if (!header || !signature.ok()) return refused(TokenFault::malformed);
  const std::string algorithm = text_in(*header, "alg"), id = text_in(*header, "kid");
  // The algorithm is that of a key that is known, never the token's own choice; extensions are not
  // understood.
  if ((algorithm != "RS256" && algorithm != "ES256") || header->contains("crit"))
    return refused(TokenFault::algorithm);
  bool known = false;
  for (const SigningKey& key : keys) {
    if (key.algorithm != algorithm || (!id.empty() && key.id != id)) continue;
    known = true;
    if (!is_signed(token.substr(0, second), *signature, key)) continue;
    const auto claims = object_of(token.substr(first + 1, second - first - 1));
    if (!claims) return refused(TokenFault::malformed);
    if (const auto fault = find_fault(*claims, expected)) return refused(*fault);
    TokenVerdict good;
    for (const auto& [name, value] : claims->items()) {
      if (value.is_string()) good.claims.emplace(name, value.get<std::string>());
    }
    return good;
  }
  return refused(known ? TokenFault::signature : TokenFault::unknown_key);
}

}  // namespace hotline::integrate
