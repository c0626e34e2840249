// Codes of RFC 6238, appendix B, and of RFC 4226, appendix D; base32 of RFC 4648, section 10.
#include "hotline/access/totp.hpp"

#include <gtest/gtest.h>

namespace hotline::access {
namespace {

constexpr std::string_view secret = "12345678901234567890";

TEST(Totp, GivesTheCodesOfTheStandard) {
  const auto at = [](std::int64_t seconds) {
    return totp_code(secret, totp_step(base::from_millis(seconds * 1000)), 8);
  };
  EXPECT_EQ(at(59), "94287082");
  EXPECT_EQ(at(1111111109), "07081804");
  EXPECT_EQ(at(1111111111), "14050471");
  EXPECT_EQ(at(1234567890), "89005924");
  EXPECT_EQ(at(2000000000), "69279037");
  EXPECT_EQ(at(20000000000), "65353130");
}

TEST(Totp, GivesTheSixDigitsOfItsCounter) {
  const char* codes[] = {"755224", "287082", "359152", "969429", "338314",
                         "254676", "287922", "162583", "399871", "520489"};
  for (std::int64_t step = 0; step < 10; ++step) EXPECT_EQ(totp_code(secret, step), codes[step]);
}

TEST(Totp, WritesSecretsInBase32) {
  EXPECT_EQ(base32_of(""), "");
  EXPECT_EQ(base32_of("f"), "MY");
  EXPECT_EQ(base32_of("fo"), "MZXQ");
  EXPECT_EQ(base32_of("foo"), "MZXW6");
  EXPECT_EQ(base32_of("foob"), "MZXW6YQ");
  EXPECT_EQ(base32_of("fooba"), "MZXW6YTB");
  EXPECT_EQ(base32_of("foobar"), "MZXW6YTBOI");
  EXPECT_EQ(totp_uri("ops", "foobar"), "otpauth://totp/Hotline:ops?secret=MZXW6YTBOI&issuer=Hotline");
}

}  // namespace
}  // namespace hotline::access
