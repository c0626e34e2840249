// matters.csv, crosswalk.csv, duties.csv, direct.csv, disputed.csv, limits.csv
#include "city/draft.hpp"
#include "city/sheet.hpp"
#include "hotline/text/normalize.hpp"

namespace hotline::city {
namespace {

constexpr int kMaxAmount = 525'600;  // of a limit: the minutes of a year

// The codes of a matter are digits that grow from level to level: 09, 0904, 090499. Level 3 may begin with
// another level 2 (090499 stands below 0905 too), so only lengths and level 1 are held together.
bool codes_fit(const Matter& matter) {
  const bool lengths =
      matter.level1_code.size() == 2 && matter.level2_code.size() == 4 && matter.code.size() == 6;
  return lengths && matter.level2_code.starts_with(matter.level1_code) &&
         matter.code.starts_with(matter.level1_code) && matter.row == matter.level2_code + "." + matter.code;
}

// "*" stands for any.
template <class Enum>
std::optional<Enum> choice_or_any(const SheetRow& row, std::string_view column,
                                  std::optional<Enum> (*find)(std::string_view),
                                  std::initializer_list<std::string_view> known) {
  if (row.text(column) == "*") return std::nullopt;
  return row.choice(column, find, known);
}

}  // namespace

void read_matters(const Source& source) {
  const Sheet sheet(source.file, source.content,
                    {"row", "code", "level1_code", "level1", "level2_code", "level2", "level3", "remark"},
                    source.report);
  Seen seen(source.report);
  for (const SheetRow& row : sheet.rows()) {
    Matter matter{row.required("row"),    row.required("code"),        row.required("level1_code"),
                  row.required("level1"), row.required("level2_code"), row.required("level2"),
                  row.text("level3"),     row.text("remark"),          row.line()};
    if (!matter.row.empty() && !codes_fit(matter))
      source.report.error(row.spot(), "range",
                          "编码不一致：一级2位、二级4位、三级6位，row 应为“二级编码.三级编码”",
                          "codes do not fit: 2, 4 and 6 digits, and row is level2_code.code");
    seen.add(matter.row, row.spot());
    source.draft.matters.push_back(std::move(matter));
  }
}

void read_crosswalk(const Source& source) {
  const Sheet sheet(source.file, source.content,
                    {"catalogue", "path1", "path2", "path3", "matter_row", "how"}, source.report);
  Seen seen(source.report);
  for (const SheetRow& row : sheet.rows()) {
    Crossing crossing{row.required("catalogue"), row.required("path1"), row.text("path2"), row.text("path3"),
                      row.text("matter_row"),    row.required("how"),   row.line()};
    seen.add(crossing.catalogue + " / " + crossing.path1 + " / " + crossing.path2 + " / " + crossing.path3,
             row.spot());
    source.draft.crosswalk.push_back(std::move(crossing));
  }
}

void read_duties(const Source& source) {
  const Sheet sheet(source.file, source.content, {"matter", "division", "unit", "role", "words", "basis"},
                    source.report);
  Seen seen(source.report);
  for (const SheetRow& row : sheet.rows()) {
    Duty duty;
    duty.matter = row.required("matter");
    duty.division = row.text("division");
    duty.unit = row.required("unit");
    duty.role = row.choice("role", find_duty_role, {"lead", "assist"}).value_or(DutyRole::lead);
    duty.words = row.words("words");
    duty.basis = row.text("basis");
    duty.line = row.line();
    // One unit may have a row for its words and another for everything else.
    seen.add(duty.matter + " / " + duty.division + " / " + duty.unit + " / " + row.text("role") + " / " +
                 row.text("words"),
             row.spot());
    source.draft.duties.push_back(std::move(duty));
  }
}

void read_direct(const Source& source) {
  const Sheet sheet(source.file, source.content, {"matter", "division", "unit", "copy_to", "note"},
                    source.report);
  Seen seen(source.report);
  for (const SheetRow& row : sheet.rows()) {
    DirectRule rule{row.required("matter"), row.text("division"), row.required("unit"),
                    row.text("copy_to"),    row.text("note"),     row.line()};
    seen.add(rule.matter + " / " + rule.division, row.spot());
    source.draft.direct.push_back(std::move(rule));
  }
}

void read_settlements(const Source& source) {
  const Sheet sheet(source.file, source.content, {"phrase", "matter", "unit", "assist", "ruling", "date"},
                    source.report);
  Seen seen(source.report);
  for (const SheetRow& row : sheet.rows()) {
    Settlement settlement;
    settlement.phrase = text::normalize(row.required("phrase"));
    settlement.matter = row.text("matter");
    settlement.unit = row.required("unit");
    settlement.assists = row.list("assist");
    settlement.ruling = row.required("ruling");
    row.required("date");
    settlement.date = row.date("date").value_or(Date{});
    settlement.line = row.line();
    seen.add(settlement.phrase, row.spot());
    source.draft.settlements.push_back(std::move(settlement));
  }
}

void read_limits(const Source& source) {
  const Sheet sheet(source.file, source.content,
                    {"kind", "urgency", "matter", "clock", "amount", "unit", "pausable", "note"},
                    source.report);
  Seen seen(source.report);
  for (const SheetRow& row : sheet.rows()) {
    Limit limit;
    limit.kind = choice_or_any(row, "kind", find_kind,
                               {"consult", "help", "complaint", "report", "suggestion", "praise", "*"});
    limit.urgency = choice_or_any(row, "urgency", find_urgency, {"normal", "urgent", "critical", "*"});
    limit.matter = row.text("matter") == "*" ? "" : row.text("matter");
    limit.clock =
        row.choice("clock", find_limited,
                   {"sign", "first_contact", "return", "resolve", "review", "callback", "extension"})
            .value_or(Limited::resolve);
    limit.amount = row.integer("amount", 1, kMaxAmount);
    limit.unit = row.choice("unit", find_limit_unit, {"minutes", "hours", "working_minutes", "working_days"})
                     .value_or(LimitUnit::working_days);
    limit.pausable = row.flag("pausable");
    limit.note = row.text("note");
    limit.line = row.line();
    seen.add(
        row.text("kind") + " / " + row.text("urgency") + " / " + limit.matter + " / " + row.text("clock"),
        row.spot());
    source.draft.limits.push_back(std::move(limit));
  }
}

}  // namespace hotline::city
