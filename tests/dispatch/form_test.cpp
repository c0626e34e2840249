// The form from the caller's words: each entry, and the words it came from.
#include "hotline/dispatch/form.hpp"

#include "dispatch/hangzhou.hpp"

namespace hotline::dispatch::test {
namespace {

Form form_of(const Facts& facts) {
  return decide_form(facts, decide(facts), places());
}
Form form_of(const std::string& words, const std::string& place = "") {
  return form_of(said(words, place));
}

// The bytes that an entry came from, for holding against its text.
std::string behind(const Facts& facts, const FormSpan& from) {
  const std::string& field = from.field == FormField::title   ? facts.title
                             : from.field == FormField::place ? facts.place
                                                              : facts.words;
  return field.substr(from.begin, from.end - from.begin);
}

TEST(Form, NamesTheCallerAndEveryEntrysWords) {
  const Facts facts = said(
      "您好，我叫王小明，电话13812345678。昨天晚上8点半，采荷一区3幢楼道漏水，"
      "一直没人管，希望尽快派人来修。");
  const Form form = form_of(facts);
  ASSERT_TRUE(form.name);
  EXPECT_EQ(form.name->text, "王小明");
  EXPECT_EQ(behind(facts, form.name->from), "王小明");
  ASSERT_EQ(form.phones.size(), 1U);
  EXPECT_EQ(form.phones[0].text, "+8613812345678");
  EXPECT_EQ(behind(facts, form.phones[0].from), "13812345678");
  ASSERT_EQ(form.when.size(), 1U);
  EXPECT_EQ(form.when[0].date, "2026-03-01");
  EXPECT_EQ(form.when[0].clock, "20:30");
  EXPECT_EQ(behind(facts, form.when[0].from), "昨天晚上8点半");
  ASSERT_FALSE(form.where.empty());
  EXPECT_EQ(form.where[0].text, "采荷一区3幢");
  EXPECT_EQ(form.where[0].division, "330102012");
  ASSERT_TRUE(form.what);
  EXPECT_EQ(form.what->text, "采荷一区3幢楼道漏水");
  ASSERT_FALSE(form.wishes.empty());
  EXPECT_EQ(form.wishes.back().text, "希望尽快派人来修");
  EXPECT_EQ(behind(facts, form.wishes.back().from), "希望尽快派人来修");
  ASSERT_TRUE(form.title);
  EXPECT_EQ(form.title->text, "采荷一区3幢楼道漏水");
  EXPECT_EQ(form.manner.mood, Mood::neutral);
  EXPECT_TRUE(form.manner.person.empty());
}

TEST(Form, TellsHomeFromWhereItHappened) {
  const Form form = form_of("我家住在上城区采荷街道，大关街道有人占道经营");
  ASSERT_GE(form.where.size(), 3U);
  EXPECT_EQ(form.where[0].role, PlaceRole::home);
  EXPECT_EQ(form.where[1].role, PlaceRole::home);
  EXPECT_EQ(form.where[2].role, PlaceRole::happened);
  EXPECT_EQ(form.where[2].division, "330105007");
}

TEST(Form, ATitleThatWasGivenStands) {
  Facts facts = said("路灯不亮，晚上看不见路");
  facts.title = "文三路路灯不亮";
  const Form form = form_of(facts);
  ASSERT_TRUE(form.title);
  EXPECT_EQ(form.title->text, "文三路路灯不亮");
  EXPECT_EQ(form.title->from.field, FormField::title);
}

TEST(Form, ATitleIsOneShortLineWithThePlace) {
  const Form form = form_of("路灯不亮一周了", "文三路258号");
  ASSERT_TRUE(form.title);
  EXPECT_EQ(form.title->text, "文三路258号路灯不亮一周了");
}

TEST(Form, ATitleSaysWhatHappenedNotWhereTheCallerLives) {
  const Form form = form_of(
      "您好，我住在西湖区古荡街道，楼下烧烤店每天晚上油烟很大，熏得窗户都不敢开，店里还把桌子摆到人行道上。");
  ASSERT_TRUE(form.what);
  EXPECT_EQ(form.what->text, "楼下烧烤店每天晚上油烟很大");
  ASSERT_TRUE(form.title);
  EXPECT_NE(form.title->text.find("烧烤店"), std::string::npos) << form.title->text;
  EXPECT_EQ(form.title->text.find("住在"), std::string::npos) << form.title->text;
}

TEST(Form, AnAngryCallerIsForAPersonWithCalmingWordsAtHand) {
  const Form form = form_of("太气人了！投诉了五次都没人管，互相踢皮球，还有没有王法！");
  EXPECT_EQ(form.manner.mood, Mood::angry);
  EXPECT_GE(form.manner.mood_strength, 0.5);
  EXPECT_FALSE(form.manner.mood_from.empty());
  EXPECT_EQ(form.calming, "calm_angry");
  EXPECT_NE(hangzhou()->templates.find(form.calming), nullptr);
  EXPECT_TRUE(has(form.manner.person, "mood"));
}

TEST(Form, ThanksAtTheEndAreNoMoodAndPraiseIs) {
  EXPECT_EQ(form_of("路灯不亮，请修一下，谢谢").manner.mood, Mood::neutral);
  EXPECT_EQ(form_of("社区小李帮了大忙，特地送来锦旗表扬她").manner.mood, Mood::grateful);
  EXPECT_EQ(form_of("社区小李帮了大忙，特地送来锦旗表扬她").calming, "");
}

TEST(Form, WorryIsToldFromAnger) {
  const Form form = form_of("孩子很害怕，我们非常担心，十万火急，不知道怎么办");
  EXPECT_EQ(form.manner.mood, Mood::anxious);
  EXPECT_FALSE(has(form.manner.person, "mood"));
}

TEST(Form, SpecialNeedsAreHeardAndDenialIsBelieved) {
  const Form form = form_of("我母亲85岁，坐轮椅，家里没有孕妇");
  std::vector<std::string> codes;
  for (const Noted& one : form.special_needs) codes.push_back(one.text);
  EXPECT_EQ(codes, (std::vector<std::string>{"elderly", "disabled"}));
}

TEST(Form, ManyPeopleMakeItImportant) {
  EXPECT_EQ(form_of("路灯不亮").quadrant, 4);
  const Form form = form_of("上百户停水");
  EXPECT_EQ(form.importance, city::Importance::important);
  EXPECT_LE(form.quadrant, 2);
  EXPECT_FALSE(form.weight_from.empty());
  const Form fire = form_of("楼道着火了，快来人");
  EXPECT_EQ(fire.quadrant % 2, 1) << "danger is urgent";
}

TEST(Form, DatesAreReadInTheirForms) {
  const auto date = [](const std::string& words) {
    const Form form = form_of(words);
    return form.when.empty() ? std::string("none") : form.when[0].date + " " + form.when[0].clock;
  };
  EXPECT_EQ(date("2026年2月14日下午3点停水"), "2026-02-14 15:00");
  EXPECT_EQ(date("2025-12-31停水"), "2025-12-31 ");
  EXPECT_EQ(date("二月十四号早上停水"), "2026-02-14 ");
  EXPECT_EQ(date("12月30日停水"), "2025-12-30 ") << "a date that has not come yet is last year's";
  EXPECT_EQ(date("前天停水"), "2026-02-28 ");
  EXPECT_EQ(date("20:15突然停水"), " 20:15");
  EXPECT_EQ(date("2月30日停水"), "none") << "there is no such day";
  EXPECT_EQ(date("3号楼2单元停水"), "none");
  EXPECT_EQ(date("花了12.5元，编号20260301001"), "none");
}

TEST(Form, WhatComesBackEveryNightIsRepeated) {
  const Form form = form_of("每天晚上11点工地施工");
  ASSERT_EQ(form.when.size(), 1U);
  EXPECT_TRUE(form.when[0].repeated);
  EXPECT_EQ(form.when[0].clock, "23:00");
  EXPECT_EQ(form.when[0].date, "");
}

TEST(Form, ANameNeedsASurnameAndEndsWithIt) {
  const auto name = [](const std::string& words) {
    const Form form = form_of(words);
    return form.name ? form.name->text : std::string();
  };
  EXPECT_EQ(name("联系人：欧阳明月，请联系"), "欧阳明月");
  EXPECT_EQ(name("我姓陈，住在采荷"), "陈");
  EXPECT_EQ(name("我是李女士，想问社保"), "李");
  EXPECT_EQ(name("我叫张伟住在采荷一区"), "张伟");
  EXPECT_EQ(name("我叫你们来修"), "");
  EXPECT_EQ(name("我是业主"), "");
  EXPECT_EQ(name("my name is John Smith, please help"), "John Smith");
}

TEST(Form, LanguageAndDialectAreTold) {
  EXPECT_EQ(form_of("请问社保怎么办").manner.language.code, "zh");
  EXPECT_EQ(form_of("The street light on Wensan Road is broken, please fix it").manner.language.code, "en");
  EXPECT_EQ(form_of("道路の街灯がつきません").manner.language.code, "ja");
  EXPECT_EQ(form_of("가로등이 고장났어요").manner.language.code, "ko");
  EXPECT_EQ(form_of("لا يوجد ماء").manner.language.code, "other");
  const Form pinyin = form_of("wo jia lou dao lou shui mei ren guan");
  EXPECT_EQ(pinyin.manner.language.code, "zh");
  EXPECT_TRUE(pinyin.manner.language.pinyin);
  EXPECT_TRUE(has(pinyin.manner.person, "language"));
  const Form dialect = form_of("阿拉小区里厢垃圾木佬佬，侬管伐");
  EXPECT_EQ(dialect.manner.language.dialect, "wuu");
  EXPECT_TRUE(has(dialect.manner.person, "dialect"));
  EXPECT_EQ(form_of("我叫唔仙").manner.language.dialect, "") << "one character may be a name's";
}

// What no form can be made from stays empty, is for a person, and never fails.
TEST(Form, StrangeTextsGiveAnEmptyFormForAPerson) {
  for (const char* words : {"", " \n\t ", "😀😀😀", "。。。", "\xff\xfe\x80"}) {
    const Form form = form_of(words);
    EXPECT_FALSE(form.manner.person.empty()) << words;
    EXPECT_FALSE(form.name) << words;
    EXPECT_TRUE(form.when.empty()) << words;
    EXPECT_TRUE(form.where.empty()) << words;
  }
  EXPECT_TRUE(form_of("啊").wishes.empty());
  std::string longest;
  while (longest.size() < 300'000) longest += "昨天楼道漏水，希望修好。";
  const Form form = form_of(longest);
  EXPECT_LE(form.wishes.size(), 5U);
  EXPECT_LE(form.when.size(), 20U);
  ASSERT_TRUE(form.title);
}

TEST(Form, SpansLieWithinTheirFieldsWhateverTheText) {
  for (const std::string words :
       {"ＡＢ１３８１２３４５６７８，昨天㎡停水，希望修", "我叫王\xff小明，每天\xf0\x9f",
        "3月月月5日日，点点半，2026--", "姓名：", "我姓", "八十十八点", "年月日时分"}) {
    const Facts facts = said(words);
    const Form form = form_of(facts);
    const auto holds = [&](const FormSpan& from) {
      return from.begin <= from.end && from.end <= words.size();
    };
    for (const NotedTime& one : form.when) EXPECT_TRUE(holds(one.from)) << words;
    for (const NotedPlace& one : form.where) EXPECT_TRUE(holds(one.from)) << words;
    for (const Noted& one : form.wishes) EXPECT_TRUE(holds(one.from)) << words;
    if (form.what) {
      EXPECT_TRUE(holds(form.what->from)) << words;
    }
  }
}

}  // namespace
}  // namespace hotline::dispatch::test
