#include "hotline/dispatch/evaluate.hpp"

#include <algorithm>

namespace hotline::dispatch {
namespace {

constexpr std::int64_t noon_of_a_monday = 1'772'424'000'000;  // 2026-03-02 in Hangzhou
constexpr std::size_t shown_to_people = 3;

bool accepts(const GoldRow& row, const std::string& unit) {
  return !unit.empty() && (unit == row.unit || unit == row.also);
}

// "0304.030401" and "030401" are the same code.
std::string code_of(const std::string& matter) {
  const std::size_t dot = matter.find('.');
  return dot == std::string::npos ? matter : matter.substr(dot + 1);
}

// The first three units that a person would be shown: the lead, then the other candidates.
bool among_first(const Decision& decision, const GoldRow& row) {
  if (accepts(row, decision.lead)) return true;
  std::size_t shown = 1;
  for (const Candidate& one : decision.candidates) {
    if (one.unit == decision.lead) continue;
    if (shown++ == shown_to_people) break;
    if (accepts(row, one.unit)) return true;
  }
  return false;
}

}  // namespace

DispatchReport evaluate(const Dispatcher& dispatcher, const std::vector<GoldRow>& rows) {
  DispatchReport report;
  report.rows = rows.size();
  classify::Scratch scratch;
  std::size_t level1 = 0, matter = 0, top1 = 0, strict = 0, top3 = 0, automatic = 0, automatic_right = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const GoldRow& row = rows[i];
    Facts facts;
    facts.title = row.title;
    facts.words = row.words;
    facts.place = row.place;
    facts.channel = "web";
    facts.received_at = base::from_millis(noon_of_a_monday);
    const Decision decision = dispatcher.decide(facts, {}, scratch);
    const std::string code = code_of(decision.matter), wanted = code_of(row.matter);
    const bool right_level1 = !code.empty() && code.substr(0, 2) == wanted.substr(0, 2);
    const bool right_unit = accepts(row, decision.lead);
    level1 += right_level1;
    matter += code == wanted;
    top1 += right_unit;
    strict += decision.lead == row.unit;
    top3 += among_first(decision, row);
    automatic += decision.automatic;
    automatic_right += decision.automatic && right_unit;
    if (!right_level1 || !right_unit)
      report.misses.push_back({i, decision.matter, decision.lead, decision.confidence, decision.automatic});
  }
  const auto share = [&](std::size_t part, std::size_t whole) {
    return whole == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(whole);
  };
  report.level1 = share(level1, rows.size());
  report.matter = share(matter, rows.size());
  report.unit_top1 = share(top1, rows.size());
  report.unit_top1_strict = share(strict, rows.size());
  report.unit_top3 = share(top3, rows.size());
  report.auto_share = share(automatic, rows.size());
  report.auto_right = share(automatic_right, automatic);
  return report;
}

}  // namespace hotline::dispatch
