#include "hotline/text/phone.hpp"

#include <gtest/gtest.h>

namespace hotline::text {
namespace {

std::string stored(std::string_view text, std::string_view home = {}) {
  const auto phone = parse_phone(text, home);
  if (!phone.ok()) return "refused";
  return phone->number + (phone->extension.empty() ? "" : " ext " + phone->extension);
}

TEST(Phone, ReadsAMobileNumberHoweverItIsWritten) {
  for (const char* text : {"13812345678", "138 1234 5678", "138-1234-5678", "１３８１２３４５６７８",
                           "+8613812345678", "+86 138 1234 5678", "008613812345678", "0086-138-1234-5678",
                           "8613812345678", "013812345678", "（138）12345678", " 138.1234.5678 "}) {
    EXPECT_EQ(stored(text), "+8613812345678") << text;
    EXPECT_EQ(parse_phone(text)->kind, PhoneKind::mobile) << text;
  }
}

TEST(Phone, KnowsTheMobileSegments) {
  for (const char* text :
       {"13000000000", "14712345678", "15012345678", "16212345678", "16612345678", "17012345678",
        "17112345678", "17401234567", "18912345678", "19112345678", "19912345678"}) {
    EXPECT_NE(stored(text), "refused") << text;
  }
  for (const char* text : {"12012345678", "15412345678", "16012345678", "17912345678", "19412345678",
                           "10012345678", "1381234567", "138123456789"}) {
    EXPECT_EQ(stored(text), "refused") << text;
  }
}

TEST(Phone, ReadsALandlineWithItsAreaCode) {
  for (const char* text : {"0571-81234567", "057181234567", "(0571) 8123 4567", "（0571）81234567",
                           "+86 571 8123 4567", "+86-0571-81234567", "0571－81234567"}) {
    EXPECT_EQ(stored(text), "+8657181234567") << text;
    EXPECT_EQ(parse_phone(text)->kind, PhoneKind::landline) << text;
  }
  EXPECT_EQ(stored("010-62345678"), "+861062345678");
  EXPECT_EQ(stored("+86 10 6234 5678"), "+861062345678");
  EXPECT_EQ(stored("0755-2345678"), "+867552345678");
}

TEST(Phone, RefusesALandlineThatCannotBe) {
  for (const char* text :
       {"010-1234567", "0100-2345678", "026-23456789", "0571-11234567", "0571-812345", "81234567", "0571"}) {
    EXPECT_EQ(stored(text), "refused") << text;
  }
}

TEST(Phone, CompletesALocalNumberWithTheAreaCodeOfTheCity) {
  EXPECT_EQ(stored("8123 4567", "0571"), "+8657181234567");
  EXPECT_EQ(stored("62345678", "010"), "+861062345678");
  EXPECT_EQ(stored("2345678", "010"), "refused");
  EXPECT_EQ(stored("13812345678", "0571"), "+8613812345678");
}

TEST(Phone, KeepsTheExtensionApart) {
  EXPECT_EQ(stored("0571-81234567-8001"), "+8657181234567 ext 8001");
  EXPECT_EQ(stored("0571-81234567转8001"), "+8657181234567 ext 8001");
  EXPECT_EQ(stored("400-123-4567 转 2"), "+864001234567 ext 2");
  EXPECT_EQ(stored("13812345678转2"), "refused");
  EXPECT_EQ(stored("13812345678-2"), "refused");
}

TEST(Phone, KnowsServiceAndFreephoneNumbers) {
  for (const char* text : {"12345", "110", "119", "10086", "95588", "12315", "96110"}) {
    EXPECT_EQ(stored(text), text);
    EXPECT_EQ(parse_phone(text)->kind, PhoneKind::service) << text;
  }
  EXPECT_EQ(stored("0571-12345"), "+8657112345");
  EXPECT_EQ(stored("400-812-3456"), "+864008123456");
  EXPECT_EQ(parse_phone("8008123456")->kind, PhoneKind::freephone);
}

TEST(Phone, ReadsForeignNumbersWithTheirCountryCode) {
  EXPECT_EQ(stored("+852 9123 4567"), "+85291234567");
  EXPECT_EQ(stored("0085291234567"), "+85291234567");
  EXPECT_EQ(stored("+1234"), "refused");
}

TEST(Phone, RefusesWhatIsNoNumber) {
  for (const char* text : {"", " ", "电话", "13812345678a", "138+12345678", "无", "--",
                           "13812345678 13912345678", "转8001", "+"}) {
    EXPECT_EQ(stored(text), "refused") << text;
  }
}

TEST(Phone, TheErrorNamesItsRuleAndSpeaksBothLanguages) {
  const auto phone = parse_phone("123");
  ASSERT_FALSE(phone.ok());
  EXPECT_EQ(phone.error().code, base::ErrorCode::invalid_input);
  ASSERT_EQ(phone.error().fields.size(), 1u);
  EXPECT_EQ(phone.error().fields[0].rule, "phone");
  EXPECT_FALSE(phone.error().fields[0].text.zh.empty());
  EXPECT_FALSE(phone.error().fields[0].text.en.empty());
}

TEST(Phone, IsShownAsAtHome) {
  EXPECT_EQ(national_form("+8613812345678"), "13812345678");
  EXPECT_EQ(national_form("+8657181234567"), "0571-81234567");
  EXPECT_EQ(national_form("+861062345678"), "010-62345678");
  EXPECT_EQ(national_form("+864001234567"), "400-123-4567");
  EXPECT_EQ(national_form("12345"), "12345");
  EXPECT_EQ(national_form("+85291234567"), "+85291234567");
}

TEST(Phone, WhatIsShownCanBeReadAgain) {
  for (const char* text : {"+8613812345678", "+8657181234567", "+861062345678", "+864001234567",
                           "+85291234567", "12345", "+8657112345"}) {
    EXPECT_EQ(stored(national_form(text)), text);
  }
}

TEST(Phone, IsMaskedButForItsFirstThreeAndLastFour) {
  EXPECT_EQ(mask_phone("+8613812345678"), "138****5678");
  EXPECT_EQ(mask_phone("+8657181234567"), "057*****4567");
  EXPECT_EQ(mask_phone("12345"), "12345");
  EXPECT_EQ(mask_phone("654321"), "******");
  EXPECT_EQ(mask_phone(""), "");
}

}  // namespace
}  // namespace hotline::text
