#include "hotline/table/encoding.hpp"

#include <gtest/gtest.h>

#include <sstream>

#include "hotline/text/utf8.hpp"

namespace hotline::table {
namespace {

// "工单,漏水" in each encoding.
const std::string gbk = "\xB9\xA4\xB5\xA5,\xC2\xA9\xCB\xAE\n";
const std::string utf8 = "工单,漏水\n";
const std::string utf16_little("\xFF\xFE\xE5\x5D\x55\x53,\0\x0F\x6F\x34\x6C\n\0", 14);
const std::string utf16_big("\xFE\xFF\x5D\xE5\x53\x55\0,\x6F\x0F\x6C\x34\0\n", 14);

Encoding encoding_of(const std::string& bytes) {
  return (*open_utf8(std::make_unique<std::istringstream>(bytes)))->encoding();
}

TEST(Encoding, EveryEncodingGivesTheSameText) {
  for (const std::string& bytes : {utf8, "\xEF\xBB\xBF" + utf8, gbk, utf16_little, utf16_big}) {
    const auto text = to_utf8(bytes);
    ASSERT_TRUE(text.ok()) << testing::PrintToString(bytes);
    EXPECT_EQ(*text, utf8);
  }
}

TEST(Encoding, IsNamed) {
  EXPECT_EQ(encoding_of(utf8), Encoding::utf8);
  EXPECT_EQ(encoding_of(gbk), Encoding::gb18030);
  EXPECT_EQ(encoding_of(utf16_little), Encoding::utf16_little);
  EXPECT_EQ(encoding_of(utf16_big), Encoding::utf16_big);
  EXPECT_EQ(encoding_of(""), Encoding::utf8);
  EXPECT_EQ(name_of(Encoding::gb18030), "GB18030");
}

TEST(Encoding, Utf16WithoutAMarkIsToldByItsNulBytes) {
  EXPECT_EQ(*to_utf8(utf16_little.substr(2)), utf8);
}

TEST(Encoding, Gb18030FourByteCharsAreRead) {
  EXPECT_EQ(*to_utf8("\xB9\xA4\x95\x32\x82\x36\n"), "工𠀀\n");
}

TEST(Encoding, GbkThatBeginsFarDownInAnAsciiFileIsSeen) {
  const std::string ascii(200'000, 'a');
  EXPECT_EQ(*to_utf8(ascii + gbk), ascii + utf8);
}

TEST(Encoding, CharsAcrossPiecesStayWhole) {
  std::string wide;
  std::string gbk_wide;
  for (int i = 0; i < 100'000; ++i) {
    wide += "工";
    gbk_wide += "\xB9\xA4";
  }
  EXPECT_TRUE(*to_utf8("a" + wide) == "a" + wide);
  EXPECT_TRUE(*to_utf8("ab" + wide) == "ab" + wide);
  EXPECT_TRUE(*to_utf8("a" + gbk_wide) == "a" + wide);
}

TEST(Encoding, ADamagedUtf8FileNamesItsLine) {
  const auto text = to_utf8("第一行文字\n第二行文字\n坏\xFF\n");
  ASSERT_FALSE(text.ok());
  EXPECT_EQ(text.error().code, base::ErrorCode::malformed);
  EXPECT_NE(text.error().text.en.find("line 3"), std::string::npos) << text.error().text.en;
  EXPECT_NE(text.error().text.zh.find("第 3 行"), std::string::npos);
}

TEST(Encoding, BytesOfNoEncodingNameTheirLine) {
  const auto text = to_utf8("ok\n\xB9\xA4\n\x80\xFF\xFF\n");
  ASSERT_FALSE(text.ok());
  EXPECT_NE(text.error().text.en.find("line 3"), std::string::npos) << text.error().text.en;
}

TEST(Encoding, WhatIsReadIsAlwaysValidUtf8) {
  const auto text = to_utf8(std::string("\xFF\xFE\x00\xD8\x41\x00", 6));
  EXPECT_TRUE(!text.ok() || text::is_valid_utf8(*text));
}

}  // namespace
}  // namespace hotline::table
