// What a city can be loaded with, but should not run with for long.
#include <algorithm>
#include <set>

#include "city/draft.hpp"

namespace hotline::city {
namespace {

std::vector<const Division*> present_districts(const City& city) {
  std::vector<const Division*> districts;
  for (const Division& division : city.divisions.rows())
    if (division.level == DivisionLevel::district && !division.valid_to) districts.push_back(&division);
  return districts;
}

void warn_of_unowned_matters(const City& city, Report& report) {
  const auto districts = present_districts(city);
  for (const Matter& matter : city.matters.rows()) {
    std::vector<std::string> orphans;
    for (const Division* district : districts)
      if (!city.owners(matter, district->code).lead) orphans.push_back(district->name);
    if (districts.empty() && !city.owners(matter, "").lead) orphans.emplace_back(city.settings.name);
    if (orphans.empty()) continue;
    const bool everywhere = orphans.size() == districts.size();
    const std::string where = everywhere ? city.settings.name : orphans.front();
    report.warning({"matters.csv", matter.line}, "unowned_matter",
                   "事项 " + matter.row + "“" + matter.name() + "”在" + where + "没有主办单位，将由人工研判",
                   "nobody owns matter " + matter.row + " in " + where + ": a person will have to decide");
  }
}

bool has_unit(const City& city, const Division& division, std::string_view kind) {
  const auto& units = city.units.of_division(division.code);
  return std::any_of(units.begin(), units.end(), [&](const Unit* unit) { return unit->kind == kind; });
}

void warn_of_divisions_without_unit(const City& city, Report& report) {
  for (const Division* district : present_districts(city)) {
    if (!has_unit(city, *district, "government"))
      report.warning({"divisions.csv", district->line}, "division_without_unit",
                     district->name + "没有承办单位（kind 为 government），属地事项无人承接",
                     district->name + " has no unit of kind 'government': nobody takes its local matters");
    std::size_t without = 0;
    for (const Division* street : city.divisions.children(district->code))
      if (street->level == DivisionLevel::street && !street->valid_to &&
          !has_unit(city, *street, "street_office"))
        ++without;
    if (without > 0)
      report.warning({"divisions.csv", district->line}, "division_without_unit",
                     district->name + "有" + std::to_string(without) + "个街镇没有自己的承办单位，由区县承接",
                     std::to_string(without) + " streets of " + district->name +
                         " have no unit of their own: the district takes their matters");
  }
}

// Units that no table names. General governments, emergency lines and the hotline are found by their kind.
void warn_of_unused_units(const City& city, Report& report) {
  std::set<std::string_view> used{city.settings.fallback_unit};
  for (const Duty& duty : city.duties.rows()) used.insert(duty.unit);
  for (const DirectRule& rule : city.direct) used.insert({rule.unit, rule.copy_to});
  for (const Settlement& settlement : city.settlements) {
    used.insert(settlement.unit);
    used.insert(settlement.assists.begin(), settlement.assists.end());
  }
  for (const Rule& rule : city.rules) used.insert(rule.then.unit);
  static const std::set<std::string_view> by_kind{"government", "street_office", "emergency", "hotline"};
  for (const Unit& unit : city.units.rows()) {
    if (used.contains(unit.code) || by_kind.contains(unit.kind) || !city.units.children(unit.code).empty())
      continue;
    report.warning({"units.csv", unit.line}, "unused_unit", "“" + unit.name + "”没有任何职责，不会收到派单",
                   "'" + unit.name + "' has no duty and gets no tickets");
  }
}

void warn_of_missing_limits(const City& city, Report& report) {
  for (Limited clock : {Limited::sign, Limited::first_contact, Limited::return_window, Limited::resolve,
                        Limited::review, Limited::callback, Limited::extension})
    for (Kind kind : kinds) {
      if (city.limits.find(kind, Urgency::normal, nullptr, clock) != nullptr) continue;
      const std::string what = std::string(name_of(clock)) + " / " + std::string(name_of(kind));
      report.warning({"limits.csv", 0}, "no_general_limit", "没有“" + what + "”的一般时限，该时钟不会启动",
                     "there is no general limit for " + what + ": that clock will not run");
    }
}

// Roughly, in minutes: enough to compare limits of different units.
int rough_minutes(const Limit& limit) {
  constexpr int hour = 60, day = 24 * hour;
  switch (limit.unit) {
    case LimitUnit::minutes:
    case LimitUnit::working_minutes:
      return limit.amount;
    case LimitUnit::hours:
      return limit.amount * hour;
    case LimitUnit::working_days:
      break;
  }
  return limit.amount * day;
}

// A row that names the urgency wins over one that names the matter, so a short limit of a matter needs rows
// for its urgent tickets too.
void warn_of_longer_urgent_limits(const City& city, Report& report) {
  for (const Limit& row : city.limits.rows()) {
    const auto& below = city.matters.below(row.matter);
    if (row.urgency || below.empty()) continue;
    for (Urgency urgency : {Urgency::urgent, Urgency::critical}) {
      const Kind kind = row.kind.value_or(Kind::help);
      const Limit* urgent = city.limits.find(kind, urgency, below.front(), row.clock);
      if (urgent == nullptr || rough_minutes(*urgent) <= rough_minutes(row)) continue;
      const std::string line = std::to_string(urgent->line);
      report.warning({"limits.csv", row.line}, "urgent_longer",
                     "紧急工单适用第" + line + "行，时限反而长于本行，请为本事项补充 " +
                         std::string(name_of(urgency)) + " 行",
                     "tickets of urgency " + std::string(name_of(urgency)) + " follow line " + line +
                         ", which is longer than this one: add a row for them");
    }
  }
}

void warn_of_provisional_years(const City& city, int line, Report& report) {
  const auto [first, last] = city.calendar.covered_years();
  for (int year = first; year <= last; ++year)
    if (city.calendar.provisional(year))
      report.warning(
          {"calendars.toml", line}, "provisional_year",
          std::to_string(year) + "年日历仍为暂定，公布放假安排后请更新",
          "the calendar of " + std::to_string(year) + " is provisional: update it from the holiday notice");
}

}  // namespace

void warn_of_holes(const City& city, int provisional_line, Report& report) {
  warn_of_unowned_matters(city, report);
  warn_of_divisions_without_unit(city, report);
  warn_of_unused_units(city, report);
  warn_of_missing_limits(city, report);
  warn_of_longer_urgent_limits(city, report);
  warn_of_provisional_years(city, provisional_line, report);
}

}  // namespace hotline::city
