// How a recipe does on texts that it has not seen, measured within the training set.
#pragma once

#include "classify/calibrate.hpp"
#include "classify/linear.hpp"
#include "classify/vocabulary.hpp"
#include "hotline/classify/train.hpp"

namespace hotline::classify {

// Dictionaries and weights that a recipe learns from some rows.
struct Learnt {
  FeatureSpace space;
  LinearWeights weights;
};
Learnt learn(const Corpus& corpus, Rows rows, const Recipe& recipe, const TrainOptions& options);

// Spreads the rows over folds: each label evenly, near duplicates in one fold.
class Folds {
 public:
  Folds(const Corpus& corpus, const TrainOptions& options);

  // The rows outside the fold.
  std::vector<std::uint32_t> seen(std::uint32_t fold) const;
  // The rows of the fold, one of each group of near duplicates: copies would count the easy texts many times.
  std::vector<std::uint32_t> unseen(std::uint32_t fold) const;

 private:
  std::vector<std::uint32_t> groups_;
  std::vector<std::uint32_t> folds_;
};

// Everything, dictionaries included, is learnt anew from the rows outside the fold, so that nothing of a
// held-out text leaks. Appends the scores of the fold's rows.
void append_held_out(const Corpus& corpus, const Folds& folds, std::uint32_t fold, const Recipe& recipe,
                     const TrainOptions& options, HeldOut& held_out);

}  // namespace hotline::classify
