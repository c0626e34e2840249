#include "hotline/classify/train.hpp"

#include <gtest/gtest.h>

#include "classify/shuffle.hpp"
#include "classify/small_corpus.hpp"

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

TEST(Recipes, ATitleCountsLessThanALongDetail) {
  Corpus corpus({"title", "detail"});
  const std::string detail(3000, 'x');
  const std::array<std::string_view, 2> fields{"short", detail};
  corpus.add(fields, "a");
  const auto recipes = default_recipes(corpus);
  ASSERT_EQ(recipes.size(), 1U);
  const auto& blocks = recipes[0].blocks;
  ASSERT_EQ(blocks.size(), 2U);
  EXPECT_LT(blocks[0].max_chars, blocks[1].max_chars);
  EXPECT_LT(blocks[0].weight, blocks[1].weight);
}

TEST(Recipes, ShortTextsAreTriedInSeveralWays) {
  Corpus corpus({"question"});
  const std::array<std::string_view, 1> fields{"short"};
  corpus.add(fields, "a");
  const auto recipes = default_recipes(corpus);
  ASSERT_GT(recipes.size(), 1U);
  for (const Recipe& recipe : recipes) EXPECT_EQ(recipe.blocks.at(0).weight, 1.0F);
}

TEST(Train, TheRecipeThatDoesBetterOnUnseenTextsWins) {
  // The labels differ by punctuation alone.
  Corpus corpus({"text"});
  for (int i = 0; i < 60; ++i) {
    const std::string text = "第" + std::to_string(i * i) + "件事办好了" + (i % 2 == 0 ? "！！" : "……");
    const std::array<std::string_view, 1> fields{text};
    corpus.add(fields, i % 2 == 0 ? "高兴" : "失望");
  }
  const Model model = train(corpus, {}).value();
  EXPECT_GT(model.info().accuracy, 0.9);
}

TEST(Train, ALabelsNameIsKnownEvenFromFewTexts) {
  Recipe recipe = default_recipes(small_corpus()).back();
  ASSERT_TRUE(recipe.learn_label_names);
  Corpus corpus = small_corpus();
  const std::array<std::string_view, 2> fields{"坏了", "坏了"};
  corpus.add(fields, "路灯管理所");
  corpus.add(fields, "路灯管理所");
  TrainOptions options;
  options.recipes = {recipe};
  const Model model = train(corpus, options).value();
  // 路 and 灯 must be in the alphabet, which asks for two texts: the name alone is not enough to be known,
  // yet it must do no harm.
  Scratch scratch;
  EXPECT_EQ(model.labels()[model.predict(fields, scratch).front().label], "路灯管理所");
}

TEST(Train, FewerFeaturesMakeASmallerModel) {
  const Corpus corpus = small_corpus();
  TrainOptions large;
  large.recipes = {default_recipes(corpus).front()};
  TrainOptions small = large;
  small.recipes[0].max_features = 20;
  const Model model = train(corpus, small).value();
  EXPECT_LT(model.bytes(), train(corpus, large).value().bytes());
  EXPECT_GT(model.info().accuracy, 0.8);
}

}  // namespace
}  // namespace hotline::classify
