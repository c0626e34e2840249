// Titles of requests that came without one.
#include <gtest/gtest.h>

#include "hotline/ticket/requests.hpp"

namespace hotline::ticket {
namespace {

TEST(Title, IsTheFirstSentence) {
  EXPECT_EQ(title_from("楼下路灯不亮已经一周。请尽快修好"), "楼下路灯不亮已经一周");
  EXPECT_EQ(title_from(""), "");
}

TEST(Title, OfALongSentenceEndsWithAWholeClause) {
  EXPECT_EQ(
      title_from(
          "南苑街道云溪花苑小区开发商逾期交房，一百二十名业主聚集在售楼处讨要说法，请有关部门尽快到场处理。"),
      "南苑街道云溪花苑小区开发商逾期交房，一百二十名业主聚集在售楼处讨要说法");
}

TEST(Title, WithoutAClauseToEndWithShowsThatItWasCut) {
  std::string words = "你好，";
  for (int i = 0; i < 60; ++i) words += "路";
  std::string wanted = "你好，";
  for (int i = 0; i < 36; ++i) wanted += "路";
  EXPECT_EQ(title_from(words), wanted + "…");
}

}  // namespace
}  // namespace hotline::ticket
