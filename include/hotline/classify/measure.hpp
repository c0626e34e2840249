// How good predictions are. Pure functions.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "hotline/classify/features.hpp"

namespace hotline::classify {

// One prediction held against the truth.
struct Scored {
  LabelId truth = 0;
  LabelId predicted = 0;
  float confidence = 0;
};

// Share of right predictions; 0 for none.
double accuracy_of(std::span<const Scored> rows);

// Mean F1 over the labels that occur as truth or prediction.
double macro_f1_of(std::span<const Scored> rows);

// The largest share of rows, taken from the most confident down, of which at least `precision` are right.
double coverage_at_precision(std::span<const Scored> rows, double precision);

}  // namespace hotline::classify
