#include "hotline/access/password.hpp"

#include <gmock/gmock.h>

#include "access/doors_fixture.hpp"

namespace hotline::access {
namespace {

constexpr PasswordCost cheap{.passes = 1, .memory_kib = 8};

std::vector<std::string> rules_broken_by(std::string_view password, std::string_view login = "zhang.wei") {
  const base::Status status = check_password(login, password);
  return status.ok() ? std::vector<std::string>{} : broken_rules(status.error());
}

TEST(PasswordRules, TakeEightCharactersOfThreeKinds) {
  EXPECT_THAT(rules_broken_by("Lantern7"), testing::IsEmpty());
  EXPECT_THAT(rules_broken_by("lantern-7"), testing::IsEmpty());
  EXPECT_THAT(rules_broken_by("春江花月夜Abc1"), testing::IsEmpty());
}

TEST(PasswordRules, NameEveryRuleThatIsBroken) {
  EXPECT_THAT(rules_broken_by("Lante-7"), testing::ElementsAre("/password min_length"));
  EXPECT_THAT(rules_broken_by("lantern77"), testing::ElementsAre("/password kinds"));
  EXPECT_THAT(rules_broken_by("mno"), testing::ElementsAre("/password min_length", "/password kinds"));
  EXPECT_THAT(rules_broken_by("Aa1" + std::string(126, 'x')), testing::ElementsAre("/password max_length"));
}

TEST(PasswordRules, CountCharactersAndNotBytes) {
  EXPECT_THAT(rules_broken_by("春江花Ab1"), testing::ElementsAre("/password min_length"));
}

TEST(PasswordRules, RefuseTheLoginInsideWhateverItsCase) {
  EXPECT_THAT(rules_broken_by("7-ZHANG.Wei-x"), testing::ElementsAre("/password holds_login"));
}

TEST(PasswordRules, RefuseTheCommonestWhateverTheirCase) {
  for (const char* common : {"P@ssw0rd", "Admin@123", "1qaz@WSX", "Password1", "Aa123456"}) {
    EXPECT_THAT(rules_broken_by(common), testing::ElementsAre("/password common")) << common;
  }
}

TEST(PasswordRules, RefuseACommonWordWithDigitsAndSignsAroundItOrInItsPlace) {
  for (const char* common : {"Hangzhou@2026", "P4ssw0rd!!77", "Hotline#12345", "2026Qwerty!", "AbcdAbcd99!",
                             "W3lc0me--2026", "!!Adm1n1strat0r1"}) {
    EXPECT_THAT(rules_broken_by(common), testing::ElementsAre("/password common")) << common;
  }
  for (const char* fine : {"Hangzhou-Lake-7", "PassTheTea-42", "Abcdefgh-1x"})
    EXPECT_THAT(rules_broken_by(fine), testing::IsEmpty()) << fine;
}

TEST(PasswordHash, IsOpenedByItsPasswordOnly) {
  const PasswordHash hash = test::value_of(hash_password("zhang.wei", "Lantern-7", cheap));
  EXPECT_TRUE(hash.text.starts_with("$argon2id$"));
  EXPECT_TRUE(verify_password(hash, "Lantern-7"));
  for (const char* wrong : {"Lantern-8", "lantern-7", "Lantern-7 ", ""})
    EXPECT_FALSE(verify_password(hash, wrong));
}

TEST(PasswordHash, DiffersForTheSamePassword) {
  const PasswordHash one = test::value_of(hash_password("zhang.wei", "Lantern-7", cheap));
  const PasswordHash two = test::value_of(hash_password("zhang.wei", "Lantern-7", cheap));
  EXPECT_NE(one, two);
}

TEST(PasswordHash, IsNotMadeOfAPasswordThatBreaksTheRules) {
  const auto hash = hash_password("zhang.wei", "short", cheap);
  ASSERT_FALSE(hash.ok());
  EXPECT_EQ(hash.error().code, base::ErrorCode::invalid_input);
}

TEST(PasswordHash, TellsWhetherItsCostIsTheOneOfToday) {
  const PasswordHash hash = test::value_of(hash_password("zhang.wei", "Lantern-7", cheap));
  EXPECT_FALSE(needs_rehash(hash, cheap));
  EXPECT_TRUE(needs_rehash(hash, {.passes = 2, .memory_kib = 8}));
  EXPECT_TRUE(needs_rehash(hash, {.passes = 1, .memory_kib = 16}));
}

TEST(DecoyHash, IsTriedAtFullCostAndOpenedByNothing) {
  const PasswordHash decoy = decoy_hash(cheap);
  EXPECT_FALSE(needs_rehash(decoy, cheap));  // libsodium reads it as a hash of just this cost
  EXPECT_FALSE(verify_password(decoy, ""));
  EXPECT_FALSE(verify_password(decoy, "Lantern-7"));
}

TEST(GeneratedPasswords, KeepTheRulesAndDiffer) {
  base::SeededRandom random(7);
  std::set<std::string> seen;
  for (int i = 0; i < 200; ++i) {
    const std::string password = generate_password(random);
    EXPECT_THAT(rules_broken_by(password), testing::IsEmpty()) << password;
    EXPECT_TRUE(seen.insert(password).second);
  }
}

}  // namespace
}  // namespace hotline::access
