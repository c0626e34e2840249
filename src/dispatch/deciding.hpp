// The way of one decision; what Dispatcher::decide does.
#pragma once

#include <span>

#include "dispatch/lexicon.hpp"
#include "dispatch/rules.hpp"
#include "hotline/classify/model.hpp"
#include "hotline/dispatch/decision.hpp"
#include "hotline/dispatch/places.hpp"

namespace hotline::dispatch {

// The phrases of a city's files, ready for matching; the city must outlive them.
struct Phrases {
  explicit Phrases(const city::City& of) : city(of), lexicon(of), rules(of.rules), places(of) {}
  const city::City& city;
  Lexicon lexicon;
  RuleBook rules;
  PlaceBook places;
};

// Pure. `model` may be nullptr.
Decision decide(const Phrases& phrases, const classify::Model* model, const Facts& facts,
                std::span<const Neighbour> neighbours, classify::Scratch& scratch);

}  // namespace hotline::dispatch
