// Trains a Model from labelled texts.
//
// One linear SVM for each label over NB-weighted character n-grams (Wang and Manning, ACL 2012);
// probabilities from cross-validation within the training set, in which near duplicates stay together: people
// send the same complaint many times, and a copy in the training half would promise a precision that new
// texts do not keep. The same corpus, options and seed give the same model, whatever the number of threads.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "hotline/base/clock.hpp"
#include "hotline/base/result.hpp"
#include "hotline/classify/corpus.hpp"
#include "hotline/classify/model.hpp"

namespace hotline::classify {

struct TrainOptions {
  std::vector<BlockOptions> blocks;   // empty: default_blocks(corpus)
  std::size_t max_features = 80'000;  // n-grams of two and more characters kept; 0: all
  float cost = 2.0F;                  // SVM's C: higher follows the training texts more closely
  float nb_power = 0.5F;              // 0: plain tf-idf; 1: full log-count ratio
  std::uint32_t folds = 5;  // of cross-validation, at least 2; above 200 000 rows only two are measured
  std::uint64_t seed = 1;
  unsigned threads = 1;
  base::Time created{};                  // written into the model
  std::function<void(double)> progress;  // called now and then with the share done, 0 to 1
};

// One block for each field: short ones (on average up to 100 characters) as titles with less weight, long
// ones up to 2000 characters, above 200 000 rows up to 400.
std::vector<BlockOptions> default_blocks(const Corpus& corpus);

// Errors: invalid_input when there are fewer than two labels or fewer rows than folds.
base::Result<Model> train(const Corpus& corpus, const TrainOptions& options);

}  // namespace hotline::classify
