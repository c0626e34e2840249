#include "hotline/text/id_numbers.hpp"

#include <gtest/gtest.h>

namespace hotline::text {
namespace {

using namespace std::chrono_literals;

TEST(ResidentId, IsReadWithBirthAndSex) {
  const auto woman = parse_resident_id("11010519491231002X");
  ASSERT_TRUE(woman.ok());
  EXPECT_EQ(woman->region, "110105");
  EXPECT_EQ(woman->birth, 1949y / 12 / 31);
  EXPECT_EQ(woman->sex, Sex::female);
  const auto the_standards_own = parse_resident_id("440524188001010014");
  ASSERT_TRUE(the_standards_own.ok());
  EXPECT_EQ(the_standards_own->birth, 1880y / 1 / 1);
  EXPECT_EQ(the_standards_own->sex, Sex::male);
  EXPECT_EQ(parse_resident_id("440524198001010013")->sex, Sex::male);
}

TEST(ResidentId, MayBeWrittenWideSmallOrInGroups) {
  EXPECT_EQ(parse_resident_id("１１０１０５ 19491231 002x")->number, "11010519491231002X");
}

TEST(ResidentId, OfTheFirstGenerationIsBroughtTo18) {
  const auto old = parse_resident_id("110105491231002");
  ASSERT_TRUE(old.ok());
  EXPECT_EQ(old->number, "11010519491231002X");
}

TEST(ResidentId, RefusesAWrongCheckCharDateOrProvince) {
  for (const char* text :
       {"110105194912310021", "11010519490231002X", "99010519491231002X", "110105170001010011",
        "11010519491231002", "", "1101051949123100AX", "110105491331002", "11010519491231002X1"}) {
    EXPECT_FALSE(parse_resident_id(text).ok()) << text;
  }
}

TEST(CreditCode, IsCheckedModulo31) {
  EXPECT_EQ(*parse_credit_code("91350100m000100y43"), "91350100M000100Y43");
  for (const char* text : {"91350100M000100Y44", "91350100I000100Y43", "91350100M000100Y4", ""}) {
    EXPECT_FALSE(parse_credit_code(text).ok()) << text;
  }
}

TEST(BankCard, IsCheckedByLuhn) {
  EXPECT_EQ(*parse_bank_card("4111 1111 1111 1111"), "4111111111111111");
  EXPECT_FALSE(parse_bank_card("4111 1111 1111 1112").ok());
  EXPECT_FALSE(parse_bank_card("2222222222222224").ok()) << "no issuer of ours";
}

TEST(Plate, CivilAndNewEnergyPlatesAreRead) {
  EXPECT_EQ(*parse_plate("浙a·12345"), "浙A12345");
  EXPECT_EQ(*parse_plate("浙ＡＤ１２３４５"), "浙AD12345");
  EXPECT_EQ(*parse_plate("京A12345D"), "京A12345D");
  EXPECT_EQ(*parse_plate("粤B1234学"), "粤B1234学");
  EXPECT_EQ(*parse_plate("沪 C-8K88M"), "沪C8K88M");
}

TEST(Plate, RefusesWhatIsNeverIssued) {
  for (const char* text :
       {"浙A1234I", "浙I12345", "浙A1234", "浙A1234567", "号A12345", "浙ABCDEF", "A12345", ""}) {
    EXPECT_FALSE(parse_plate(text).ok()) << text;
  }
}

}  // namespace
}  // namespace hotline::text
