#include "hotline/classify/train.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "classify/calibrate.hpp"
#include "classify/linear.hpp"
#include "classify/near_duplicates.hpp"
#include "classify/shuffle.hpp"
#include "classify/vocabulary.hpp"
#include "hotline/classify/measure.hpp"

namespace hotline::classify {
namespace {

constexpr std::size_t kManyRows = 200'000;  // above, two folds tell enough

struct Vectorised {
  Alphabet alphabet;
  std::vector<Model::Block> blocks;
  SparseMatrix matrix;
};

std::vector<float> idf_of(const std::vector<std::uint32_t>& frequencies, std::size_t rows) {
  std::vector<float> idf;
  for (const std::uint32_t frequency : frequencies)
    idf.push_back(frequency == 0
                      ? 0.0F
                      : std::log((1.0F + static_cast<float>(rows)) / (1.0F + static_cast<float>(frequency))) +
                            1.0F);
  return idf;
}

void append_row(const Vectorised& source, Fields fields, Scratch& scratch, SparseMatrix& matrix) {
  for (const Model::Block& block : source.blocks) {
    encode_block(source.alphabet, block.options, fields, scratch);
    count_ngrams(block.dictionary, block.options.max_n, scratch);
    const std::size_t begin = matrix.entries.size();
    float squares = 0;
    for (const FeatureId feature : scratch.touched) {
      const float value = damped(scratch.counts[feature]) * block.idf[feature];
      scratch.counts[feature] = 0;
      if (value == 0) continue;
      squares += value * value;
      matrix.entries.push_back({static_cast<std::uint32_t>(block.first_row) + feature, value});
    }
    const float factor = squares > 0 ? block.options.weight / std::sqrt(squares) : 0.0F;
    for (std::size_t i = begin; i < matrix.entries.size(); ++i) matrix.entries[i].value *= factor;
  }
  matrix.starts.push_back(matrix.entries.size());
}

Vectorised vectorise(const Corpus& corpus, const std::vector<BlockOptions>& blocks) {
  std::vector<std::uint32_t> rows(corpus.size());
  std::iota(rows.begin(), rows.end(), 0U);
  Vectorised result;
  result.alphabet = build_alphabet(corpus, rows, 2);
  std::size_t features = 0;
  for (const BlockOptions& options : blocks) {
    BlockVocabulary vocabulary = build_vocabulary(corpus, rows, result.alphabet, options);
    const std::size_t size = vocabulary.dictionary.size();
    result.blocks.push_back({options, std::move(vocabulary.dictionary),
                             idf_of(vocabulary.document_frequency, rows.size()), features});
    features += size;
  }
  result.matrix.features = static_cast<std::uint32_t>(features);
  Scratch scratch;
  for (const std::uint32_t row : rows) append_row(result, corpus.fields(row), scratch, result.matrix);
  return result;
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

HeldOut cross_validate(const Corpus& corpus, const SparseMatrix& matrix, const LinearOptions& linear,
                       const TrainOptions& options) {
  const std::vector<std::uint32_t> groups = find_near_duplicates(corpus);
  const std::vector<std::uint32_t> folds = decide_folds(corpus, groups, options);
  const std::uint32_t measured = corpus.size() > kManyRows ? 2 : options.folds;
  HeldOut held_out;
  held_out.labels = corpus.labels().size();
  std::vector<LabelId> truth(corpus.size());
  for (std::uint32_t fold = 0; fold < measured; ++fold) {
    for (std::uint32_t row = 0; row < corpus.size(); ++row)
      truth[row] = folds[row] == fold ? kNoLabel : corpus.label(row);
    const LinearWeights weights = solve_linear(matrix, truth, held_out.labels, linear);
    for (std::uint32_t row = 0; row < corpus.size(); ++row) {
      // One of each group: copies would count the easy texts many times.
      if (folds[row] != fold || groups[row] != row) continue;
      weights.append_scores(matrix.row(row), held_out.scores);
      held_out.truth.push_back(corpus.label(row));
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
  constexpr std::uint32_t kShort = 100;  // characters
  constexpr std::uint32_t kOpening = 400;
  constexpr std::uint32_t kWhole = 2000;
  std::vector<BlockOptions> blocks;
  for (std::uint32_t field = 0; field < corpus.field_names().size(); ++field) {
    std::size_t bytes = 0;
    for (std::size_t row = 0; row < corpus.size(); ++row) bytes += corpus.fields(row)[field].size();
    const bool is_long = bytes / std::max<std::size_t>(1, corpus.size()) > std::size_t{kShort} * 3;
    blocks.push_back({{field}, is_long ? kOpening : kOpening / 2, 2, 2, 1.0F});
    if (is_long && corpus.size() <= kManyRows) blocks.push_back({{field}, kWhole, 2, 2, 1.0F});
  }
  return blocks;
}

base::Result<Model> train(const Corpus& corpus, const TrainOptions& options) {
  if (corpus.labels().size() < 2 || options.folds < 2 || corpus.size() < options.folds)
    return base::Error::field(
        "label", "too_few", "训练数据至少要有两种标签，行数不少于交叉验证的折数，请补充后重试。",
        "Training needs at least two labels and as many rows as folds: add rows and try again.");
  Vectorised source = vectorise(corpus, options.blocks.empty() ? default_blocks(corpus) : options.blocks);
  const LinearOptions linear{options.cost, options.nb_power, options.seed, options.threads};
  const HeldOut held_out = cross_validate(corpus, source.matrix, linear, options);
  const Calibration calibration = fit_calibration(held_out);
  const std::vector<Verdict> verdicts = apply_calibration(calibration, held_out);

  std::vector<LabelId> truth(corpus.size());
  for (std::uint32_t row = 0; row < corpus.size(); ++row) truth[row] = corpus.label(row);
  const std::size_t labels = corpus.labels().size();
  LinearWeights weights = solve_linear(source.matrix, truth, labels, linear);

  Model::Parts parts;
  parts.field_names = corpus.field_names();
  parts.labels = corpus.labels();
  parts.alphabet = std::move(source.alphabet);
  parts.blocks = std::move(source.blocks);
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
