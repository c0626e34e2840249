// How sure a search may be of its first hit: two logistic models over what the ranking saw.
//
// Fitted on public questions mixed with messages that no document answers; docs/adr/0038 has the figures.
#pragma once

#include <span>

#include "retrieve/plan.hpp"
#include "retrieve/reading.hpp"

namespace hotline::retrieve {

struct Confidence {
  double answers = 0;  // the first hit answers the question, as its near copies may do as well
  double single = 0;   // the first hit is the one document meant, and none of its copies
};

// `scores` of all that were read, best first, not empty; `first` the signs of the first; `first_pass_lead` by
// how much the first pass preferred its best to its second.
Confidence judge(const Plan& plan, const Signs& first, std::span<const float> scores, float first_pass_lead);

// See Index::threshold.
double threshold_of(double precision);

}  // namespace hotline::retrieve
