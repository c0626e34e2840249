// The check of a unit's reply.
#include "hotline/dispatch/reply_check.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace hotline::dispatch {
namespace {

constexpr std::string_view words =
    "文三路258号门口路灯不亮已经两周，晚上老人出门很不安全。希望尽快修好路灯，请问什么时候能修好？";

ReplyCheck check(std::string_view reply) {
  return check_reply({"路灯不亮", words, reply});
}
bool found(const ReplyCheck& check, std::string_view code) {
  return std::any_of(check.findings.begin(), check.findings.end(),
                     [&](const ReplyFinding& one) { return one.code == code; });
}

TEST(ReplyCheck, AWholeReplyPassesWithoutFindings) {
  const ReplyCheck good = check(
      "您好，关于您反映的文三路258号门口路灯不亮的问题，我局市政设施中心3月3日上午到现场核查，"
      "经查系电缆被施工挖断所致。中心已于3月4日下午5点更换电缆，路灯已修好并恢复照明。"
      "如再有问题，请拨打区城管局市政科电话0571-88880000，联系人陈工。");
  EXPECT_TRUE(good.passes);
  EXPECT_GT(good.score, 0.9);
  EXPECT_EQ(good.wishes, 2U);
  EXPECT_EQ(good.answered, 2U);
  EXPECT_TRUE(good.findings.empty()) << good.findings.front().code;
}

TEST(ReplyCheck, ReceivedAndPassedOnIsNoAnswer) {
  const ReplyCheck received = check("您好！您的留言已收悉。");
  EXPECT_FALSE(received.passes);
  EXPECT_TRUE(found(received, "too_short"));
  EXPECT_TRUE(found(received, "only_received"));
  const ReplyCheck passed = check("您好，您反映的问题已转区城管局办理，感谢您的支持。");
  EXPECT_FALSE(passed.passes);
  EXPECT_TRUE(found(passed, "only_passed_on"));
  EXPECT_FALSE(found(passed, "only_received"));
}

TEST(ReplyCheck, AWishThatIsLeftOutIsNamedWithItsWords) {
  const std::string_view asked = "小区门口垃圾成堆，请及时清运垃圾。另外请问低保怎么申请？";
  const ReplyCheck half = check_reply({"", asked,
                                       "经核实，3月3日环卫所已安排车辆清运小区门口垃圾，并增加每日清运次数，"
                                       "今后将加强巡查，电话0571-88880000。"});
  ASSERT_TRUE(found(half, "wish_unanswered"));
  const auto one = std::find_if(half.findings.begin(), half.findings.end(),
                                [](const ReplyFinding& f) { return f.code == "wish_unanswered"; });
  ASSERT_TRUE(one->span);
  EXPECT_NE(asked.substr(one->span->first, one->span->second - one->span->first).find("低保"),
            std::string_view::npos);
  EXPECT_EQ(half.answered + 1, half.wishes);
}

TEST(ReplyCheck, WhatIsMissingIsSaidOneByOne) {
  const ReplyCheck vague =
      check("您好，路灯的问题我们知道，会努力把路灯修好，请您耐心，大家都很辛苦，也希望您理解我们的工作。");
  EXPECT_TRUE(found(vague, "no_time"));
  EXPECT_TRUE(found(vague, "no_unit"));
  EXPECT_TRUE(found(vague, "no_contact"));
  EXPECT_TRUE(found(vague, "no_action"));
  for (const ReplyFinding& one : vague.findings) {
    EXPECT_FALSE(one.text.zh.empty());
    EXPECT_FALSE(one.text.en.empty());
  }
}

TEST(ReplyCheck, EmptyPhrasesArePointedAt) {
  const std::string_view reply = "感谢您对我们工作的支持，我们高度重视，将加大力度，持续关注，祝您生活愉快。";
  const ReplyCheck empty = check(reply);
  ASSERT_TRUE(found(empty, "empty_phrases"));
  for (const ReplyFinding& one : empty.findings) {
    if (one.span && one.code != "wish_unanswered") {
      EXPECT_LE(one.span->second, reply.size());
    }
  }
}

TEST(ReplyCheck, ADateAsSignatureIsNoTimeOfAnAction) {
  EXPECT_TRUE(found(check("您好，路灯已由城管局修好，电话0571-88880000。2026年3月4日"), "no_time"));
  EXPECT_FALSE(found(check("您好，路灯已于2026年3月4日由城管局修好，电话0571-88880000。"), "no_time"));
}

TEST(ReplyCheck, StrangeTextsScoreLowAndNeverFail) {
  for (const char* reply : {"", "。", "好", "😀😀", "\xff\xfe", "yi zhuan"}) {
    const ReplyCheck bad = check(reply);
    EXPECT_FALSE(bad.passes) << reply;
    EXPECT_TRUE(found(bad, "too_short")) << reply;
  }
  std::string longest;
  while (longest.size() < 300'000) longest += "路灯已修好。";
  const ReplyCheck long_reply = check_reply({"", longest, longest});
  EXPECT_GE(long_reply.score, 0.0);
  EXPECT_LE(long_reply.score, 1.0);
  EXPECT_EQ(check_reply({"", "", "路灯已修好"}).wishes, 0U);
}

TEST(ReplyCheck, FittingTellsTheSidesApart) {
  std::vector<ReplyFeatures> rows;
  std::uint8_t labels[40];
  for (int i = 0; i < 40; ++i) {
    ReplyFeatures one{};
    one[0] = i % 2 == 0 ? 1.0 : -1.0;
    one.back() = 1;
    labels[i] = i % 2 == 0 ? 1 : 0;
    rows.push_back(one);
  }
  const ReplyFeatures weights = fit_reply_weights(rows, labels);
  EXPECT_GT(score_reply(rows[0], weights), 0.9);
  EXPECT_LT(score_reply(rows[1], weights), 0.1);
}

}  // namespace
}  // namespace hotline::dispatch
