// Trains a Model from labelled texts.
//
// One linear SVM for each label over weighted character n-grams; probabilities from cross-validation within
// the training set, in which near duplicates stay together: people send the same complaint many times, and a
// copy in the training half would promise a precision that new texts do not keep. Where several recipes suit
// the texts, cross-validation chooses. The same corpus, options and seed give the same model, whatever the
// number of threads.
//
// Cost: for each fold and label some 20 passes over the n-grams of all texts; memory 8 bytes for each
// distinct n-gram of each text.
#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>
#include <vector>

#include "hotline/base/clock.hpp"
#include "hotline/base/result.hpp"
#include "hotline/classify/corpus.hpp"
#include "hotline/classify/model.hpp"

namespace hotline::classify {

// What to read of the texts and how closely to follow them.
struct Recipe {
  std::vector<BlockOptions> blocks;
  bool keep_punctuation = false;      // punctuation marks are characters, not breaks
  std::size_t max_features = 80'000;  // n-grams of two and more characters kept; 0: all
  float smoothing = 5;    // see SpaceOptions in the private vocabulary.hpp: higher trusts rare words less
  float cost = 2.0F;      // SVM's C: higher follows the training texts more closely
  float nb_power = 0.5F;  // NB weighting (Wang and Manning 2012): 0 none, 1 the full log-count ratio
  bool learn_label_names = false;  // each label's name is a training text of it
};

// Long texts (on average over 100 characters): bigrams without punctuation. Short ones: trigrams with
// punctuation, for wording and mood; or bigrams that trust each word, for many labels of few texts.
std::vector<Recipe> default_recipes(const Corpus& corpus);

struct TrainOptions {
  std::vector<Recipe> recipes;  // empty: default_recipes(corpus)
  std::uint32_t folds = 5;      // of cross-validation, at least 2; above 200 000 rows only one is measured
  std::uint64_t seed = 1;
  unsigned threads = 1;
  base::Time created{};                  // written into the model
  std::function<void(double)> progress;  // called now and then with the share done, 0 to 1
  std::stop_token stop;                  // asked to stop, train ends soon without a model
};

// Errors: invalid_input when there are fewer than two labels or fewer rows than folds; unavailable when it
// was asked to stop.
base::Result<Model> train(const Corpus& corpus, const TrainOptions& options);

}  // namespace hotline::classify
