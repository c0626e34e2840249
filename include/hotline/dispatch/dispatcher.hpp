// The dispatch engine: decides which unit gets a request, and says why.
//
// decide() is pure: the same facts, neighbours, city version and model give the same decision, on any
// machine, so every automatic decision can be replayed from its event. It weighs, in this order of force:
// what people have given; settled disputes; the city's rules; then together the classifier, the words of the
// duty table and the neighbours. The confidence of the lead unit is the summed probability of all matters
// that it owns at the place, so that two likely matters of one unit do not make it doubtful.
//
// Threads: a Dispatcher is immutable and may be used by any number of threads, each with a Scratch of its
// own.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "hotline/city/city.hpp"
#include "hotline/classify/model.hpp"
#include "hotline/dispatch/decision.hpp"

namespace hotline::dispatch {

class Dispatcher {
 public:
  // `model` labels texts (fields title, words) with row keys of matters.csv; nullptr decides without one.
  Dispatcher(std::shared_ptr<const city::City> city, std::shared_ptr<const classify::Model> model);
  ~Dispatcher();
  Dispatcher(const Dispatcher&) = delete;
  Dispatcher& operator=(const Dispatcher&) = delete;

  Decision decide(const Facts& facts, std::span<const Neighbour> neighbours,
                  classify::Scratch& scratch) const;

  // A matter that the unit leads at a place: of its duties the narrowest, then the first of the files; ""
  // when it leads none there. For tickets that a ruling gave to a unit by none of the matters they seemed to
  // be.
  std::string matter_owned_by(const std::string& unit, const std::string& division) const;

  const city::City& city() const { return *city_; }
  std::shared_ptr<const city::City> snapshot() const { return city_; }
  const std::shared_ptr<const classify::Model>& model() const { return model_; }  // may be nullptr

 private:
  std::shared_ptr<const city::City> city_;
  std::shared_ptr<const classify::Model> model_;
  struct Compiled;
  std::unique_ptr<const Compiled> compiled_;  // the phrases of the city's files, ready for matching
};

// The words that a first model of a city learns from: names and definitions of its matters and the words of
// its duty table, one text each with the matter's row as label; (text, row) pairs in the order of the files.
std::vector<std::pair<std::string, std::string>> texts_of_city(const city::City& city);

}  // namespace hotline::dispatch
