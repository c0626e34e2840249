// What it is about: the likelihood of each matter.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "dispatch/lexicon.hpp"
#include "hotline/classify/model.hpp"
#include "hotline/dispatch/decision.hpp"

namespace hotline::dispatch {

struct LikelyMatter {
  const city::Matter* matter;
  double score = 0;               // log scale
  double probability = 0;         // over all that were looked at
  double model = 0;               // the classifier's own probability
  const Hit* best_hit = nullptr;  // the duty or matter phrase that spoke most for it
  double best_weight = 0;
  std::int64_t neighbour = 0;
};

// Best first; empty when nothing speaks for anything. `model` may be nullptr.
std::vector<LikelyMatter> rank_matters(const city::City& city, const std::vector<Hit>& hits,
                                       std::span<const Neighbour> neighbours, const classify::Model* model,
                                       std::string_view title, std::string_view words,
                                       classify::Scratch& scratch);

}  // namespace hotline::dispatch
