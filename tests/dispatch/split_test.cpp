// Several matters in one call.
#include "hotline/dispatch/split.hpp"

#include <gtest/gtest.h>

#include <string>

namespace hotline::dispatch {
namespace {

std::string joined(std::string_view text) {
  std::string out;
  for (const MatterPart& one : split_matters(text)) {
    if (!out.empty()) out += " | ";
    out += text.substr(one.begin, one.end - one.begin);
  }
  return out;
}

constexpr std::string_view lamp =
    "文三路路灯不亮。文三路258号门口的路灯坏了两个星期，晚上一片漆黑，老人出门很不安全，"
    "希望城管部门尽快派人把路灯修好，谢谢。";
constexpr std::string_view pension =
    "咨询养老保险转移手续。我在宁波参加了八年职工养老保险，现在到杭州工作，请问养老保险关系如何转移，"
    "需要带哪些材料，养老保险的缴费年限怎么计算？";

TEST(Split, TwoMattersArePartedAtTheirSeam) {
  const std::string text = std::string(lamp) + std::string(pension);
  const auto parts = split_matters(text);
  ASSERT_EQ(parts.size(), 2U) << joined(text);
  EXPECT_EQ(parts[1].begin, lamp.size()) << joined(text);
  EXPECT_GE(parts[1].confidence, split_threshold);
}

TEST(Split, OneMatterStaysWhole) {
  EXPECT_EQ(split_matters(lamp).size(), 1U);
  EXPECT_EQ(split_matters(pension).size(), 1U);
  EXPECT_EQ(split_matters("小区垃圾没人清，臭气熏天，物业不管。希望尽快清运垃圾。").size(), 1U);
}

TEST(Split, ACallerWhoSaysThatAnotherMatterFollowsIsBelieved) {
  const std::string text = "楼下路灯坏了，希望修一下路灯。还有一个问题，请问老年卡怎么办理，要带什么材料。";
  const auto parts = split_matters(text);
  ASSERT_EQ(parts.size(), 2U);
  EXPECT_EQ(text.substr(parts[1].begin).rfind("还有一个问题", 0), 0U);
}

TEST(Split, ThePartsAreTheWholeTextInOrder) {
  const std::string text = "  " + std::string(lamp) + "\n" + std::string(pension) + std::string(lamp) + "  ";
  std::uint32_t at = 0;
  for (const MatterPart& one : split_matters(text)) {
    EXPECT_EQ(one.begin, at);
    EXPECT_GT(one.end, one.begin);
    at = one.end;
  }
  EXPECT_EQ(at, text.size());
}

TEST(Split, StrangeTextsStayWholeAndNeverFail) {
  for (const char* text :
       {"", "。", "啊", "😀😀😀", "。。。！！！", "\xff\xfe\x80", "lou shang lou shui. mei ren guan."})
    EXPECT_EQ(split_matters(text).size(), 1U) << text;
  std::string longest;
  while (longest.size() < 300'000) longest += std::string(lamp) + std::string(pension);
  const auto parts = split_matters(longest);
  EXPECT_LE(parts.size(), most_parts);
  EXPECT_EQ(parts.back().end, longest.size());
}

TEST(Split, FittingFindsWhatPartsTheTextsThatItIsGiven) {
  std::vector<JoinedText> texts;
  for (int i = 0; i < 40; ++i) {
    const std::string text = std::string(lamp) + std::string(pension);
    texts.push_back({text, static_cast<std::uint32_t>(lamp.size())});
    texts.push_back({text, static_cast<std::uint32_t>(lamp.size())});
    texts.push_back({std::string(lamp), 0});
    texts.push_back({std::string(pension), 0});
  }
  const SplitWeights weights = fit_split_weights(texts);
  EXPECT_EQ(split_matters(std::string(lamp) + std::string(pension), 0.5, weights).size(), 2U);
  EXPECT_EQ(split_matters(lamp, 0.5, weights).size(), 1U);
}

}  // namespace
}  // namespace hotline::dispatch
