#include "hotline/classify/train.hpp"

#include <gtest/gtest.h>

#include "classify/shuffle.hpp"
#include "classify/small_corpus.hpp"
#include "hotline/classify/evaluate.hpp"

namespace hotline::classify {
namespace {

using testing::small_corpus;

std::vector<float> probabilities_of_all(const Model& model, const Corpus& corpus) {
  Scratch scratch;
  std::vector<float> all;
  for (std::size_t row = 0; row < corpus.size(); ++row)
    for (const Ranked& ranked : model.predict(corpus.fields(row), scratch)) all.push_back(ranked.probability);
  return all;
}

TEST(Train, SameTextsAndSeedGiveTheSameModelOnAnyNumberOfThreads) {
  const Corpus corpus = small_corpus();
  TrainOptions one;
  TrainOptions two;
  two.threads = 2;
  EXPECT_EQ(probabilities_of_all(train(corpus, one).value(), corpus),
            probabilities_of_all(train(corpus, two).value(), corpus));
}

TEST(Train, NotesWhatItWasTrainedOn) {
  const Corpus corpus = small_corpus();
  TrainOptions options;
  options.created = base::from_millis(5);
  const Model model = train(corpus, options).value();
  EXPECT_EQ(model.info().rows, corpus.size());
  EXPECT_EQ(model.info().data_digest, corpus.digest());
  EXPECT_EQ(model.info().created, base::from_millis(5));
  EXPECT_GT(model.info().accuracy, 0.9);
}

TEST(Train, AnotherWordInTheTrainingSetChangesItsDigest) {
  Corpus changed = small_corpus();
  const std::array<std::string_view, 2> fields{"又停水", ""};
  changed.add(fields, "供水");
  EXPECT_NE(changed.digest(), small_corpus().digest());
}

TEST(Train, ShuffledLabelsAreFoundOutByCrossValidation) {
  const Corpus honest = small_corpus(80);
  std::vector<LabelId> labels;
  for (std::size_t row = 0; row < honest.size(); ++row) labels.push_back(honest.label(row));
  Shuffler(3).shuffle(labels);
  Corpus shuffled({"title", "detail"});
  for (std::size_t row = 0; row < honest.size(); ++row)
    shuffled.add(honest.fields(row), honest.labels()[labels[row]]);
  const Model model = train(shuffled, {}).value();
  EXPECT_LT(model.info().accuracy, 0.6);
  EXPECT_GT(model.threshold(0.95), 1.0F);
}

TEST(Train, NeedsTwoLabels) {
  Corpus corpus({"title"});
  const std::array<std::string_view, 1> fields{"停水"};
  for (int i = 0; i < 10; ++i) corpus.add(fields, "供水");
  const auto result = train(corpus, {});
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().code, base::ErrorCode::invalid_input);
}

TEST(Train, LivesWithALabelOfASingleRow) {
  Corpus corpus = small_corpus();
  const std::array<std::string_view, 2> fields{"路灯不亮", "学院路路灯坏了"};
  corpus.add(fields, "路灯");
  const Model model = train(corpus, {}).value();
  Scratch scratch;
  EXPECT_EQ(model.labels()[model.predict(fields, scratch).front().label], "路灯");
}

TEST(Train, ReportsProgressUpToTheEnd) {
  std::vector<double> seen;
  TrainOptions options;
  options.progress = [&](double done) { seen.push_back(done); };
  ASSERT_TRUE(train(small_corpus(), options).ok());
  ASSERT_GE(seen.size(), 2U);
  EXPECT_TRUE(std::is_sorted(seen.begin(), seen.end()));
  EXPECT_DOUBLE_EQ(seen.back(), 1.0);
}

TEST(Train, ATitleCountsLessThanTheDetailAndALoneFieldFully) {
  Corpus corpus({"title", "detail"});
  const std::string detail(3000, 'x');
  const std::array<std::string_view, 2> fields{"short", detail};
  corpus.add(fields, "a");
  const auto blocks = default_blocks(corpus);
  ASSERT_EQ(blocks.size(), 2U);
  EXPECT_EQ(blocks[0].fields, std::vector<std::uint32_t>{0});
  EXPECT_EQ(blocks[1].fields, std::vector<std::uint32_t>{1});
  EXPECT_LT(blocks[0].max_chars, blocks[1].max_chars);
  EXPECT_LT(blocks[0].weight, blocks[1].weight);

  Corpus alone({"question"});
  alone.add(fields, "a");
  EXPECT_EQ(default_blocks(alone).at(0).weight, 1.0F);
}

TEST(Train, FewerFeaturesMakeASmallerModel) {
  const Corpus corpus = small_corpus();
  TrainOptions small;
  small.max_features = 20;
  const Model model = train(corpus, small).value();
  EXPECT_LT(model.bytes(), train(corpus, {}).value().bytes());
  EXPECT_GT(model.info().accuracy, 0.8);
}

TEST(Evaluate, ALabelTheModelNeverSawCountsAsWrong) {
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
