#include "hotline/text/identifiers.hpp"

#include <gtest/gtest.h>

namespace hotline::text {
namespace {

// "phone:+8613812345678 plate:浙A12345"
std::string found(std::string_view text) {
  std::string out;
  for (const Identifier& identifier : find_identifiers(text)) {
    if (!out.empty()) out += ' ';
    out += std::string(name_of(identifier.kind)) + ":" + identifier.value;
    if (!identifier.verified) out += "?";
  }
  return out;
}

TEST(Identifiers, AllOfATextAreFound) {
  EXPECT_EQ(found("我叫李四，电话13812345678，备用0571-"
                  "81234567，身份证11010519491231002X，车牌浙A·12345，邮箱li.si@example.com，"
                  "公司91350100M000100Y43，卡号4111 1111 1111 1111。"),
            "phone:+8613812345678 phone:+8657181234567 resident_id:11010519491231002X plate:浙A12345 "
            "email:li.si@example.com credit_code:91350100M000100Y43 bank_card:4111111111111111");
}

TEST(Identifiers, PhonesAreFoundInEveryNotation) {
  for (const char* text : {"请打138-1234-5678谢谢", "联系１３８１２３４５６７８", "+8613812345678",
                           "0086 138 1234 5678", "+86-138-1234-5678", "手机:013812345678", "tel13812345678",
                           "vx13812345678", "13812345678。", "13812345678vx同号", "①13812345678"}) {
    EXPECT_EQ(found(text), "phone:+8613812345678") << text;
  }
  for (const char* text :
       {"(0571)81234567", "（0571） 8123 4567", "057181234567", "0571 81234567转8001", "+86 571 8123 4567"}) {
    EXPECT_EQ(found(text), "phone:+8657181234567") << text;
  }
}

TEST(Identifiers, NumbersSideBySideAreToldApart) {
  EXPECT_EQ(found("13812345678 13912345678"), "phone:+8613812345678 phone:+8613912345678");
  EXPECT_EQ(found("13812345678/13912345678"), "phone:+8613812345678 phone:+8613912345678");
  EXPECT_EQ(found("3栋 301 13812345678"), "phone:+8613812345678");
  EXPECT_EQ(found("2024-03-12 13812345678"), "phone:+8613812345678");
}

TEST(Identifiers, NothingIsCutOutOfALongerNumber) {
  for (const char* text :
       {"GS20240612000001", "20240612000001", "250331144260109-01", "113812345678901234567",
        "4200001234202403121234567890", "a13812345678b", "13812345678901", "ABC13812345678",
        "2024-06-12 09:30:15", "12345", "400-812-3456", "金额13812345678.50元", "258号3栋1单元401室"}) {
    EXPECT_EQ(found(text), "") << text;
  }
}

TEST(Identifiers, BehindTheWordsForAnOrderNumberOnlyProvenNumbersCount) {
  EXPECT_EQ(found("订单号：13812345678"), "");
  EXPECT_EQ(found("工单编号为4111111111111111"), "");
  EXPECT_EQ(found("编号11010519491231002X"), "resident_id:11010519491231002X");
}

TEST(Identifiers, AnEmailTakesAllOfItsChars) {
  EXPECT_EQ(found("发到13812345678@qq.com"), "email:13812345678@qq.com");
  EXPECT_EQ(found("邮箱zhang_san@mail.gov.cn。谢谢"), "email:zhang_san@mail.gov.cn");
  EXPECT_EQ(found("@所有人 a@b 张@ 13812345678"), "phone:+8613812345678");
}

TEST(Identifiers, ANumberWrittenRightBehindAnEmailIsFoundAndMasked) {
  for (const char* between : {"", "-", "."}) {
    const std::string text = std::string("邮箱zhang@qq.com") + between + "13812345678";
    EXPECT_EQ(found(text), "email:zhang@qq.com phone:+8613812345678") << text;
    EXPECT_EQ(mask_identifiers(text).find("13812345678"), std::string::npos) << text;
  }
}

TEST(Identifiers, TwoEmailsWrittenInOneAreMaskedAsOne) {
  EXPECT_EQ(mask_identifiers("zhang@qq.comli@163.com"), "z***@163.com");
  EXPECT_EQ(mask_identifiers("zhang@qq.com@li"), "z***@qq.com@li");
}

TEST(Identifiers, AnIdWithASlipOfThePenIsFoundUnverified) {
  EXPECT_EQ(found("身份证110105194912310021"), "resident_id:110105194912310021?");
  EXPECT_EQ(found("110105194902310021"), "") << "31 February is no date";
}

TEST(Identifiers, IdsInGroupsAndOfTheFirstGeneration) {
  EXPECT_EQ(found("110105 19491231 002x"), "resident_id:11010519491231002X");
  EXPECT_EQ(found("老证110105491231002，"), "resident_id:110105491231002");
}

TEST(Identifiers, PlatesOfAllKinds) {
  EXPECT_EQ(found("浙A12345和浙AD12345、粤B1234学，京A·12345"),
            "plate:浙A12345 plate:浙AD12345 plate:粤B1234学 plate:京A12345");
  EXPECT_EQ(found("新A区3栋，云B12"), "");
}

TEST(Identifiers, CarryTheirPlaceInBytes) {
  const std::string_view text = "电话（0571）81234567。";
  const auto identifiers = find_identifiers(text);
  ASSERT_EQ(identifiers.size(), 1u);
  EXPECT_EQ(text.substr(identifiers[0].begin, identifiers[0].end - identifiers[0].begin), "（0571）81234567");
}

TEST(Masking, HidesEveryIdentifierAndNothingElse) {
  EXPECT_EQ(
      mask_identifiers(
          "电话138 1234 "
          "5678，证11010519491231002X，车浙A12345，卡4111111111111111，邮zhang@qq.com，单号20240612000001"),
      "电话138****5678，证110***********002X，车浙A****5，卡************1111，邮z***@qq."
      "com，单号20240612000001");
}

TEST(Masking, LeavesTextWithoutIdentifiersAsItIs) {
  for (const char* text : {"", "文三路258号漏水", "　全角　空格！", "坏字节\xFF"})
    EXPECT_EQ(mask_identifiers(text), text);
}

TEST(Masking, LeavesNothingToFind) {
  const std::string masked =
      mask_identifiers("13812345678 110105194912310021 浙AD12345 6222020200112230 a@b.cn 057181234567");
  EXPECT_EQ(found(masked).find("phone"), std::string::npos);
  EXPECT_EQ(found(masked).find("resident"), std::string::npos);
  EXPECT_EQ(masked.find("12345678"), std::string::npos);
}

TEST(Masking, HidesWhatAMaskBesideItMakesLookLikeANumber) {
  EXPECT_EQ(mask_identifiers("电话13812386-0785-8765432，谢谢"), "电话138****6078****5432，谢谢");
}

TEST(Masking, OfANameKeepsItsFirstChar) {
  EXPECT_EQ(mask_name("张三"), "张*");
  EXPECT_EQ(mask_name("欧阳小明"), "欧***");
  EXPECT_EQ(mask_name("张"), "张");
  EXPECT_EQ(mask_name(""), "");
}

}  // namespace
}  // namespace hotline::text
