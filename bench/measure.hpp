// Figures: medians, percentiles, and the lines that show them.
#pragma once

#include <chrono>
#include <string>
#include <vector>

namespace hotline::bench {

using Steady = std::chrono::steady_clock;

inline double seconds_since(Steady::time_point begin) {
  return std::chrono::duration<double>(Steady::now() - begin).count();
}
inline double micros_since(Steady::time_point begin) {
  return std::chrono::duration<double, std::micro>(Steady::now() - begin).count();
}

// Of a copy: the caller's order stays. 0 for no values. `share` 0.5 is the median, 0.99 the p99.
double percentile(std::vector<double> values, double share);
inline double median(const std::vector<double>& values) {
  return percentile(values, 0.5);
}

// What was measured against what was wanted; printed once more in the summary.
struct Verdict {
  std::string what;
  std::string measured;
  std::string goal;
  bool met = false;
};

class Report {
 public:
  // A line of its own, at once.
  void say(const std::string& line) const;
  // A heading for what follows, and how it is measured.
  void section(const std::string& title, const std::string& how) const;
  void verdict(Verdict verdict);
  // All verdicts as a table.
  void print_summary() const;

 private:
  std::vector<Verdict> verdicts_;
};

}  // namespace hotline::bench
