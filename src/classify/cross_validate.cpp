#include "classify/cross_validate.hpp"

#include <algorithm>
#include <array>

#include "classify/near_duplicates.hpp"
#include "classify/shuffle.hpp"
#include "classify/vectorise.hpp"

namespace hotline::classify {
namespace {

// A corpus whose texts are the names of the labels.
Corpus names_of_labels(const Corpus& corpus) {
  Corpus names(corpus.field_names());
  for (const std::string& label : corpus.labels()) {
    const std::vector<std::string_view> fields(corpus.field_names().size(), label);
    names.add(fields, label);
  }
  return names;
}

void append_rows(SparseMatrix& matrix, const SparseMatrix& more) {
  const std::size_t base = matrix.entries.size();
  matrix.entries.insert(matrix.entries.end(), more.entries.begin(), more.entries.end());
  for (std::size_t i = 1; i < more.starts.size(); ++i) matrix.starts.push_back(base + more.starts[i]);
}

}  // namespace

Learnt learn(const Corpus& corpus, Rows rows, const Recipe& recipe, const TrainOptions& options) {
  SpaceOptions space_options;
  space_options.blocks = recipe.blocks;
  space_options.max_features = recipe.max_features;
  space_options.keep_punctuation = recipe.keep_punctuation;
  space_options.smoothing = recipe.smoothing;
  FeatureSpace space = build_features(corpus, rows, space_options);
  SparseMatrix matrix = vectorise(corpus, rows, space);
  std::vector<LabelId> truth;
  for (const std::uint32_t row : rows) truth.push_back(corpus.label(row));
  if (recipe.learn_label_names) {
    const Corpus names = names_of_labels(corpus);
    for (LabelId label = 0; label < names.size(); ++label) {
      append_rows(matrix, vectorise(names, std::array<std::uint32_t, 1>{label}, space));
      truth.push_back(label);
    }
  }
  const LinearOptions linear{recipe.cost, recipe.nb_power, options.seed, options.threads, options.stop};
  LinearWeights weights = solve_linear(matrix, truth, corpus.labels().size(), linear);
  return {std::move(space), std::move(weights)};
}

Folds::Folds(const Corpus& corpus, const TrainOptions& options)
    : groups_(find_near_duplicates(corpus)), folds_(corpus.size()) {
  std::vector<std::uint32_t> leaders;
  for (std::uint32_t row = 0; row < corpus.size(); ++row)
    if (groups_[row] == row) leaders.push_back(row);
  Shuffler shuffler(options.seed);
  shuffler.shuffle(leaders);
  std::stable_sort(leaders.begin(), leaders.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return corpus.label(a) < corpus.label(b); });
  for (std::size_t i = 0; i < leaders.size(); ++i)
    folds_[leaders[i]] = static_cast<std::uint32_t>(i % options.folds);
  for (std::uint32_t row = 0; row < corpus.size(); ++row) folds_[row] = folds_[groups_[row]];
}

std::vector<std::uint32_t> Folds::seen(std::uint32_t fold) const {
  std::vector<std::uint32_t> rows;
  for (std::uint32_t row = 0; row < folds_.size(); ++row)
    if (folds_[row] != fold) rows.push_back(row);
  return rows;
}

std::vector<std::uint32_t> Folds::unseen(std::uint32_t fold) const {
  std::vector<std::uint32_t> rows;
  for (std::uint32_t row = 0; row < folds_.size(); ++row)
    if (folds_[row] == fold && groups_[row] == row) rows.push_back(row);
  return rows;
}

void append_held_out(const Corpus& corpus, const Folds& folds, std::uint32_t fold, const Recipe& recipe,
                     const TrainOptions& options, HeldOut& held_out) {
  const Learnt learnt = learn(corpus, folds.seen(fold), recipe, options);
  const std::vector<std::uint32_t> unseen = folds.unseen(fold);
  const SparseMatrix matrix = vectorise(corpus, unseen, learnt.space);
  for (std::size_t i = 0; i < unseen.size(); ++i) {
    learnt.weights.append_scores(matrix.row(i), held_out.scores);
    held_out.truth.push_back(corpus.label(unseen[i]));
  }
}

}  // namespace hotline::classify
