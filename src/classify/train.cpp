#include "hotline/classify/train.hpp"

#include <algorithm>
#include <numeric>

#include "classify/cross_validate.hpp"
#include "classify/limits.hpp"
#include "hotline/classify/measure.hpp"

namespace hotline::classify {
namespace {

constexpr std::uint32_t kScreeningFolds = 2;  // on which recipes compete

struct Choice {
  const Recipe* recipe = nullptr;
  HeldOut held_out;
};

std::vector<Scored> score(const HeldOut& held_out, const std::vector<Verdict>& verdicts) {
  std::vector<Scored> rows;
  for (std::size_t i = 0; i < verdicts.size(); ++i)
    rows.push_back({held_out.truth[i], verdicts[i].label, verdicts[i].probability});
  return rows;
}

double quality_of(const HeldOut& held_out) {
  const std::vector<Scored> rows = score(held_out, apply_calibration(fit_calibration(held_out), held_out));
  return accuracy_of(rows) + macro_f1_of(rows);
}

// All recipes on the first folds, then the best one on the rest.
Choice choose_recipe(const Corpus& corpus, const std::vector<Recipe>& recipes, const TrainOptions& options) {
  const Folds folds(corpus, options);
  const std::uint32_t measured = corpus.size() > kManyRows ? 1U : options.folds;
  const std::uint32_t screening = std::min(kScreeningFolds, measured);
  const double runs = static_cast<double>(recipes.size() * screening + measured - screening + 1);
  double done = 0;
  const auto note_progress = [&] {
    if (options.progress) options.progress(++done / runs);
  };
  Choice best;
  double best_quality = -1;
  for (const Recipe& recipe : recipes) {
    Choice candidate{&recipe, {}};
    candidate.held_out.labels = corpus.labels().size();
    for (std::uint32_t fold = 0; fold < screening; ++fold) {
      append_held_out(corpus, folds, fold, recipe, options, candidate.held_out);
      note_progress();
    }
    const double quality = recipes.size() == 1 ? 0 : quality_of(candidate.held_out);
    if (quality <= best_quality) continue;
    best_quality = quality;
    best = std::move(candidate);
  }
  for (std::uint32_t fold = screening; fold < measured; ++fold) {
    append_held_out(corpus, folds, fold, *best.recipe, options, best.held_out);
    note_progress();
  }
  return best;
}

base::Error stopped() {
  return base::Error::of(base::ErrorCode::unavailable, "训练已中止。", "The training was stopped.");
}

}  // namespace

base::Result<Model> train(const Corpus& corpus, const TrainOptions& options) {
  if (corpus.labels().size() < 2 || options.folds < 2 || corpus.size() < options.folds)
    return base::Error::field(
        "label", "too_few", "训练数据至少要有两种标签，行数不少于交叉验证的折数，请补充后重试。",
        "Training needs at least two labels and as many rows as folds: add rows and try again.");
  const std::vector<Recipe> recipes = options.recipes.empty() ? default_recipes(corpus) : options.recipes;
  const Choice choice = choose_recipe(corpus, recipes, options);
  if (options.stop.stop_requested()) return stopped();
  const Calibration calibration = fit_calibration(choice.held_out);
  const std::vector<Verdict> verdicts = apply_calibration(calibration, choice.held_out);
  const std::vector<Scored> scored = score(choice.held_out, verdicts);

  std::vector<std::uint32_t> rows(corpus.size());
  std::iota(rows.begin(), rows.end(), 0U);
  Learnt learnt = learn(corpus, rows, *choice.recipe, options);
  if (options.stop.stop_requested()) return stopped();

  Model::Parts parts;
  parts.field_names = corpus.field_names();
  parts.labels = corpus.labels();
  parts.alphabet = std::move(learnt.space.alphabet);
  parts.blocks = std::move(learnt.space.blocks);
  parts.bias = calibration.bias;
  for (std::size_t k = 0; k < parts.bias.size(); ++k)
    parts.bias[k] += calibration.slope * learnt.weights.bias[k];
  parts.weights = std::move(learnt.weights.values);
  for (float& weight : parts.weights) weight *= calibration.slope;
  parts.thresholds = decide_thresholds(verdicts, choice.held_out.truth);
  parts.info = {options.created,     corpus.digest(),     corpus.size(),
                accuracy_of(scored), macro_f1_of(scored), coverage_at_precision(scored, 0.95)};
  if (options.progress) options.progress(1.0);
  return Model(std::move(parts));
}

}  // namespace hotline::classify
