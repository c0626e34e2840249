#include "retrieve/confidence.hpp"

#include <algorithm>
#include <array>

#include "hotline/base/logistic.hpp"

namespace hotline::retrieve {
namespace {

// Score, lead over the second and over the 21st, terms no document knows, subject, whether anything is asked,
// lead of the first pass.
using Facts = std::array<double, 7>;

constexpr Facts answers_weights{0.159, 0.368, 0.392, -2.68, 1.38, 2.54, 3.60};
constexpr double answers_bias = -7.16;
constexpr Facts single_weights{0.063, 0.694, 0.437, -2.34, 0.46, 2.44, 4.66};
constexpr double single_bias = -7.58;

constexpr double most_lead = 3;       // over the second
constexpr double most_wide_lead = 8;  // over the 21st
constexpr std::size_t wide_place = 20;
constexpr std::size_t looked_up = 10;  // characters of a query that needs no words of a question
// Below this share of the question in a document it cannot answer, however far the others are behind.
constexpr float least_cover = 0.1F, fair_cover = 0.3F;

// A report tells what happened; a question asks, and so do a few words that somebody looks up.
bool asks(const Plan& plan) {
  if (plan.query.size() <= looked_up) return true;
  const std::vector<bool> asking = asking_part(plan.query);
  return std::find(asking.begin(), asking.end(), true) != asking.end();
}

}  // namespace

Confidence judge(const Plan& plan, const Signs& first, std::span<const float> scores, float first_pass_lead) {
  const auto sign = [&](Sign which) { return first[static_cast<std::size_t>(which)]; };
  float unknown = 0;
  for (const QueryTerm& term : plan.terms)
    if (term.documents == 0 && !term.instead) unknown += term.weight;
  const auto lead_over = [&](std::size_t place, double most) {
    return scores.size() > place ? std::min<double>(scores[0] - scores[place], most) : most * 0.6;
  };
  const Facts facts{scores[0],
                    lead_over(1, most_lead),
                    lead_over(wide_place, most_wide_lead),
                    plan.total > 0 ? unknown / plan.total : 1,
                    sign(Sign::subject),
                    asks(plan) ? 1.0 : 0.0,
                    plan.total > 0 ? first_pass_lead / plan.total : 0};
  const double fit =
      std::clamp((sign(Sign::whole_cover) - least_cover) / (fair_cover - least_cover), 0.0F, 1.0F);
  return {fit * base::logistic(facts, answers_weights, answers_bias),
          fit * base::logistic(facts, single_weights, single_bias)};
}

double threshold_of(double precision) {
  struct Step {
    double precision, confidence;
  };
  // On the questions mixed with each of three sets of messages: the least confidence from which on this share
  // was right in the worst of them, or a little more.
  constexpr std::array steps{Step{0.50, 0.05}, Step{0.80, 0.10}, Step{0.90, 0.20},
                             Step{0.95, 0.50}, Step{0.98, 0.80}, Step{0.99, 0.90}};
  if (precision <= steps.front().precision) return steps.front().confidence;
  for (std::size_t i = 1; i < steps.size(); ++i) {
    if (precision > steps[i].precision) continue;
    const double share = (precision - steps[i - 1].precision) / (steps[i].precision - steps[i - 1].precision);
    return steps[i - 1].confidence + share * (steps[i].confidence - steps[i - 1].confidence);
  }
  return steps.back().confidence;
}

}  // namespace hotline::retrieve
