// divisions.csv, successors.csv, places.csv, units.csv
#include "city/draft.hpp"
#include "city/sheet.hpp"
#include "hotline/text/identifiers.hpp"

namespace hotline::city {

void read_divisions(const Source& source) {
  const Sheet sheet(source.file, source.content,
                    {"code", "name", "level", "parent", "valid_from", "valid_to"}, source.report);
  Seen seen(source.report);
  for (const SheetRow& row : sheet.rows()) {
    Division division;
    division.code = row.required("code");
    division.name = row.required("name");
    const auto level =
        row.choice("level", find_division_level, {"province", "city", "district", "street", "community"});
    division.level = level.value_or(DivisionLevel::street);
    division.parent = row.text("parent");
    division.valid_from = row.date("valid_from");
    division.valid_to = row.date("valid_to");
    division.line = row.line();
    if (division.valid_from && division.valid_to && *division.valid_to < *division.valid_from)
      source.report.error(row.spot(), "range", "valid_to 早于 valid_from", "valid_to lies before valid_from");
    seen.add(division.code, row.spot());
    source.draft.divisions.push_back(std::move(division));
  }
}

void read_successions(const Source& source) {
  const Sheet sheet(source.file, source.content, {"division", "successor", "note"}, source.report);
  Seen seen(source.report);
  for (const SheetRow& row : sheet.rows()) {
    Succession one{row.required("division"), row.required("successor"), row.text("note"), row.line()};
    seen.add(one.division.empty() ? "" : one.division + " / " + one.successor, row.spot());
    source.draft.successions.push_back(std::move(one));
  }
}

void read_places(const Source& source) {
  const Sheet sheet(source.file, source.content, {"name", "kind", "division", "aliases"}, source.report);
  Seen seen(source.report);
  for (const SheetRow& row : sheet.rows()) {
    Place place{row.required("name"), row.one_of("kind", {"road", "estate", "landmark", "nickname"}),
                row.required("division"), row.list("aliases"), row.line()};
    // The same name may stand for places in several divisions.
    seen.add(place.name.empty() ? "" : place.name + " / " + place.division, row.spot());
    source.draft.places.push_back(std::move(place));
  }
}

namespace {

bool is_email(const std::string& text) {
  const auto found = text::find_identifiers(text);
  return found.size() == 1 && found.front().kind == text::IdentifierKind::email && found.front().begin == 0 &&
         found.front().end == text.size();
}

}  // namespace

void read_units(const Source& source) {
  const Sheet sheet(source.file, source.content,
                    {"code", "name", "level", "parent", "kind", "division", "hours", "phone", "aliases"},
                    source.report, {"email"});
  Seen seen(source.report);
  for (const SheetRow& row : sheet.rows()) {
    Unit unit;
    unit.code = row.required("code");
    unit.name = row.required("name");
    unit.level = row.one_of("level", {"city", "district", "street"});
    unit.parent = row.text("parent");
    unit.kind = row.one_of(
        "kind", {"bureau", "government", "street_office", "utility", "platform", "emergency", "hotline"});
    unit.division = row.text("division");
    unit.hours = row.required("hours");
    unit.phone = row.text("phone");
    unit.email = row.text("email");
    if (!unit.email.empty() && !is_email(unit.email)) {
      source.report.error(row.spot(), "format", "“email”应为一个邮箱地址，现为“" + unit.email + "”",
                          "'email' must be one e-mail address, not '" + unit.email + "'");
    }
    unit.aliases = row.list("aliases");
    unit.line = row.line();
    seen.add(unit.code, row.spot());
    source.draft.units.push_back(std::move(unit));
  }
}

}  // namespace hotline::city
