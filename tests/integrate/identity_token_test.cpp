// Identity tokens: the good one passes, and every way of being wrong is refused by its name.
#include "hotline/integrate/identity_token.hpp"

#include <gtest/gtest.h>

#include "hotline/integrate/identity_provider.hpp"
#include "support/test_provider.hpp"

namespace hotline::integrate {
namespace {

using test::json;
using test::ProviderKey;

constexpr std::int64_t kNow = 1'772'424'000;  // seconds

class IdentityToken : public ::testing::Test {
 protected:
  static const ProviderKey& rsa() {
    static const ProviderKey key = ProviderKey::make("r1", true);
    return key;
  }
  static const ProviderKey& ec() {
    static const ProviderKey key = ProviderKey::make("e1", false);
    return key;
  }
  static json claims(const json& more = json::object()) {
    json all{{"iss", "https://id.example"},
             {"aud", "hotline"},
             {"sub", "u-17"},
             {"nonce", "n-1"},
             {"iat", kNow - 5},
             {"exp", kNow + 300},
             {"preferred_username", "zhang.wei"}};
    all.update(more);
    return all;
  }
  static std::vector<SigningKey> keys() {
    const auto read = read_jwks(json{{"keys", {rsa().jwk(), ec().jwk()}}}.dump());
    return read.ok() ? *read : std::vector<SigningKey>();
  }
  static std::string fault(const std::string& token, const std::vector<SigningKey>& with = keys()) {
    const TokenVerdict verdict = verify_identity_token(token, with,
                                                       {.issuer = "https://id.example",
                                                        .client_id = "hotline",
                                                        .nonce = "n-1",
                                                        .now = base::from_millis(kNow * 1000)});
    if (verdict.fault && !verdict.claims.empty()) return "a refused token told something";
    return verdict.fault ? std::string(name_of(*verdict.fault)) : "";
  }
  static std::string fault(const json& more) { return fault(rsa().token(claims(more))); }
};

TEST_F(IdentityToken, ThatIsRightIsBelieved) {
  for (const ProviderKey& key : {rsa(), ec()}) {
    EXPECT_EQ(fault(key.token(claims())), "") << key.id;
  }
  const TokenVerdict good = verify_identity_token(ec().token(claims()), keys(),
                                                  {.issuer = "https://id.example",
                                                   .client_id = "hotline",
                                                   .nonce = "n-1",
                                                   .now = base::from_millis(kNow * 1000)});
  EXPECT_EQ(good.claims.at("preferred_username"), "zhang.wei");
  EXPECT_EQ(fault(json{{"aud", {"hotline"}}, {"azp", "hotline"}}), "");
  EXPECT_EQ(fault(json{{"exp", kNow - 30}}), "") << "clocks may differ by a minute";
}

TEST_F(IdentityToken, WithAWrongSignatureIsRefused) {
  const std::string token = rsa().token(claims());
  std::string changed = token;
  changed[token.find('.') + 5] = changed[token.find('.') + 5] == 'A' ? 'B' : 'A';
  EXPECT_EQ(fault(changed), "signature");
  const ProviderKey foreign = ProviderKey::make("r1", true);
  EXPECT_EQ(fault(foreign.token(claims())), "signature") << "another's key under a known name";
  EXPECT_EQ(fault(ProviderKey::make("r2", false).token(claims())), "unknown_key");
  EXPECT_EQ(fault(token.substr(0, token.rfind('.') + 1)), "signature");
}

TEST_F(IdentityToken, WhoseAlgorithmIsItsOwnChoiceIsRefused) {
  const std::string body = test::base64url(claims().dump());
  EXPECT_EQ(fault(test::base64url(R"({"alg":"none"})") + "." + body + "."), "algorithm");
  EXPECT_EQ(fault(test::base64url(R"({"alg":"HS256","kid":"r1"})") + "." + body + ".AAAA"), "algorithm");
  EXPECT_EQ(fault(rsa().token(claims(), {{"alg", "ES256"}, {"kid", "r1"}})), "unknown_key");
  EXPECT_EQ(fault(rsa().token(claims(), {{"crit", {"b64"}}})), "algorithm");
}

TEST_F(IdentityToken, ForSomebodyElseIsRefused) {
  EXPECT_EQ(fault(json{{"iss", "https://id.example.evil"}}), "issuer");
  EXPECT_EQ(fault(json{{"aud", "other"}}), "audience");
  EXPECT_EQ(fault(json{{"aud", {"other", "hotline"}}}), "audience") << "shared without naming whose it is";
  EXPECT_EQ(fault(json{{"aud", {"other", "hotline"}}, {"azp", "other"}}), "audience");
  EXPECT_EQ(fault(json{{"aud", nullptr}}), "audience");
  EXPECT_EQ(fault(json{{"nonce", "n-2"}}), "nonce");
  EXPECT_EQ(fault(json{{"nonce", nullptr}}), "nonce");
  EXPECT_EQ(fault(json{{"sub", ""}}), "subject");
}

TEST_F(IdentityToken, OutsideItsTimeIsRefused) {
  EXPECT_EQ(fault(json{{"exp", kNow - 60}}), "expired");
  EXPECT_EQ(fault(json{{"exp", "tomorrow"}}), "expired");
  EXPECT_EQ(fault(json{{"exp", 1e300}}), "expired");
  EXPECT_EQ(fault(json{{"iat", kNow + 120}}), "not_yet_valid");
  EXPECT_EQ(fault(json{{"nbf", kNow + 120}}), "not_yet_valid");
}

TEST_F(IdentityToken, ThatIsNoneIsRefused) {
  for (const char* text : {"", ".", "..", "a.b", "a.b.c.d", "!!.!!.!!", "e30.e30.e30"}) {
    EXPECT_NE(fault(std::string(text)), "") << text;
  }
  EXPECT_EQ(fault(std::string(40'000, 'a')), "malformed");
}

TEST_F(IdentityToken, KeysThatMustNotSignAreLeftOut) {
  json small = rsa().jwk();
  small["n"] = test::base64url(std::string(128, '\xc5'));
  json sealing = rsa().jwk();
  sealing["use"] = "enc";
  json off_the_curve = ec().jwk();
  off_the_curve["y"] = off_the_curve["x"];
  const auto read = read_jwks(json{{"keys", {small, sealing, off_the_curve, 7, {{"kty", "oct"}}}}}.dump());
  ASSERT_TRUE(read.ok());
  EXPECT_TRUE(read->empty());
  EXPECT_FALSE(read_jwks("[]").ok());
  EXPECT_FALSE(read_jwks("<html>").ok());
}

TEST(ProviderSettings, AreCheckedBeforeAnybodySignsIn) {
  ProviderSettings good{.issuer = "https://id.example",
                        .client_id = "hotline",
                        .redirect_url = "https://hotline.example/staff/sign-in"};
  EXPECT_TRUE(check(good).ok());
  ProviderSettings wrong = good;
  wrong.issuer = "http://id.example";
  wrong.redirect_url = "https://hotline.example/";
  wrong.client_id = "";
  wrong.claim = "";
  EXPECT_EQ(check(wrong).error().fields.size(), 4u);
}

}  // namespace
}  // namespace hotline::integrate
