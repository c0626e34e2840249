#include "retrieve/confidence.hpp"

#include <algorithm>
#include <array>

#include "hotline/base/logistic.hpp"

namespace hotline::retrieve {
namespace {

// Score, lead over the second and over the 21st, terms no document knows, subject, length.
using Facts = std::array<double, 6>;

constexpr Facts answers_weights{0.18, 0.61, 0.46, -5.4, 1.46, -5.0};
constexpr double answers_bias = -0.72;
constexpr Facts single_weights{0.008, 1.04, 0.61, -5.8, 1.06, -5.4};
constexpr double single_bias = -0.86;

constexpr double most_lead = 3;       // over the second
constexpr double most_wide_lead = 8;  // over the 21st
constexpr std::size_t wide_place = 20;
// Below this share of the question in a document it cannot answer, however far the others are behind.
constexpr float least_cover = 0.1F, fair_cover = 0.3F;

}  // namespace

Confidence judge(const Plan& plan, const Signs& first, std::span<const float> scores) {
  const auto sign = [&](Sign which) { return first[static_cast<std::size_t>(which)]; };
  float unknown = 0;
  for (const QueryTerm& term : plan.terms)
    if (term.documents == 0) unknown += term.weight;
  const auto lead_over = [&](std::size_t place, double most) {
    return scores.size() > place ? std::min<double>(scores[0] - scores[place], most) : most * 0.6;
  };
  const Facts facts{scores[0],
                    lead_over(1, most_lead),
                    lead_over(wide_place, most_wide_lead),
                    plan.total > 0 ? unknown / plan.total : 1,
                    sign(Sign::subject),
                    sign(Sign::length)};
  const double fit =
      std::clamp((sign(Sign::whole_cover) - least_cover) / (fair_cover - least_cover), 0.0F, 1.0F);
  return {fit * base::logistic(facts, answers_weights, answers_bias),
          fit * base::logistic(facts, single_weights, single_bias)};
}

double threshold_of(double precision) {
  struct Step {
    double precision, confidence;
  };
  // Cross-validated on the mixture: the least confidence from which on this share was right.
  constexpr std::array steps{Step{0.50, 0.10}, Step{0.80, 0.25}, Step{0.90, 0.45},
                             Step{0.95, 0.65}, Step{0.98, 0.85}, Step{0.99, 0.92}};
  if (precision <= steps.front().precision) return steps.front().confidence;
  for (std::size_t i = 1; i < steps.size(); ++i) {
    if (precision > steps[i].precision) continue;
    const double share = (precision - steps[i - 1].precision) / (steps[i].precision - steps[i - 1].precision);
    return steps[i - 1].confidence + share * (steps[i].confidence - steps[i - 1].confidence);
  }
  return steps.back().confidence;
}

}  // namespace hotline::retrieve
