#include "hotline/classify/measure.hpp"

#include <algorithm>

namespace hotline::classify {

double accuracy_of(std::span<const Scored> rows) {
  if (rows.empty()) return 0;
  const auto right =
      std::count_if(rows.begin(), rows.end(), [](const Scored& row) { return row.truth == row.predicted; });
  return static_cast<double>(right) / static_cast<double>(rows.size());
}

double macro_f1_of(std::span<const Scored> rows) {
  struct Tally {
    double hits = 0;
    double mentions = 0;  // as truth and as prediction
  };
  std::vector<Tally> tallies;
  for (const Scored& row : rows) {
    const std::size_t needed = std::max(row.truth, row.predicted) + std::size_t{1};
    if (tallies.size() < needed) tallies.resize(needed);
    tallies[row.truth].mentions += 1;
    tallies[row.predicted].mentions += 1;
    if (row.truth == row.predicted) tallies[row.truth].hits += 1;
  }
  double sum = 0;
  double labels = 0;
  for (const Tally& tally : tallies) {
    if (tally.mentions == 0) continue;
    sum += 2 * tally.hits / tally.mentions;
    labels += 1;
  }
  return labels == 0 ? 0 : sum / labels;
}

double coverage_at_precision(std::span<const Scored> rows, double precision) {
  std::vector<Scored> sorted(rows.begin(), rows.end());
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const Scored& a, const Scored& b) { return a.confidence > b.confidence; });
  double right = 0;
  std::size_t covered = 0;
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    right += sorted[i].truth == sorted[i].predicted ? 1 : 0;
    if (right >= precision * static_cast<double>(i + 1)) covered = i + 1;
  }
  return sorted.empty() ? 0 : static_cast<double>(covered) / static_cast<double>(sorted.size());
}

}  // namespace hotline::classify
