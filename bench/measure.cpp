#include "bench/measure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iostream>

namespace hotline::bench {

double percentile(std::vector<double> values, double share) {
  if (values.empty()) return 0;
  const auto at = static_cast<std::size_t>(share * static_cast<double>(values.size() - 1) + 0.5);
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(at), values.end());
  return values[at];
}

void Report::say(const std::string& line) const {
  std::cout << line << std::endl;
}

void Report::section(const std::string& title, const std::string& how) const {
  std::cout << "\n## " << title << "\n   " << how << std::endl;
}

void Report::verdict(Verdict verdict) {
  verdicts_.push_back(std::move(verdict));
}

void Report::print_summary() const {
  std::cout << "\n## Summary\n";
  for (const Verdict& one : verdicts_) {
    std::cout << fmt::format("   {:<46} {:>22}   goal {:<18} {}\n", one.what, one.measured, one.goal,
                             one.met ? "met" : "MISSED");
  }
  std::cout << std::flush;
}

}  // namespace hotline::bench
