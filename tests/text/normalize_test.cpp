#include "hotline/text/normalize.hpp"

#include <gtest/gtest.h>

#include "hotline/text/utf8.hpp"

namespace hotline::text {
namespace {

TEST(Normalize, FoldsWidthAndCase) {
  EXPECT_EQ(normalize("ＡＢＣ１２３（浙Ａ）"), "abc123(浙a)");
  EXPECT_EQ(normalize("ﾊﾝｶｸ"), "ハンカク");
  EXPECT_EQ(normalize("Straße"), "strasse");
}

TEST(Normalize, TurnsTraditionalIntoSimplified) {
  EXPECT_EQ(normalize("煤氣洩漏，電梯困人"), normalize("煤气泄漏，电梯困人"));
  EXPECT_EQ(normalize("沒有"), "没有");
}

TEST(Normalize, CollapsesWhiteSpaceOfEveryKind) {
  EXPECT_EQ(normalize("  三单元　\t\r\n 401\xC2\xA0室 "), "三单元 401 室");
  EXPECT_EQ(normalize(" 　 "), "");
}

TEST(Normalize, DropsWhatCannotBeSeen) {
  EXPECT_EQ(normalize("\xEF\xBB\xBF漏\xE2\x80\x8B水\x01"), "漏水");
}

TEST(Normalize, SpellsCompatibilityCharsOut) {
  EXPECT_EQ(normalize("89㎡"), "89m2");
  EXPECT_EQ(normalize("①"), "1");
  EXPECT_EQ(normalize("𝐀"), "a");
}

TEST(Normalize, KeepsRareHanCharsAndMarksWrongBytes) {
  EXPECT_EQ(normalize("𠮷"), "𠮷");
  EXPECT_EQ(normalize("漏\xFF"), "漏\xEF\xBF\xBD");
}

TEST(Normalize, ChangesNothingTheSecondTime) {
  for (const char* text : {"ＡＢＣ　煤氣！？…", "89㎡ ① 𝐀 ﾊﾟ ｶﾞ", "ǅ İ ẞ ﷺ ⑴"}) {
    EXPECT_EQ(normalize(normalize(text)), normalize(text)) << text;
  }
}

TEST(Normalize, ChangesNoCharOfUnicodeTheSecondTime) {
  for (char32_t code = 1; code < 0x30000; ++code) {
    std::string text;
    append_char(text, code);
    const std::string once = normalize(text);
    ASSERT_EQ(normalize(once), once) << std::hex << static_cast<std::uint32_t>(code);
  }
}

TEST(NormalizeWithMap, LeadsBackToTheOriginalBytes) {
  const std::string_view original = "在Ａ座　　漏氣";
  const NormalizedText folded = normalize_with_map(original);
  ASSERT_EQ(folded.text, "在a座 漏气");
  ASSERT_EQ(folded.sources.size(), folded.text.size());
  const auto source_of = [&](std::string_view part) {
    const std::size_t begin = folded.text.find(part);
    const ByteRange range = folded.source(begin, begin + part.size());
    return original.substr(range.begin, range.end - range.begin);
  };
  EXPECT_EQ(source_of("a"), "Ａ");
  EXPECT_EQ(source_of(" "), "　　");
  EXPECT_EQ(source_of("漏气"), "漏氣");
}

TEST(NormalizeWithMap, GivesTheWholeCharForHalfOfItsExpansion) {
  const std::string_view original = "89㎡房";
  const NormalizedText folded = normalize_with_map(original);
  const std::size_t m = folded.text.find('m');
  EXPECT_EQ(folded.source(m, m + 1), (ByteRange{2, 5}));
}

TEST(NormalizeWithMap, AgreesWithNormalize) {
  for (const char* text : {"", " ", "ＡＢＣ　煤氣！", "a  b", "\xFF\xFE", "㎡㎡"}) {
    EXPECT_EQ(normalize_with_map(text).text, normalize(text));
  }
}

}  // namespace
}  // namespace hotline::text
