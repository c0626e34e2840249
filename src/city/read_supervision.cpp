// supervision.toml
#include <algorithm>

#include "city/draft.hpp"
#include "city/toml_reader.hpp"
#include "hotline/base/names.hpp"

namespace hotline::city {
namespace {

constexpr int kMost = 100'000;
constexpr int kHighestLevel = 3;
constexpr std::array<std::string_view, 6> step_names{"yellow", "red", "urge", "supervise", "raise", "board"};
constexpr std::array<std::string_view, 9> trigger_names{"late",    "returned",       "reopened",
                                                        "repeats", "unsatisfied",    "recurrence",
                                                        "risk",    "unacknowledged", "stale_knowledge"};
constexpr std::array<std::string_view, 9> trigger_chinese{"逾期未办结", "多次退单",       "重新办理",
                                                          "重复反映",   "诉求人不满意",   "办结后再次发生",
                                                          "风险苗头",   "紧急移交未确认", "知识未按时更新"};
constexpr std::array<std::string_view, 2> alert_names{"growing", "group"};

template <std::size_t N>
std::vector<std::string> choices(const std::array<std::string_view, N>& names, std::size_t from = 0) {
  return {names.begin() + static_cast<std::ptrdiff_t>(from), names.end()};
}

Leader read_leader(TomlReader& table) {
  Leader leader;
  leader.line = table.spot().line;
  table.required_text("post", leader.post);
  table.required_text("name", leader.name);
  table.text("unit", leader.unit);
  table.text("account", leader.account);
  table.finish();
  return leader;
}

Rung read_rung(TomlReader& table, Report& report) {
  Rung rung;
  rung.line = table.spot().line;
  table.required_text("code", rung.code);
  table.required_text("name", rung.name);
  std::string step;
  if (table.required_text("step", step)) {
    const auto found = find_step(step);
    if (found && *found >= Step::urge) {
      rung.step = *found;
    } else {
      report.unknown(table.spot_of("step"), "choice", "步骤", "step", step, choices(step_names, 2));
    }
  }
  rung.level = rung.step == Step::urge ? 0 : 1;
  table.integer("level", rung.level, 0, kHighestLevel);
  table.text("leader", rung.leader);
  table.integer("answer_minutes", rung.answer_minutes, 0, kMost);
  table.finish();
  return rung;
}

TriggerRule read_trigger(TomlReader& table, Report& report) {
  TriggerRule rule;
  rule.line = table.spot().line;
  std::string on;
  if (table.required_text("on", on)) {
    if (const auto found = find_trigger(on)) {
      rule.on = *found;
    } else {
      report.unknown(table.spot_of("on"), "choice", "触发条件", "trigger", on, choices(trigger_names));
    }
  }
  table.required_text("rung", rule.rung);
  table.integer("count", rule.count, 1, kMost);
  table.integer("hours", rule.hours, 1, kMost);
  table.integer("days", rule.days, 1, kMost);
  table.texts("flags", rule.flags);
  std::vector<std::string> clocks;
  if (table.texts("clocks", clocks)) {
    rule.clocks.clear();
    for (const std::string& name : clocks) {
      const auto clock = find_limited(name);
      if (clock && *clock != Limited::return_window && *clock != Limited::extension) {
        rule.clocks.push_back(*clock);
      } else {
        report.unknown(table.spot_of("clocks"), "choice", "时限", "clock", name,
                       {"sign", "first_contact", "resolve", "review", "callback"});
      }
    }
  }
  if (rule.on == Trigger::risk && rule.flags.empty()) {
    report.error(table.spot(), "required", "风险触发条件缺少 flags，请写明风险词的类别",
                 "a trigger on risk needs flags: name categories of risk_words.csv");
  }
  table.finish();
  return rule;
}

AlertRule read_alert(TomlReader& table, Report& report) {
  AlertRule rule;
  rule.line = table.spot().line;
  table.required_text("name", rule.name);
  std::string kind;
  if (table.required_text("kind", kind)) {
    if (kind == alert_names[0] || kind == alert_names[1]) {
      rule.kind = kind == alert_names[0] ? AlertKind::growing : AlertKind::group;
    } else {
      report.unknown(table.spot_of("kind"), "choice", "预警种类", "kind of alert", kind,
                     choices(alert_names));
    }
  }
  table.texts("matters", rule.matters);
  table.integer("tickets", rule.tickets, 2, kMost);
  table.integer("days", rule.days, 1, 366);
  table.integer("people", rule.people, 2, kMost);
  table.texts("flags", rule.flags);
  table.flag("alone", rule.alone);
  table.texts("bodies", rule.bodies);
  if (rule.bodies.empty()) {
    report.error(table.spot(), "required", "预警缺少 bodies，请写明要会同处置的单位",
                 "the alert has no bodies: name the units that are joined");
  }
  table.finish();
  return rule;
}

}  // namespace

std::string_view name_of(Step step) {
  return step_names.at(static_cast<std::size_t>(step));
}
std::optional<Step> find_step(std::string_view name) {
  return base::find_in<Step>(step_names, name);
}
std::string_view name_of(Trigger trigger) {
  return trigger_names.at(static_cast<std::size_t>(trigger));
}
std::string_view chinese_name_of(Trigger trigger) {
  return trigger_chinese.at(static_cast<std::size_t>(trigger));
}
std::optional<Trigger> find_trigger(std::string_view name) {
  return base::find_in<Trigger>(trigger_names, name);
}
std::string_view name_of(AlertKind kind) {
  return alert_names.at(static_cast<std::size_t>(kind));
}

std::optional<std::size_t> Supervision::find_rung(std::string_view code) const {
  for (std::size_t i = 0; i < rungs.size(); ++i) {
    if (rungs[i].code == code) return i;
  }
  return std::nullopt;
}

void read_supervision(const Source& source) {
  const auto root = parse_toml(source.file, source.content, source.report);
  if (!root) return;
  TomlReader reader(source.report, source.file, *root);
  Supervision& out = source.draft.supervision;
  if (auto cards = reader.table("cards")) {
    CardRule& c = out.cards.emplace();
    cards->real("yellow_share", c.yellow_share, 0, 1);
    cards->integer("long_from_days", c.long_from_days, 1, 366);
    cards->integer("yellow_days", c.yellow_days, 0, 366);
    cards->finish();
  }
  for (TomlReader& table : reader.tables("leader")) out.leaders.push_back(read_leader(table));
  for (TomlReader& table : reader.tables("rung")) {
    Rung rung = read_rung(table, source.report);
    if (const auto first = out.find_rung(rung.code))
      source.report.duplicate(table.spot(), rung.code, out.rungs[*first].line);
    out.rungs.push_back(std::move(rung));
  }
  for (TomlReader& table : reader.tables("trigger"))
    out.triggers.push_back(read_trigger(table, source.report));
  for (TomlReader& table : reader.tables("alert")) out.alerts.push_back(read_alert(table, source.report));
  if (auto topics = reader.table("topics")) {
    TopicRule& t = out.topics.emplace();
    topics->integer("each_week", t.each_week, 1, 50);
    topics->integer("each_month", t.each_month, 0, 50);
    topics->integer("days", t.days, 1, 366);
    topics->integer("tickets", t.tickets, 1, kMost);
    topics->integer("month_tickets", t.month_tickets, 1, kMost);
    topics->required_text("leader", t.leader);
    topics->finish();
  }
  reader.finish();
}

}  // namespace hotline::city
