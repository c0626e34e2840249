// Citizens ask about the sample city's matters in their own words. Answers were written by hand beforehand.
#include "hotline/knowledge/import.hpp"

#include <iostream>

#include "knowledge/knowledge_fixture.hpp"

namespace hotline::knowledge {
namespace {

struct Expected {
  const char* question;
  const char* title;   // of the entry that answers
  const char* answer;  // stands in the passage
};

constexpr Expected expected[] = {
    {"外地人在杭州办居住证要带什么材料？", "居住证办理", "居住满半年的证明"},
    {"居住证多少天能办下来", "居住证办理", "15个工作日"},
    {"我身份证丢了，去哪里补办？", "身份证补领", "派出所户籍窗口"},
    {"补办身份证要多少钱", "身份证补领", "40元"},
    {"我妈六十多岁了，老年优待证怎么办，要带什么", "老年人优待证办理", "一寸照片"},
    {"老年人坐公交免费的那个卡在哪里办", "老年人优待证办理", "社区居委会"},
    {"八十岁老人的高龄津贴需要什么条件", "高龄津贴申领", "年满八十周岁"},
    {"高龄津贴申请要多久能批下来？", "高龄津贴申领", "20个工作日"},
    {"领结婚证要带哪些证件", "结婚登记", "二寸近期合影"},
    {"周六可以去领结婚证吗，几点开门", "结婚登记", "周一至周六"},
    {"社保卡丢了补一张收费吗", "社会保障卡补办", "16元"},
    {"社会保障卡挂失打什么电话", "社会保障卡补办", "12333"},
    {"被公司裁员了想领失业金，需要符合什么条件", "失业保险金申领", "满一年"},
    {"申领失业保险金要准备哪些材料", "失业保险金申领", "解除劳动关系证明"},
    {"以前在外地交的养老保险怎么转到杭州来，多长时间能转好", "养老保险关系转移", "15个工作日"},
    {"去上海看病，医保异地就医备案网上能办吗", "基本医疗保险异地就医备案", "国家医保服务平台"},
    {"小孩的医保一年要交多少钱", "城乡居民医保参保缴费", "350元"},
    {"租房子想提取公积金，有什么条件", "住房公积金租房提取", "连续缴存满三个月"},
    {"公积金租房提取几天到账", "住房公积金租房提取", "3个工作日"},
    {"买房提取公积金需要带哪些资料", "住房公积金购房提取", "首付款发票"},
    {"申请公租房要什么条件啊", "公共租赁住房申请", "十五平方米"},
    {"公租房申请在哪个窗口办理", "公共租赁住房申请", "街道便民服务中心住房窗口"},
    {"开无房证明去什么地方", "不动产登记查档", "查询厅"},
    {"养狗办狗证要哪些材料", "犬只登记办证", "犬只免疫证明"},
    {"犬证办理的咨询电话是多少", "犬只登记办证", "0571-96310"},
    {"想开个小店，个体户营业执照几天能拿到", "个体工商户登记", "1个工作日"},
    {"开饭店的食品经营许可证要提交哪些材料", "食品经营许可证核发", "食品安全管理制度"},
    {"孩子今年上小学，入学报名需要什么条件", "小学入学报名", "年满六周岁"},
    {"驾照到期换证在手机上可以办吗", "机动车驾驶证期满换证", "交管12123"},
    {"办残疾证要花钱吗", "残疾人证办理", "免费"}};

constexpr const char* unanswerable[] = {"西湖里可以钓鱼吗？",         "亚运会开幕式门票还能退吗",
                                        "无人机在城区飞行要向谁报备", "明天会下雨吗",
                                        "我家楼下广场舞太吵了",       "出国留学的学历认证怎么弄",
                                        "龙井茶今年的收购价是多少",   "共享单车押金不退怎么办",
                                        "怎么给流浪猫做绝育",         "杭州到宁波的高铁几点末班"};

class CitizenQuestions : public test::KnowledgeTest {
 protected:
  void SetUp() override {
    ImportOptions options;
    options.publish = true;
    Importer importer(store.get(), knowledge);
    const std::int64_t batch = test::value_of(importer.open("sample", editor.actor));
    const auto report = test::value_of(importer.run_paths(
        batch, {std::string(HOTLINE_SOURCE_DIR) + "/data/demo/knowledge"}, options, editor.actor));
    ASSERT_EQ(report.refusals, 0u) << report.refused[0].name << " " << report.refused[0].reason.en;
    ASSERT_EQ(report.published, report.candidates);
  }
  Answered ask(const std::string& question) {
    Asking asking;
    asking.now = store.clock.now();
    return knowledge.library.answer(question, asking);
  }
  static std::string told(const Answered& answered) {
    std::string out = "confidence " + std::to_string(answered.confidence);
    for (const Point& one : answered.points) out += " [" + one.entry->content.title() + "] " + one.passage;
    for (const ShownPtr& one : answered.options) out += " {" + one->content.title() + "}";
    return out;
  }
  Knowledge knowledge{scheduler, store.random, nullptr};
};

TEST_F(CitizenQuestions, AtLeastTwentySevenOfThirtyAreAnsweredRightWithTheRightSource) {
  int right = 0;
  std::string wrong;
  for (const Expected& one : expected) {
    const Answered answered = ask(one.question);
    const bool good = answered.confident && answered.points.size() == 1 &&
                      answered.points[0].entry->content.title() == one.title &&
                      !answered.points[0].entry->content.source_title.empty() &&
                      answered.points[0].passage.find(one.answer) != std::string::npos;
    right += good ? 1 : 0;
    if (!good) wrong += std::string("\n") + one.question + " -> " + told(answered);
  }
  RecordProperty("right", right);
  std::cout << "answered right: " << right << " of " << std::size(expected) << wrong << '\n';
  EXPECT_GE(right, 27) << wrong;
}

TEST_F(CitizenQuestions, WhatNothingAnswersIsRefusedAndBecomesAGap) {
  std::string wrong;
  for (const char* question : unanswerable) {
    const Answered answered = ask(question);
    const LoggedQuestion logged = store.write([&](store::WriteTx& tx) -> base::Result<LoggedQuestion> {
      return knowledge.questions.record(tx, {"public", question, "", "", "", {"citizen", ""}}, answered);
    });
    if (answered.confident || logged.answered || logged.gap == 0)
      wrong += std::string("\n") + question + " -> " + told(answered);
  }
  EXPECT_EQ(wrong, "");
  const auto gaps =
      store.read([](store::ReadTx& tx) { return QuestionBook::gaps(tx, {"open", ""}, 0, 100); });
  EXPECT_EQ(gaps.size(), std::size(unanswerable));
}

TEST_F(CitizenQuestions, TwoMattersInOneQuestionGiveACombinedGuide) {
  const Answered answered = ask("养老保险关系转移和住房公积金租房提取分别怎么办理？");
  ASSERT_EQ(answered.points.size(), 2u) << told(answered);
  EXPECT_EQ(answered.points[0].entry->content.title(), "养老保险关系转移");
  EXPECT_EQ(answered.points[1].entry->content.title(), "住房公积金租房提取");
}

TEST_F(CitizenQuestions, ATalkGoesOnAboutTheMatterOfTheTurnBefore) {
  const Answered first = ask("犬只登记办证在哪里办？");
  ASSERT_TRUE(first.confident) << told(first);
  EXPECT_FALSE(first.narrower.empty());
  Asking asking;
  asking.now = store.clock.now();
  const Answered next = knowledge.library.answer("那要多少钱？", asking, {first.points[0].entry->id});
  ASSERT_TRUE(next.confident);
  EXPECT_EQ(next.points[0].passage, "收费标准：首次登记300元，绝育犬减半");
  // Without the turn before nobody knows what is meant.
  EXPECT_FALSE(ask("那要多少钱？").confident);
}

TEST_F(CitizenQuestions, TheInternalEntryOfTheSampleIsToldToNoCitizen) {
  const Answered answered = ask("台风期间排涝泵站调度联系电话");
  EXPECT_FALSE(answered.confident) << told(answered);
  for (const ShownPtr& one : answered.options) EXPECT_EQ(one->content.visibility, Visibility::open);
  Asking asking;
  asking.now = store.clock.now();
  for (const auto& one : knowledge.library.suggest("泵站", asking, 10)) ADD_FAILURE() << one.title;
  asking.viewer.internal = true;
  EXPECT_TRUE(knowledge.library.answer("台风期间排涝泵站调度联系电话", asking).confident);
}

}  // namespace
}  // namespace hotline::knowledge
