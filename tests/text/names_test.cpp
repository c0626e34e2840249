#include "hotline/text/names.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hotline::text {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> names(std::string_view text) {
  std::vector<std::string> out;
  for (const ByteRange& one : find_names(text)) out.emplace_back(text.substr(one.begin, one.end - one.begin));
  return out;
}

TEST(Names, AreToldByAddressOfficeCueOrStandingAlone) {
  EXPECT_THAT(names("请找李建国主任或王先生办理"), ElementsAre("李建国", "王"));
  EXPECT_THAT(names("联系人：张三丰，电话另查"), ElementsAre("张三丰"));
  EXPECT_THAT(names("您好，我叫欧阳小明。"), ElementsAre("欧阳小明"));
  EXPECT_THAT(names("由窗口（周建军）受理"), ElementsAre("周建军"));
}

TEST(Names, AreNotSeenInWordsThatOnlyBeginLikeOne) {
  EXPECT_THAT(names("请携带身份证到街道便民服务中心申请高龄津贴，时间：周一至周五，费用 40 元。"), IsEmpty());
  EXPECT_THAT(names("办理时限为 15 个工作日，向社区提出申请。"), IsEmpty());
  EXPECT_THAT(names("文三路 9 号，于每月 10 日前办理"), IsEmpty());
  EXPECT_THAT(names(""), IsEmpty());
}

TEST(Names, AreMaskedLikeNamesOfCallers) {
  EXPECT_EQ(mask_names("我是王小明，想问李女士的津贴"), "我是王**，想问李女士的津贴");
  EXPECT_EQ(mask_names("没有名字"), "没有名字");
}

}  // namespace
}  // namespace hotline::text
