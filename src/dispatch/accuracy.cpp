#include "hotline/dispatch/accuracy.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>

namespace hotline::dispatch {
namespace {

constexpr std::size_t most_confusions = 50;
constexpr std::chrono::days newest_span{28};
constexpr double least_share = 1e-3;  // stands for a matter that does not occur, so that its logarithm exists
constexpr double mix_alarm = 0.25;
constexpr std::size_t least_drift = 50;  // tickets on either side before drift means anything

using Tallies = std::map<std::string, Tally>;

// ISO 8601 week of an instant, "2026-W09".
std::string week_of(base::Time at, std::chrono::minutes zone_offset) {
  using namespace std::chrono;
  const sys_days day = floor<days>(at + zone_offset);
  const sys_days thursday = day - (weekday(day) - Monday) + days{3};
  const year in{year_month_day(thursday).year()};
  const auto number = (thursday - sys_days(in / January / 1)).count() / 7 + 1;
  return fmt::format("{:04d}-W{:02d}", static_cast<int>(in), number);
}

void count(Tally& tally, bool right) {
  ++tally.tickets;
  tally.right += right;
}

std::vector<TallyOf> by_size(const Tallies& tallies) {
  std::vector<TallyOf> list;
  for (const auto& [key, tally] : tallies) list.push_back({key, tally});
  std::stable_sort(list.begin(), list.end(),
                   [](const TallyOf& a, const TallyOf& b) { return a.tally.tickets > b.tally.tickets; });
  return list;
}

std::vector<Coverage> coverages(std::vector<std::pair<double, bool>> scored) {
  std::sort(scored.begin(), scored.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  std::vector<Coverage> list;
  for (const double wanted : {0.90, 0.95, 0.98}) {
    Coverage best{wanted, 0, 1};
    std::size_t right = 0;
    for (std::size_t i = 0; i < scored.size(); ++i) {
      right += scored[i].second;
      const bool last_of_ties = i + 1 == scored.size() || scored[i + 1].first < scored[i].first;
      const double rows = static_cast<double>(i + 1);
      if (last_of_ties && static_cast<double>(right) / rows >= wanted)
        best = {wanted, rows / static_cast<double>(scored.size()), scored[i].first};
    }
    list.push_back(best);
  }
  return list;
}

// Population stability index between two mixes of matters.
double mix_change(const std::map<std::string, std::pair<double, double>>& counts, double before,
                  double newest) {
  double index = 0;
  for (const auto& [matter, count] : counts) {
    const double a = std::max(count.first / before, least_share);
    const double b = std::max(count.second / newest, least_share);
    index += (b - a) * std::log(b / a);
  }
  return index;
}

Drift drift_of(const std::vector<const PastTicket*>& known) {
  Drift drift;
  base::Time last{};
  for (const PastTicket* one : known) last = std::max(last, one->facts.received_at);
  std::map<std::string, std::pair<double, double>> mix;
  for (const PastTicket* one : known) {
    const bool fresh = one->facts.received_at > last - newest_span;
    count(fresh ? drift.newest : drift.before, one->proposed_unit == one->unit);
    auto& cell = mix[one->matter.substr(0, 4)];
    ++(fresh ? cell.second : cell.first);
  }
  if (drift.before.tickets < least_drift || drift.newest.tickets < least_drift) return drift;
  const double before = static_cast<double>(drift.before.tickets);
  const double newest = static_cast<double>(drift.newest.tickets);
  drift.mix = mix_change(mix, before, newest);
  const double share = drift.before.share();
  const double error = std::sqrt(share * (1 - share) * (1 / before + 1 / newest));
  drift.alarm = drift.mix > mix_alarm || drift.newest.share() < share - 2 * error;
  return drift;
}

}  // namespace

Accuracy measure_accuracy(const std::vector<PastTicket>& tickets, std::chrono::minutes zone_offset) {
  Accuracy out;
  Tallies weeks, units, matters;
  std::map<std::pair<std::string, std::string>, std::size_t> confused;
  std::vector<std::pair<double, bool>> scored;
  std::vector<const PastTicket*> known;
  for (const PastTicket& one : tickets) {
    if (one.unit.empty() || one.proposed_unit.empty()) continue;
    known.push_back(&one);
    const bool right = one.proposed_unit == one.unit;
    const bool right_matter = one.proposed_matter == one.matter;
    count(out.unit, right);
    count(out.matter, right_matter);
    if (one.automatic) count(out.alone, right);
    count(weeks[week_of(one.facts.received_at, zone_offset)], right);
    count(units[one.unit], right);
    count(matters[one.matter], right_matter);
    if (!right) ++confused[{one.proposed_unit, one.unit}];
    scored.emplace_back(one.confidence.value_or(0), right);
  }
  for (const auto& [week, tally] : weeks) out.weeks.push_back({week, tally});
  out.units = by_size(units);
  out.matters = by_size(matters);
  for (const auto& [pair, number] : confused) out.confusions.push_back({pair.first, pair.second, number});
  std::stable_sort(out.confusions.begin(), out.confusions.end(),
                   [](const Confusion& a, const Confusion& b) { return a.tickets > b.tickets; });
  if (out.confusions.size() > most_confusions) out.confusions.resize(most_confusions);
  out.coverage = coverages(std::move(scored));
  out.drift = drift_of(known);
  return out;
}

}  // namespace hotline::dispatch
