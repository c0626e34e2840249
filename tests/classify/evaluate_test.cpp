#include "hotline/classify/evaluate.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "classify/small_corpus.hpp"

namespace hotline::classify {
namespace {

using testing::small_corpus;

class EvaluationFiles : public ::testing::Test {
 protected:
  std::filesystem::path write(const std::string& name, const std::string& content) {
    const auto path = std::filesystem::path(::testing::TempDir()) / ("evaluate_" + name);
    std::ofstream(path, std::ios::binary) << content;
    return path;
  }
  // Every second row of the small corpus, the others left out.
  static std::string table(std::size_t from) {
    const Corpus corpus = small_corpus();
    std::string text = "id,label,title,detail\n";
    for (std::size_t row = from; row < corpus.size(); row += 2)
      text += std::to_string(row) + "," + corpus.labels()[corpus.label(row)] + "," +
              std::string(corpus.fields(row)[0]) + "," + std::string(corpus.fields(row)[1]) + "\n";
    return text;
  }
};

TEST_F(EvaluationFiles, MeasuresAModelOnRowsThatItHasNotSeen) {
  const auto report = run_eval_classify(write("train.csv", table(0)), write("test.csv", table(1)),
                                        {"title", "detail"}, "label");
  ASSERT_TRUE(report.ok()) << report.error().text.en;
  EXPECT_EQ(report->rows, 45U);
  EXPECT_EQ(report->classes, 3U);
  EXPECT_GT(report->accuracy, 0.95);
  EXPECT_GT(report->macro_f1, 0.95);
  EXPECT_GE(report->coverage_at_90, report->coverage_at_95);
  EXPECT_GE(report->coverage_at_95, report->coverage_at_98);
  EXPECT_GT(report->predict_texts_per_second, 0);
  EXPECT_GT(report->model_bytes, 1000U);
}

TEST_F(EvaluationFiles, AMissingColumnIsNamed) {
  const auto corpus = load_corpus(write("columns.csv", "id,text\n1,x\n"), {"title"}, "label");
  ASSERT_FALSE(corpus.ok());
  ASSERT_EQ(corpus.error().fields.size(), 1U);
  EXPECT_EQ(corpus.error().fields[0].pointer, "title");
}

TEST_F(EvaluationFiles, AMissingFileIsNamed) {
  const auto corpus = load_corpus("no_such_table.csv", {"title"}, "label");
  ASSERT_FALSE(corpus.ok());
  EXPECT_EQ(corpus.error().code, base::ErrorCode::not_found);
  EXPECT_NE(corpus.error().text.zh.find("no_such_table.csv"), std::string::npos);
}

TEST_F(EvaluationFiles, AnEmptyTestTableGivesZeros) {
  const auto report =
      run_eval_classify(write("train2.csv", table(0)), write("empty.csv", "label,title,detail\n"),
                        {"title", "detail"}, "label");
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(report->rows, 0U);
  EXPECT_EQ(report->accuracy, 0);
}

TEST_F(EvaluationFiles, ALabelTheModelNeverSawCountsAsWrong) {
  const Model model = train(small_corpus(), {}).value();
  Corpus test({"title", "detail"});
  const std::array<std::string_view, 2> water{"自来水停了", "水管漏得厉害"};
  test.add(water, "供水");
  test.add(water, "路灯");
  const EvalReport report = evaluate(model, test);
  EXPECT_EQ(report.rows, 2U);
  EXPECT_EQ(report.classes, 3U);
  EXPECT_DOUBLE_EQ(report.accuracy, 0.5);
  EXPECT_EQ(report.model_bytes, model.bytes());
}

}  // namespace
}  // namespace hotline::classify
