#include "dispatch/matter.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_map>

namespace hotline::dispatch {
namespace {

// How strongly the three witnesses speak, on the scale of log odds. Model and words read the same text, so
// each counts for less than one that stands alone; chosen on messages that nobody tuned the words on
// (docs/adr/0021-second-round-of-dispatch.md).
constexpr double model_weight = 0.6;
constexpr double word_weight = 1.0;
constexpr double neighbour_weight = 2.0;
constexpr double unseen = 1e-4;          // probability granted to a matter that the model ranks low
constexpr double anything_else = 1.3;    // without a model: score of what no phrase of the files speaks of
constexpr std::size_t most_labels = 40;  // of the model
constexpr double title_bonus = 3.0;      // a phrase in the title says what the caller leads with
constexpr std::size_t lead_bytes = 90;   // that count as one where no title was given

using Ranking = std::unordered_map<const city::Matter*, LikelyMatter>;

LikelyMatter& entry(Ranking& ranking, const city::Matter& matter) {
  LikelyMatter& likely = ranking[&matter];
  likely.matter = &matter;
  return likely;
}

void hear_phrase(LikelyMatter& likely, const Hit& hit, double weight) {
  likely.score += word_weight * weight;
  if (weight > likely.best_weight) {
    likely.best_weight = weight;
    likely.best_hit = &hit;
  }
}

// The more words speak at all, the less each says: a long letter touches many matters.
void damp_words(Ranking& ranking) {
  double loudest = 0;
  for (const auto& [matter, one] : ranking) loudest = std::max(loudest, one.score / word_weight);
  if (loudest <= 1) return;
  for (auto& [matter, one] : ranking) one.score /= std::sqrt(loudest);
}

void hear_words(const city::City& city, const std::vector<Hit>& hits, std::size_t title_bytes,
                Ranking& ranking) {
  for (const Hit& hit : hits) {
    if (hit.negated) continue;
    const double weight = hit.term->weight * (hit.begin < title_bytes ? title_bonus : 1.0);
    if (hit.term->kind == TermKind::matter) {
      hear_phrase(entry(ranking, city.matters.rows()[hit.term->index]), hit, weight);
    } else if (hit.term->kind == TermKind::duty) {
      const city::Duty& duty = city.duties.rows()[hit.term->index];
      const auto& below = city.matters.below(duty.matter);
      // A row for a whole branch speaks for each of its matters, the less the more there are.
      const double share =
          weight / (1.0 + 0.5 * std::log(static_cast<double>(std::max<std::size_t>(below.size(), 1))));
      for (const city::Matter* matter : below) hear_phrase(entry(ranking, *matter), hit, share);
    }
  }
}

void hear_neighbours(const city::City& city, std::span<const Neighbour> neighbours, Ranking& ranking) {
  for (const Neighbour& neighbour : neighbours) {
    const city::Matter* matter = city.matters.find(neighbour.matter);
    if (matter == nullptr) continue;
    LikelyMatter& likely = entry(ranking, *matter);
    likely.score += neighbour_weight * neighbour.similarity;
    if (likely.neighbour == 0) likely.neighbour = neighbour.ticket;
  }
}

}  // namespace

std::vector<LikelyMatter> rank_matters(const city::City& city, const std::vector<Hit>& hits,
                                       std::span<const Neighbour> neighbours, const classify::Model* model,
                                       std::string_view title, std::string_view words,
                                       classify::Scratch& scratch) {
  Ranking ranking;
  hear_words(city, hits, title.empty() ? lead_bytes : title.size(), ranking);
  damp_words(ranking);
  hear_neighbours(city, neighbours, ranking);
  if (model != nullptr) {
    const std::string_view fields[] = {title, words};
    std::size_t looked_at = 0;
    for (const classify::Ranked& ranked : model->predict(fields, scratch)) {
      const city::Matter* matter = city.matters.find(model->labels()[ranked.label]);
      if (matter == nullptr) continue;
      if (looked_at++ < most_labels || ranking.contains(matter))
        entry(ranking, *matter).model = ranked.probability;
    }
  }
  std::vector<LikelyMatter> likely;
  likely.reserve(ranking.size());
  double highest = -1e9;
  for (auto& [matter, one] : ranking) {
    if (model != nullptr) one.score += model_weight * std::log(std::max(one.model, unseen));
    highest = std::max(highest, one.score);
    likely.push_back(one);
  }
  double sum = model == nullptr ? std::exp(anything_else - highest) : 0;
  for (LikelyMatter& one : likely) sum += one.probability = std::exp(one.score - highest);
  for (LikelyMatter& one : likely) one.probability /= sum;
  std::sort(likely.begin(), likely.end(), [](const LikelyMatter& a, const LikelyMatter& b) {
    return a.score != b.score ? a.score > b.score : a.matter->line < b.matter->line;
  });
  return likely;
}

}  // namespace hotline::dispatch
