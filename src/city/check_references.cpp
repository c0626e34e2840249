// Every code that one table names must stand in the table it points to.
#include <map>
#include <set>

#include "city/draft.hpp"

namespace hotline::city {
namespace {

// The keys of one table.
class Names {
 public:
  explicit Names(const char* file) : file_(file) {}
  void add(const std::string& name) { names_.insert(name); }
  bool has(const std::string& name) const { return names_.contains(name); }
  // An empty name is no reference; a table that could not be read at all has been reported already.
  void check(const std::string& name, const Spot& spot, std::string_view field, Report& report) const {
    if (name.empty() || names_.empty() || has(name)) return;
    report.unknown_reference(spot, field, name, file_, {names_.begin(), names_.end()});
  }

 private:
  const char* file_;
  std::set<std::string> names_;
};

struct Tables {
  Names divisions{"divisions.csv"};
  Names units{"units.csv"};
  Names unit_words{"units.csv"};  // units, and the words @street and @district
  Names matters{"matters.csv"};
  Names prefixes{"matters.csv"};
  Names timetables{"calendars.toml"};
  Names channels{"channels.csv"};
  Names lines{"handover.csv"};
};

Tables tables_of(const Draft& draft) {
  Tables tables;
  for (const Division& row : draft.divisions) tables.divisions.add(row.code);
  if (!draft.units.empty())
    for (const char* word : {"@street", "@district"}) tables.unit_words.add(word);
  for (const Unit& row : draft.units) {
    tables.units.add(row.code);
    tables.unit_words.add(row.code);
  }
  for (const Matter& row : draft.matters) {
    tables.matters.add(row.row);
    for (const std::string* prefix : {&row.level1_code, &row.level2_code, &row.code, &row.row})
      tables.prefixes.add(*prefix);
  }
  for (const Timetable& row : draft.calendar.timetables) tables.timetables.add(row.code);
  for (const Channel& row : draft.channels) tables.channels.add(row.code);
  for (const HandoverLine& row : draft.handover) tables.lines.add(row.number);
  return tables;
}

// Parents must exist and lead to a top.
template <class Row>
void check_parents(const std::vector<Row>& rows, const Names& names, const char* file, Report& report) {
  std::map<std::string, std::string> parents;
  for (const Row& row : rows) parents.emplace(row.code, row.parent);
  for (const Row& row : rows) {
    names.check(row.parent, {file, row.line}, "parent", report);
    std::set<std::string> passed;
    for (std::string at = row.code; !at.empty(); at = parents[at]) {
      if (passed.insert(at).second) continue;
      if (at == row.code)
        report.error({file, row.line}, "cycle", "“" + row.code + "”的上级关系成环，请改正 parent",
                     "the parents of '" + row.code + "' run in a circle: correct 'parent'");
      break;
    }
  }
}

// An abolished division and what it became: the successor was in force when the other had ended.
void check_successions(const Draft& draft, const Tables& tables, Report& report) {
  std::map<std::string, const Division*> divisions;
  for (const Division& row : draft.divisions) divisions.emplace(row.code, &row);
  for (const Succession& row : draft.successions) {
    const Spot spot{"successors.csv", row.line};
    tables.divisions.check(row.division, spot, "division", report);
    tables.divisions.check(row.successor, spot, "successor", report);
    const auto old = divisions.find(row.division), fresh = divisions.find(row.successor);
    if (old == divisions.end() || fresh == divisions.end()) continue;
    if (!old->second->valid_to) {
      report.error(spot, "range", "“" + row.division + "”没有撤销（valid_to 为空），请改正",
                   "'" + row.division + "' is not abolished (its valid_to is empty): correct it");
    } else if (fresh->second->valid_to && *fresh->second->valid_to <= *old->second->valid_to) {
      // Each step leads to a later end, so there are no circles.
      report.error(spot, "range", "“" + row.successor + "”不晚于“" + row.division + "”撤销，请改正 successor",
                   "'" + row.successor + "' ended no later than '" + row.division + "': correct 'successor'");
    }
  }
}

void check_where(const Draft& draft, const Tables& tables, Report& report) {
  check_parents(draft.divisions, tables.divisions, "divisions.csv", report);
  check_successions(draft, tables, report);
  for (const Boundary& row : draft.boundaries)
    tables.divisions.check(row.division, {"boundaries.geojson", row.line}, "code", report);
  check_parents(draft.units, tables.units, "units.csv", report);
  for (const Place& row : draft.places)
    tables.divisions.check(row.division, {"places.csv", row.line}, "division", report);
  for (const Unit& row : draft.units) {
    const Spot spot{"units.csv", row.line};
    tables.divisions.check(row.division, spot, "division", report);
    tables.timetables.check(row.hours, spot, "hours", report);
  }
  tables.divisions.check(draft.settings.code, {"city.toml", draft.code_line}, "code", report);
  tables.units.check(draft.settings.fallback_unit, {"city.toml", draft.fallback_line}, "fallback_unit",
                     report);
}

void check_what(const Draft& draft, const Tables& tables, Report& report) {
  for (const Crossing& row : draft.crosswalk)
    tables.matters.check(row.matter_row, {"crosswalk.csv", row.line}, "matter_row", report);
  for (const Duty& row : draft.duties) {
    const Spot spot{"duties.csv", row.line};
    tables.prefixes.check(row.matter, spot, "matter", report);
    tables.divisions.check(row.division, spot, "division", report);
    tables.unit_words.check(row.unit, spot, "unit", report);
  }
  for (const DirectRule& row : draft.direct) {
    const Spot spot{"direct.csv", row.line};
    tables.prefixes.check(row.matter, spot, "matter", report);
    tables.divisions.check(row.division, spot, "division", report);
    tables.unit_words.check(row.unit, spot, "unit", report);
    tables.unit_words.check(row.copy_to, spot, "copy_to", report);
  }
  for (const Settlement& row : draft.settlements) {
    const Spot spot{"disputed.csv", row.line};
    tables.prefixes.check(row.matter, spot, "matter", report);
    tables.unit_words.check(row.unit, spot, "unit", report);
    for (const std::string& unit : row.assists) tables.unit_words.check(unit, spot, "assist", report);
  }
  for (const Limit& row : draft.limits)
    tables.prefixes.check(row.matter, {"limits.csv", row.line}, "matter", report);
}

void check_intake(const Draft& draft, const Tables& tables, Report& report) {
  for (const Desk& row : draft.desks) {
    const Spot spot{"desks.csv", row.line};
    for (const std::string& channel : row.channels) tables.channels.check(channel, spot, "channels", report);
    for (const std::string& matter : row.matters) tables.prefixes.check(matter, spot, "matters", report);
    tables.timetables.check(row.hours, spot, "hours", report);
  }
  for (const Announcement& row : draft.announcements)
    tables.divisions.check(row.division, {"announcements.csv", row.line}, "division", report);
  for (const Rule& rule : draft.rules) {
    const Spot spot{"rules.toml", rule.line};
    for (const std::string& matter : rule.when.matter)
      tables.prefixes.check(matter, spot, "when.matter", report);
    for (const std::string& place : rule.when.place)
      tables.divisions.check(place, spot, "when.place", report);
    for (const std::string& channel : rule.when.channel)
      tables.channels.check(channel, spot, "when.channel", report);
    tables.matters.check(rule.then.matter, spot, "then.matter", report);
    tables.unit_words.check(rule.then.unit, spot, "then.unit", report);
    for (const std::string& unit : rule.then.assists)
      tables.unit_words.check(unit, spot, "then.assist", report);
    tables.lines.check(rule.then.handover, spot, "then.handover", report);
  }
}

// Rungs, leaders and units of supervision.toml, and the messages that it needs.
void check_supervision(const Draft& draft, const Tables& tables, Report& report) {
  constexpr const char* file = "supervision.toml";
  const Supervision& s = draft.supervision;
  Names posts(file), rungs(file), flags("risk_words.csv");
  for (const Leader& row : s.leaders) {
    posts.add(row.post);
    tables.units.check(row.unit, {file, row.line}, "unit", report);
  }
  for (const RiskWord& row : draft.risk_words) flags.add(row.category);
  for (const Rung& row : s.rungs) {
    rungs.add(row.code);
    if (row.leader.empty()) continue;
    if (posts.has(row.leader)) continue;
    report.error({file, row.line}, "unknown_reference", "没有职务“" + row.leader + "”，请补充 [[leader]]",
                 "no [[leader]] has the post '" + row.leader + "': add one");
  }
  for (const TriggerRule& row : s.triggers) {
    if (!s.find_rung(row.rung)) {
      report.error({file, row.line}, "unknown_reference", "阶梯中没有“" + row.rung + "”，请改正 rung",
                   "no [[rung]] has the code '" + row.rung + "': correct 'rung'");
    }
    for (const std::string& flag : row.flags) flags.check(flag, {file, row.line}, "flags", report);
  }
  for (const AlertRule& row : s.alerts) {
    for (const std::string& unit : row.bodies) tables.units.check(unit, {file, row.line}, "bodies", report);
    for (const std::string& matter : row.matters)
      tables.prefixes.check(matter, {file, row.line}, "matters", report);
    for (const std::string& flag : row.flags) flags.check(flag, {file, row.line}, "flags", report);
  }
  if (s.topics && !posts.has(s.topics->leader)) {
    report.error({file, 0}, "unknown_reference", "[topics] 的 leader 没有对应的 [[leader]]，请补充",
                 "the leader of [topics] has no [[leader]]: add one");
  }
  std::set<std::string> known;
  for (const Template& row : draft.templates) known.insert(row.code);
  const std::pair<const char*, bool> needed[] = {{"yellow_card", s.cards.has_value()},
                                                 {"red_card", s.cards.has_value()},
                                                 {"supervision_step", !s.triggers.empty()},
                                                 {"supervision_knowledge", !s.triggers.empty()},
                                                 {"alert", !s.alerts.empty()}};
  for (const auto& [code, wanted] : needed) {
    if (!wanted || known.contains(code)) continue;
    report.error({"templates.toml", 0}, "required", std::string("督办需要消息模板 [") + code + "]，请补充",
                 std::string("supervision needs the message [") + code + "]: add it");
  }
}

void check_years(const Draft& draft, Report& report) {
  const auto& years = draft.calendar.years;
  for (int year : draft.calendar.provisional)
    if (!years.contains(year))
      report.error({"calendars.toml", draft.provisional_line}, "unknown_reference",
                   "暂定年份" + std::to_string(year) + "没有 calendars/" + std::to_string(year) + ".csv",
                   "the provisional year " + std::to_string(year) + " has no calendars/" +
                       std::to_string(year) + ".csv");
  if (years.empty()) return;
  for (int year = *years.begin(); year < *years.rbegin(); ++year)
    if (!years.contains(year))
      report.error({"calendars/" + std::to_string(year) + ".csv", 0}, "gap",
                   "日历缺少" + std::to_string(year) + "年，年份必须连续，请补充该文件",
                   "the calendar lacks " + std::to_string(year) +
                       ", and years must follow one another: add this file");
}

}  // namespace

void check_references(const Draft& draft, Report& report) {
  const Tables tables = tables_of(draft);
  check_where(draft, tables, report);
  check_what(draft, tables, report);
  check_intake(draft, tables, report);
  check_supervision(draft, tables, report);
  check_years(draft, report);
}

}  // namespace hotline::city
