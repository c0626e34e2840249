#include "city/rule_conflicts.hpp"

#include <algorithm>
#include <map>
#include <optional>

namespace hotline::city {
namespace {

constexpr const char* file = "rules.toml";

template <class T>
bool can_meet(const std::vector<T>& a, const std::vector<T>& b) {
  if (a.empty() || b.empty()) return true;
  return std::any_of(a.begin(), a.end(),
                     [&](const T& one) { return std::find(b.begin(), b.end(), one) != b.end(); });
}

bool prefixes_meet(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  if (a.empty() || b.empty()) return true;
  for (const std::string& one : a) {
    for (const std::string& other : b) {
      if (one.starts_with(other) || other.starts_with(one)) return true;
    }
  }
  return false;
}

bool hours_meet(const DayHours& a, const DayHours& b) {
  if (a.empty() || b.empty()) return true;
  for (const Hours& one : a) {
    for (const Hours& other : b) {
      if (one.from < other.to && other.from < one.to) return true;
    }
  }
  return false;
}

// A phrase that fulfils the words of both: it stands among the alternatives of each, and what each demands
// beside it does not exclude it. Rules without words meet when everything else does.
std::optional<std::string> common_phrase(const Rule::When& a, const Rule::When& b) {
  const auto alternatives = [](const Rule::When& when) { return when.any.empty() ? when.all : when.any; };
  const std::vector<std::string> mine = alternatives(a), theirs = alternatives(b);
  if (mine.empty() && theirs.empty()) return "";
  for (const std::string& phrase : mine) {
    if (std::find(theirs.begin(), theirs.end(), phrase) == theirs.end()) continue;
    const auto excluded = [&](const std::vector<std::string>& none) {
      return std::any_of(none.begin(), none.end(),
                         [&](const std::string& word) { return phrase.find(word) != std::string::npos; });
    };
    if (!excluded(a.none) && !excluded(b.none)) return phrase;
  }
  return std::nullopt;
}

bool can_both_hold(const Rule::When& a, const Rule::When& b) {
  return prefixes_meet(a.matter, b.matter) && prefixes_meet(a.place, b.place) &&
         can_meet(a.channel, b.channel) && can_meet(a.kind, b.kind) && can_meet(a.caller, b.caller) &&
         hours_meet(a.hours, b.hours) && (!a.workday || !b.workday || *a.workday == *b.workday);
}

bool differ(const std::string& a, const std::string& b) {
  return !a.empty() && !b.empty() && a != b;
}

// The conclusion in which two rules contradict each other, "" when they do not.
std::string contradiction(const Rule::Then& a, const Rule::Then& b) {
  if (differ(a.matter, b.matter)) return "matter";
  if (differ(a.unit, b.unit)) return "unit";
  if (differ(a.handover, b.handover)) return "handover";
  return "";
}

void check_pair(const Rule& earlier, const Rule& later, Report& report) {
  if (earlier.priority != later.priority || !can_both_hold(earlier.when, later.when)) return;
  const std::string what = contradiction(earlier.then, later.then);
  if (what.empty()) return;
  const auto phrase = common_phrase(earlier.when, later.when);
  if (!phrase) return;
  const std::string line = std::to_string(earlier.line);
  report.error({file, later.line}, "conflict",
               "规则“" + later.name + "”与第" + line + "行“" + earlier.name + "”优先级相同、都会被“" +
                   *phrase + "”触发，而结论（" + what + "）不同，请调整优先级或条件",
               "rule '" + later.name + "' and '" + earlier.name + "' (" + file + ":" + line +
                   ") have the same priority and both hold for '" + *phrase + "', but conclude a different " +
                   what + ": change a priority or a condition");
}

}  // namespace

void check_rule_conflicts(const std::vector<Rule>& rules, Report& report) {
  std::map<std::string, int> names;
  for (const Rule& rule : rules) {
    const auto [at, fresh] = names.try_emplace(rule.name, rule.line);
    if (!fresh) report.duplicate({file, rule.line}, rule.name, at->second);
  }
  for (std::size_t later = 1; later < rules.size(); ++later) {
    for (std::size_t earlier = 0; earlier < later; ++earlier)
      check_pair(rules[earlier], rules[later], report);
  }
}

}  // namespace hotline::city
