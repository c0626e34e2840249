#include "hotline/text/utf8.hpp"

#include <gtest/gtest.h>

namespace hotline::text {
namespace {

using namespace std::string_literals;

TEST(Utf8, AcceptsCharsOfEveryLength) {
  for (const char* text : {"", "hotline", "工单", "é", "𠮷野家", "😀", "\xEF\xBF\xBD", "\xF4\x8F\xBF\xBF"}) {
    EXPECT_TRUE(is_valid_utf8(text)) << text;
  }
}

TEST(Utf8, RefusesOverlongFormsSurrogatesAndWhatIsCutOff) {
  const std::string wrong[] = {"\xC0\x80",
                               "\xC1\xBF",
                               "\xE0\x80\x80",
                               "\xE0\x9F\xBF",
                               "\xF0\x80\x80\x80",
                               "\xF0\x8F\xBF\xBF",
                               "\xED\xA0\x80",
                               "\xED\xBF\xBF",
                               "\xF4\x90\x80\x80",
                               "\xF5\x80\x80\x80",
                               "\x80",
                               "\xFF",
                               "工\xE5\xB7",
                               "\xE5",
                               "\xF0\x9F\x98",
                               "12345678\xB9\xA4"
                               "12345678",
                               "ascii then \xC3("};
  for (const std::string& text : wrong) EXPECT_FALSE(is_valid_utf8(text)) << testing::PrintToString(text);
}

TEST(Utf8, SaysWhereTheFirstWrongByteStands) {
  EXPECT_EQ(valid_utf8_prefix("漏水\xFF漏水"), 6u);
  EXPECT_EQ(valid_utf8_prefix("漏水"), 6u);
}

TEST(Utf8, TellsControlsApartFromLineBreaks) {
  EXPECT_FALSE(has_control_chars("第一行\r\n第二行\t完"));
  EXPECT_TRUE(has_control_chars("a\0b"s));
  EXPECT_TRUE(has_control_chars("\x1B[0m"));
  EXPECT_TRUE(has_control_chars("a\x7F"));
  EXPECT_TRUE(has_control_chars("a\xC2\x85"));
  EXPECT_FALSE(has_control_chars("\xC2\xA0"));
  EXPECT_TRUE(is_valid_utf8("a\0b"s)) << "a control is not a fault of the encoding";
}

TEST(Utf8, WritesWhatItReads) {
  const std::string text = "aé工𠮷😀";
  std::string again;
  for (const char32_t code : to_utf32(text)) append_char(again, code);
  EXPECT_EQ(again, text);
}

TEST(Utf8, WritesNoSurrogateAndNothingBeyondUnicode) {
  std::string out;
  append_char(out, 0xD800);
  append_char(out, 0x110000);
  EXPECT_EQ(out, "\xEF\xBF\xBD\xEF\xBF\xBD");
}

TEST(Utf8, CountsAndCutsByCharNotByByte) {
  EXPECT_EQ(count_chars("热线12345😀"), 8u);
  EXPECT_EQ(truncate_chars("热线12345", 3), "热线1");
  EXPECT_EQ(truncate_chars("热线", 3), "热线");
  EXPECT_EQ(truncate_chars("热线", 0), "");
}

TEST(Utf8, WalksBackwardsOverCharsAndOverWrongBytes) {
  const std::string text = "a工\xFF";
  EXPECT_EQ(previous_char(text, 5), 4u);
  EXPECT_EQ(previous_char(text, 4), 1u);
  EXPECT_EQ(previous_char(text, 1), 0u);
}

TEST(Utf8, TrimsWideSpacesToo) {
  EXPECT_EQ(trim("　 \t工单 号\xC2\xA0\r\n"), "工单 号");
  EXPECT_EQ(trim("　"), "");
}

}  // namespace
}  // namespace hotline::text
