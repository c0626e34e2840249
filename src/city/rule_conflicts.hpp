// Rules that contradict one another.
#pragma once

#include <vector>

#include "city/report.hpp"
#include "hotline/city/rules.hpp"

namespace hotline::city {

// Reports, at the later rule's line and naming the earlier one's:
//   duplicate  two rules of one name (reasons name the rule, so a name must mean one rule);
//   conflict   two rules of one priority that a request can fulfil by one phrase, and that conclude a
//              different matter, unit or emergency line: which of them wins would hang on their order alone.
// Rules of different priority never conflict: that is what priorities are for.
void check_rule_conflicts(const std::vector<Rule>& rules, Report& report);

}  // namespace hotline::city
