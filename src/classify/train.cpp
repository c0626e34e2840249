#include "hotline/classify/train.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "classify/calibrate.hpp"
#include "classify/linear.hpp"
#include "classify/near_duplicates.hpp"
#include "classify/shuffle.hpp"
#include "classify/vectorise.hpp"
#include "hotline/classify/measure.hpp"

namespace hotline::classify {
namespace {

constexpr std::size_t kManyRows = 200'000;  // above, two folds tell enough

std::vector<LabelId> labels_of(const Corpus& corpus, Rows rows) {
  std::vector<LabelId> labels;
  for (const std::uint32_t row : rows) labels.push_back(corpus.label(row));
  return labels;
}

// Spreads the groups of near duplicates over the folds, each label evenly; the fold of each row.
std::vector<std::uint32_t> decide_folds(const Corpus& corpus, const std::vector<std::uint32_t>& groups,
                                        const TrainOptions& options) {
  std::vector<std::uint32_t> leaders;
  for (std::uint32_t row = 0; row < corpus.size(); ++row)
    if (groups[row] == row) leaders.push_back(row);
  Shuffler shuffler(options.seed);
  shuffler.shuffle(leaders);
  std::stable_sort(leaders.begin(), leaders.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return corpus.label(a) < corpus.label(b); });
  std::vector<std::uint32_t> folds(corpus.size());
  for (std::size_t i = 0; i < leaders.size(); ++i)
    folds[leaders[i]] = static_cast<std::uint32_t>(i % options.folds);
  for (std::uint32_t row = 0; row < corpus.size(); ++row) folds[row] = folds[groups[row]];
  return folds;
}

// Everything, dictionaries included, is learnt anew for each fold, so that nothing of a held-out text leaks.
HeldOut cross_validate(const Corpus& corpus, const SpaceOptions& space_options, const LinearOptions& linear,
                       const TrainOptions& options) {
  const std::vector<std::uint32_t> groups = find_near_duplicates(corpus);
  const std::vector<std::uint32_t> folds = decide_folds(corpus, groups, options);
  const std::uint32_t measured = corpus.size() > kManyRows ? 2 : options.folds;
  HeldOut held_out;
  held_out.labels = corpus.labels().size();
  for (std::uint32_t fold = 0; fold < measured; ++fold) {
    std::vector<std::uint32_t> seen;
    std::vector<std::uint32_t> unseen;
    for (std::uint32_t row = 0; row < corpus.size(); ++row) {
      if (folds[row] != fold)
        seen.push_back(row);
      else if (groups[row] == row)  // copies would count the easy texts many times
        unseen.push_back(row);
    }
    const FeatureSpace space = build_features(corpus, seen, space_options);
    const LinearWeights weights =
        solve_linear(vectorise(corpus, seen, space), labels_of(corpus, seen), held_out.labels, linear);
    const SparseMatrix matrix = vectorise(corpus, unseen, space);
    for (std::size_t i = 0; i < unseen.size(); ++i) {
      weights.append_scores(matrix.row(i), held_out.scores);
      held_out.truth.push_back(corpus.label(unseen[i]));
    }
    if (options.progress) options.progress((fold + 1.0) / (measured + 1.0));
  }
  return held_out;
}

void note_figures(const HeldOut& held_out, const std::vector<Verdict>& verdicts, ModelInfo& info) {
  std::vector<Scored> rows;
  for (std::size_t i = 0; i < verdicts.size(); ++i)
    rows.push_back({held_out.truth[i], verdicts[i].label, verdicts[i].probability});
  info.accuracy = accuracy_of(rows);
  info.macro_f1 = macro_f1_of(rows);
  info.coverage_at_95 = coverage_at_precision(rows, 0.95);
}

}  // namespace

std::vector<BlockOptions> default_blocks(const Corpus& corpus) {
  constexpr std::size_t kShort = 300;  // bytes, 100 Chinese characters
  const std::uint32_t fields = static_cast<std::uint32_t>(corpus.field_names().size());
  // A word that a single text in a hundred thousand holds teaches little and costs memory.
  const auto min_df = static_cast<std::uint32_t>(2 + corpus.size() / 100'000);
  std::vector<BlockOptions> blocks;
  for (std::uint32_t field = 0; field < fields; ++field) {
    std::size_t bytes = 0;
    for (std::size_t row = 0; row < corpus.size(); ++row) bytes += corpus.fields(row)[field].size();
    const bool is_long = bytes / std::max<std::size_t>(1, corpus.size()) > kShort;
    const std::uint32_t whole = corpus.size() > kManyRows ? 400 : 2000;
    blocks.push_back({{field}, is_long ? whole : 200, 2, min_df, is_long || fields == 1 ? 1.0F : 0.7F});
  }
  return blocks;
}

base::Result<Model> train(const Corpus& corpus, const TrainOptions& options) {
  if (corpus.labels().size() < 2 || options.folds < 2 || corpus.size() < options.folds)
    return base::Error::field(
        "label", "too_few", "训练数据至少要有两种标签，行数不少于交叉验证的折数，请补充后重试。",
        "Training needs at least two labels and as many rows as folds: add rows and try again.");
  SpaceOptions space_options;
  space_options.blocks = options.blocks.empty() ? default_blocks(corpus) : options.blocks;
  space_options.max_features = options.max_features;
  const LinearOptions linear{options.cost, options.nb_power, options.seed, options.threads};
  const HeldOut held_out = cross_validate(corpus, space_options, linear, options);
  const Calibration calibration = fit_calibration(held_out);
  const std::vector<Verdict> verdicts = apply_calibration(calibration, held_out);

  std::vector<std::uint32_t> rows(corpus.size());
  std::iota(rows.begin(), rows.end(), 0U);
  const std::size_t labels = corpus.labels().size();
  FeatureSpace space = build_features(corpus, rows, space_options);
  LinearWeights weights =
      solve_linear(vectorise(corpus, rows, space), labels_of(corpus, rows), labels, linear);

  Model::Parts parts;
  parts.field_names = corpus.field_names();
  parts.labels = corpus.labels();
  parts.alphabet = std::move(space.alphabet);
  parts.blocks = std::move(space.blocks);
  parts.bias = calibration.bias;
  for (std::size_t k = 0; k < labels; ++k) parts.bias[k] += calibration.slope * weights.bias[k];
  parts.weights = std::move(weights.values);
  for (float& weight : parts.weights) weight *= calibration.slope;
  parts.thresholds = decide_thresholds(verdicts, held_out.truth);
  parts.info.created = options.created;
  parts.info.data_digest = corpus.digest();
  parts.info.rows = corpus.size();
  note_figures(held_out, verdicts, parts.info);
  if (options.progress) options.progress(1.0);
  return Model(std::move(parts));
}

}  // namespace hotline::classify
