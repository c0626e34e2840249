// calendars.toml and calendars/<year>.csv
#include <algorithm>

#include "city/draft.hpp"
#include "city/sheet.hpp"
#include "city/toml_reader.hpp"

namespace hotline::city {
namespace {

constexpr std::array<std::string_view, 7> weekdays{"sun", "mon", "tue", "wed", "thu", "fri", "sat"};

std::optional<std::size_t> find_weekday(std::string_view name) {
  for (std::size_t i = 0; i < weekdays.size(); ++i)
    if (weekdays[i] == name) return i;
  return std::nullopt;
}

// "mon-fri", "sat" or both kinds joined by commas; a range may run over the week's end.
std::optional<std::array<bool, 7>> parse_days(std::string_view text) {
  std::array<bool, 7> days{};
  while (!text.empty()) {
    const std::string_view part = text.substr(0, text.find(','));
    text.remove_prefix(std::min(part.size() + 1, text.size()));
    const auto first = find_weekday(part.substr(0, 3));
    const auto last = part.size() == 7 && part[3] == '-' ? find_weekday(part.substr(4)) : first;
    if (!first || !last || (part.size() != 3 && part.size() != 7)) return std::nullopt;
    for (std::size_t day = *first;; day = (day + 1) % 7) {
      days[day] = true;
      if (day == *last) break;
    }
  }
  return days;
}

void read_timetable(const std::string& code, TomlReader reader, const Source& source) {
  Timetable timetable;
  timetable.code = code;
  reader.required_text("name", timetable.name);
  std::string days_text;
  DayHours hours;
  const bool named = reader.required_text("days", days_text);
  const auto days = parse_days(days_text);
  if (named && !days)
    source.report.error(reader.spot_of("days"), "range", "days 应写作 \"mon-fri\" 或 \"mon,wed,sat\"",
                        "days must be like \"mon-fri\" or \"mon,wed,sat\"");
  const bool read = reader.hours("hours", hours);
  if (read ? hours.empty() : reader.spot_of("hours").line == reader.spot().line)
    source.report.error(reader.spot_of("hours"), "required", "缺少 hours，请补充时段",
                        "hours is missing: add the opening hours");
  // A timetable of all seven days goes on through public holidays, unless it says otherwise.
  bool open_on_holidays = days && std::all_of(days->begin(), days->end(), [](bool open) { return open; });
  reader.flag("holidays", open_on_holidays);
  reader.finish();
  if (!days) return;
  for (std::size_t day = 0; day < 7; ++day)
    if ((*days)[day]) timetable.weekly[day] = hours;
  if (open_on_holidays) timetable.holiday = hours;
  source.draft.calendar.timetables.push_back(std::move(timetable));
}

}  // namespace

void read_timetables(const Source& source) {
  const auto root = parse_toml(source.file, source.content, source.report);
  if (!root) return;
  TomlReader reader(source.report, source.file, *root);
  if (auto years = reader.table("years")) {
    std::vector<int> provisional;
    years->integers("provisional", provisional);
    source.draft.provisional_line = years->spot_of("provisional").line;
    source.draft.calendar.provisional = {provisional.begin(), provisional.end()};
    years->finish();
  }
  if (auto timetables = reader.table("timetables")) {
    for (auto& [code, timetable] : timetables->named_tables()) read_timetable(code, timetable, source);
  } else {
    source.report.error({source.file, 1}, "required", "至少需要一节 [timetables.名称]",
                        "at least one [timetables.NAME] is needed");
  }
  reader.finish();
}

void read_year(const Source& source, int year) {
  source.draft.calendar.years.insert(year);
  const Sheet sheet(source.file, source.content, {"date", "kind", "name"}, source.report);
  Seen seen(source.report);
  for (const SheetRow& row : sheet.rows()) {
    row.required("date");
    const auto date = row.date("date");
    const std::string& kind = row.one_of("kind", {"holiday", "workday"});
    const std::string& name = row.required("name");
    if (!date || !seen.add(row.text("date"), row.spot())) continue;
    if (static_cast<int>(date->year()) != year) {
      source.report.error(row.spot(), "range", "日期不属于" + std::to_string(year) + "年",
                          "this date does not lie in " + std::to_string(year));
      continue;
    }
    const std::chrono::weekday weekday{std::chrono::sys_days(*date)};
    if (kind == "workday" && weekday != std::chrono::Saturday && weekday != std::chrono::Sunday)
      source.report.error(row.spot(), "range", "该日本来就是工作日，调休上班日应在周末",
                          "this is a working day already: a make-up day falls on a weekend");
    source.draft.calendar.special[*date] = {kind == "workday", name};
  }
}

}  // namespace hotline::city
