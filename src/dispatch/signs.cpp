#include "dispatch/signs.hpp"

#include <algorithm>
#include <map>

namespace hotline::dispatch {

SaidKind tell_kind(const city::City& city, const Lexicon& lexicon, const std::vector<Hit>& hits) {
  const auto says = [](const Hit& hit) { return hit.term->kind == TermKind::kind && !hit.negated; };
  const auto kind_of = [&](const Hit& hit) { return city.kind_words[hit.term->index].kind; };
  std::map<city::Kind, double> weights;
  for (const Hit& hit : hits) {
    if (says(hit)) weights[kind_of(hit)] += hit.term->weight;
  }
  SaidKind said;
  double best = 0;
  for (const auto& [kind, weight] : weights) {
    if (weight <= best) continue;
    best = weight;
    said.kind = kind;
  }
  const auto first = std::find_if(hits.begin(), hits.end(),
                                  [&](const Hit& hit) { return says(hit) && kind_of(hit) == said.kind; });
  if (first != hits.end())
    said.reason = Reason{"kind", std::string(city::name_of(said.kind)), lexicon.phrase(*first->term)};
  return said;
}

Danger tell_danger(const city::City& city, const Lexicon& lexicon, const std::vector<Hit>& hits) {
  Danger danger;
  const auto raise = [&](city::Urgency urgency) { danger.urgency = std::max(danger.urgency, urgency); };
  for (const Hit& hit : hits) {
    if (hit.negated) continue;
    if (hit.term->kind == TermKind::handover && danger.handover.empty()) {
      danger.handover = city.handover.rows()[hit.term->index].number;
      raise(city::Urgency::critical);
      danger.reasons.push_back({"handover", danger.handover, lexicon.phrase(*hit.term)});
    } else if (hit.term->kind == TermKind::risk) {
      const city::RiskWord& risk = city.risk_words[hit.term->index];
      danger.flags.push_back(risk.category);
      danger.reasons.push_back({"risk", std::string(city::name_of(risk.level)), risk.word});
      if (risk.level == city::RiskLevel::red) raise(city::Urgency::critical);
      if (risk.level == city::RiskLevel::orange) raise(city::Urgency::urgent);
      if (risk.level == city::RiskLevel::yellow) continue;
      danger.importance = city::Importance::important;
      danger.person = true;
    }
  }
  return danger;
}

}  // namespace hotline::dispatch
