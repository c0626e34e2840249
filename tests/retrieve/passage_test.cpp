#include "retrieve/passage.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "hotline/retrieve/index.hpp"
#include "hotline/text/utf8.hpp"
#include "retrieve/asked.hpp"

namespace hotline::retrieve {
namespace {

const std::string article =
    "关于高龄津贴的通知 各街道：为做好高龄津贴发放工作，现通知如下。 "
    "一、发放对象。本市户籍八十周岁以上的老年人可以申领高龄津贴。 "
    "二、发放标准。八十至八十九周岁每人每月发放200元。 "
    "三、申领材料。申请人应当提交身份证和银行卡。 "
    "四、咨询电话。可以拨打0571-87654321咨询高龄津贴。";

std::string cut(const std::string& text, text::ByteRange range) {
  return text.substr(range.begin, range.end - range.begin);
}

class BestPassage : public testing::Test {
 protected:
  BestPassage() { index.put({1, {"高龄津贴"}, article, {}, {}}); }
  Index index;
};

TEST_F(BestPassage, BeginsWhereWhatIsAskedStandsAndNotAtTheTitle) {
  EXPECT_THAT(cut(article, index.best_passage(article, "高龄津贴申领材料有哪些", 30).passage),
              testing::HasSubstr("身份证和银行卡"));
  EXPECT_THAT(cut(article, index.best_passage(article, "高龄津贴的发放标准是多少", 30).passage),
              testing::HasSubstr("200元"));
}

TEST_F(BestPassage, TakesTheSentenceWithThePhoneWhenThePhoneIsAsked) {
  EXPECT_THAT(cut(article, index.best_passage(article, "高龄津贴咨询电话", 60).sentence),
              testing::HasSubstr("87654321"));
}

TEST_F(BestPassage, NeverExceedsTheCharactersAllowed) {
  for (const std::size_t most : {std::size_t{1}, std::size_t{20}, std::size_t{200}}) {
    const Passage passage = index.best_passage(article, "高龄津贴发放标准", most);
    EXPECT_LE(text::count_chars(cut(article, passage.passage)), most);
    EXPECT_GE(passage.sentence.begin, passage.passage.begin);
    EXPECT_LE(passage.sentence.end, passage.passage.end);
  }
}

TEST_F(BestPassage, IsEmptyWhereNothingOfTheQuestionStands) {
  const Passage passage = index.best_passage(article, "火星", 200);
  EXPECT_EQ(passage.passage.end, 0U);
  EXPECT_EQ(passage.score, 0);
}

TEST(WhatIsAsked, IsToldFromTheQuestion) {
  EXPECT_EQ(what_is_asked(u"咨询电话是多少"), Asked::phone);
  EXPECT_EQ(what_is_asked(u"什么时候开始"), Asked::date);
  EXPECT_EQ(what_is_asked(u"补贴多少钱"), Asked::number);
  EXPECT_EQ(what_is_asked(u"需要哪些材料"), Asked::list);
  EXPECT_EQ(what_is_asked(u"居住证"), Asked::other);
  EXPECT_EQ(holds(Asked::phone, u"拨打12345"), 1);
  EXPECT_EQ(holds(Asked::phone, u"满18岁"), 0);
  EXPECT_EQ(holds(Asked::date, u"2月17日"), 1);
  EXPECT_EQ(holds(Asked::date, u"共17人"), 0);
}

}  // namespace
}  // namespace hotline::retrieve
