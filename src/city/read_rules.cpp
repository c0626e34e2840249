// rules.toml, templates.toml
#include <algorithm>

#include "city/draft.hpp"
#include "city/rule_conflicts.hpp"
#include "city/toml_reader.hpp"
#include "hotline/text/normalize.hpp"

namespace hotline::city {
namespace {

constexpr int kMaxPriority = 1'000'000;

void read_words(TomlReader& reader, std::string_view key, std::vector<std::string>& out) {
  reader.texts(key, out);
  for (std::string& word : out) word = text::normalize(word);
}

void read_when(TomlReader when, Rule::When& out, Report& report) {
  read_words(when, "any", out.any);
  read_words(when, "all", out.all);
  read_words(when, "none", out.none);
  when.texts("matter", out.matter);
  when.texts("place", out.place);
  when.texts("channel", out.channel);
  std::vector<std::string> kinds_named;
  when.texts("kind", kinds_named);
  for (const std::string& name : kinds_named) {
    if (const auto kind = find_kind(name)) {
      out.kind.push_back(*kind);
    } else {
      report.unknown(when.spot_of("kind"), "choice", "诉求类型", "kind", name,
                     {"consult", "help", "complaint", "report", "suggestion", "praise"});
    }
  }
  when.texts("caller", out.caller);
  when.hours("hours", out.hours, true);
  bool workday = false;
  if (when.flag("workday", workday)) out.workday = workday;
  when.finish();
}

void read_then(TomlReader then, Rule::Then& out, Report& report) {
  then.text("matter", out.matter);
  then.text("unit", out.unit);
  then.texts("assist", out.assists);
  std::string urgency;
  if (then.text("urgency", urgency)) {
    out.urgency = find_urgency(urgency);
    if (!out.urgency)
      report.unknown(then.spot_of("urgency"), "choice", "紧急程度", "urgency", urgency,
                     {"normal", "urgent", "critical"});
  }
  bool secrecy = false;
  if (then.flag("secrecy", secrecy)) out.secrecy = secrecy;
  then.text("handover", out.handover);
  then.texts("flag", out.flags);
  then.finish();
}

// "{" and "}" come in pairs around a name.
bool gaps_are_closed(std::string_view text) {
  bool open = false;
  for (char c : text) {
    if (c != '{' && c != '}') continue;
    if (open == (c == '{')) return false;
    open = !open;
  }
  return !open;
}

}  // namespace

void read_rules(const Source& source) {
  const auto root = parse_toml(source.file, source.content, source.report);
  if (!root) return;
  TomlReader reader(source.report, source.file, *root);
  for (TomlReader& table : reader.tables("rule")) {
    Rule rule;
    rule.line = table.spot().line;
    table.required_text("name", rule.name);
    table.integer("priority", rule.priority, -kMaxPriority, kMaxPriority);
    if (auto when = table.table("when")) read_when(*when, rule.when, source.report);
    if (auto then = table.table("then")) {
      read_then(*then, rule.then, source.report);
    } else {
      source.report.error(table.spot(), "required", "规则缺少 [rule.then]，没有结论",
                          "the rule has no [rule.then], so it concludes nothing");
    }
    table.finish();
    source.draft.rules.push_back(std::move(rule));
  }
  reader.finish();
  check_rule_conflicts(source.draft.rules, source.report);
  std::stable_sort(source.draft.rules.begin(), source.draft.rules.end(),
                   [](const Rule& a, const Rule& b) { return a.priority > b.priority; });
}

void read_templates(const Source& source) {
  const auto root = parse_toml(source.file, source.content, source.report);
  if (!root) return;
  TomlReader reader(source.report, source.file, *root);
  for (auto& [code, table] : reader.named_tables()) {
    Template message;
    message.code = code;
    message.line = table.spot().line;
    table.required_text("zh", message.zh);
    table.text("en", message.en);
    for (const char* key : {"zh", "en"})
      if (!gaps_are_closed(*key == 'z' ? message.zh : message.en))
        source.report.error(table.spot_of(key), "range", "花括号没有成对", "the braces do not come in pairs");
    table.finish();
    source.draft.templates.push_back(std::move(message));
  }
}

}  // namespace hotline::city
