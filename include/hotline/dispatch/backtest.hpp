// What a change of rules, duties or model would have done to past tickets. Pure: nothing is written.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "hotline/dispatch/history.hpp"

namespace hotline::dispatch {

// A ticket that another unit or matter would have got.
struct Moved {
  std::int64_t ticket = 0;
  std::string number;
  std::string unit_before, unit_after;
  std::string matter_before, matter_after;
  std::string truth;  // the unit that took it, "" when not known
  std::string rule;   // the reason that decided after the change, "source:name"
};

struct UnitFigures {
  std::size_t before = 0, after = 0;              // tickets it gets
  std::size_t right_before = 0, right_after = 0;  // of those whose truth is known, got rightly
  std::size_t truth = 0;                          // tickets that were truly its
};

struct BacktestReport {
  std::size_t tickets = 0;
  std::size_t known = 0;  // whose true unit is known
  std::size_t right_before = 0, right_after = 0;
  std::size_t auto_before = 0, auto_after = 0;              // would go out without a person
  std::size_t auto_right_before = 0, auto_right_after = 0;  // of those with known truth
  std::size_t auto_known_before = 0, auto_known_after = 0;
  std::vector<Moved> moved;      // whose lead differs, in the order of the tickets
  std::size_t matter_moved = 0;  // whose matter differs, the lead or not
  std::map<std::string, UnitFigures> units;
};

class Backtest {
 public:
  // Both must outlive it.
  Backtest(const Dispatcher& before, const Dispatcher& after) : before_(before), after_(after) {}
  void add(const PastTicket& ticket);
  const BacktestReport& report() const { return report_; }

 private:
  const Dispatcher& before_;
  const Dispatcher& after_;
  classify::Scratch scratch_;
  BacktestReport report_;
};

}  // namespace hotline::dispatch
