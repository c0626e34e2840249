#include "retrieve/confidence.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "hotline/retrieve/evaluate.hpp"

namespace hotline::retrieve {
namespace {

// Forty services that differ in a word each.
void fill(Index& index) {
  const std::vector<std::string> things{"居住证",   "身份证",   "护照",     "驾驶证", "社保卡",
                                        "结婚证",   "营业执照", "排污许可", "健康证", "老年卡",
                                        "残疾证",   "出生证",   "房产证",   "林权证", "卫生许可",
                                        "建筑许可", "教师证",   "律师证",   "导游证", "会计证"};
  std::int64_t id = 0;
  for (const std::string& thing : things) {
    index.put({++id, {thing + "办理"}, "办理" + thing + "应当到区政务服务中心窗口提交申请表。", {}, {}});
    index.put({++id, {thing + "遗失补领"}, thing + "遗失的，应当登报声明后到窗口补领。", {}, {}});
  }
}

TEST(SearchConfidence, IsHighForWhatStandsThereAndLowForWhatDoesNot) {
  Index index;
  fill(index);
  const double known = index.search("护照遗失怎么补领").confidence;
  const double foreign = index.search("隔壁工地半夜施工噪音太大没人管").confidence;
  EXPECT_GT(known, foreign + 0.3);
  EXPECT_LT(foreign, Index::threshold(0.95));
  EXPECT_EQ(index.search("！！！").confidence, 0);
}

TEST(SearchConfidence, IsAboutTheOneDocumentLessSureThanAboutTheAnswerAmongCopies) {
  Index index;
  fill(index);
  const double before = index.search("护照遗失怎么补领").single;
  index.put({100, {"护照遗失补领"}, "护照遗失的，应当登报声明后到窗口补领。", {}, {}});
  const Found found = index.search("护照遗失怎么补领");
  EXPECT_LT(found.single, before);
  EXPECT_LT(found.single, found.confidence);
}

TEST(SearchConfidence, ThresholdRisesWithThePrecisionWanted) {
  double last = 0;
  for (const double precision : {0.5, 0.7, 0.8, 0.9, 0.95, 0.99}) {
    EXPECT_GT(Index::threshold(precision), last);
    last = Index::threshold(precision);
  }
  EXPECT_LT(last, 1);
}

class EvalSearch : public testing::Test {
 protected:
  void SetUp() override {
    folder = std::filesystem::temp_directory_path() /
             testing::UnitTest::GetInstance()->current_test_info()->name();
    std::filesystem::create_directories(folder);
    write("docs.csv",
          "docid,text\na,居住证办理 窗口收到材料后五个工作日办结。\nb,护照补领 护照遗失的应当登报声明。\n");
    write("questions.csv",
          "question,docid,answer\n居住证几天办结,a,五个 工作日\n护照遗失怎么办,b,没有写的话\n");
    write("messages.csv", "title\n小区停水\n");
  }
  void TearDown() override { std::filesystem::remove_all(folder); }
  void write(const std::string& name, const std::string& text) const { std::ofstream(folder / name) << text; }
  EvalFiles files() const {
    EvalFiles files;
    files.documents = folder / "docs.csv";
    files.id = "docid";
    files.questions = folder / "questions.csv";
    files.answer = "answer";
    files.distractors = {folder / "messages.csv"};
    return files;
  }
  std::filesystem::path folder;
};

TEST_F(EvalSearch, CountsDocumentsAnswersAndDistractors) {
  const auto report = run_eval_search(files());
  ASSERT_TRUE(report.ok()) << report.error().text.en;
  EXPECT_EQ(report->questions, 2U);
  EXPECT_EQ(report->distractors, 1U);
  EXPECT_EQ(report->recall_at_1, 1);
  EXPECT_EQ(report->mrr, 1);
  EXPECT_EQ(report->answer_contains, 0.5);
}

TEST_F(EvalSearch, NamesTheColumnThatIsMissing) {
  EvalFiles wrong = files();
  wrong.relevant = "document";
  const auto report = run_eval_search(wrong);
  ASSERT_FALSE(report.ok());
  EXPECT_EQ(report.error().code, base::ErrorCode::invalid_input);
  EXPECT_FALSE(report.error().fields.empty());
}

}  // namespace
}  // namespace hotline::retrieve
