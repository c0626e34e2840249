#include "hotline/city/calendar.hpp"

#include <stdexcept>

#include "city/timeline.hpp"

namespace hotline::city {
namespace {

constexpr int kMinutesOfDay = 1440;
constexpr int kMaxOffset = 18 * 60;    // minutes; ISO 8601 offsets stay within it
constexpr unsigned kNoticeMonth = 10;  // the State Council publishes next year's days in October or November

void check_years(const CalendarData& data, std::vector<base::FieldError>& faults) {
  if (data.years.empty()) {
    faults.push_back({"years", "required", {"至少需要一个年份的日历", "at least one year is needed"}});
    return;
  }
  for (int year = *data.years.begin(); year <= *data.years.rbegin(); ++year)
    if (!data.years.contains(year))
      faults.push_back({"years",
                        "gap",
                        {"日历缺少" + std::to_string(year) + "年，年份必须连续",
                         "the year " + std::to_string(year) + " is missing: years must follow one another"}});
  for (int year : data.provisional)
    if (!data.years.contains(year))
      faults.push_back(
          {"provisional",
           "unknown_year",
           {std::to_string(year) + "年没有日历文件", "there is no calendar of " + std::to_string(year)}});
  for (const auto& [date, day] : data.special)
    if (!date.ok() || !data.years.contains(static_cast<int>(date.year())))
      faults.push_back({"special",
                        "unknown_year",
                        {"节假日“" + day.name + "”的日期不在日历年份内",
                         "a day of '" + day.name + "' lies in no covered year"}});
}

bool in_order(const DayHours& hours) {
  int end = 0;
  for (const Hours& piece : hours) {
    if (piece.from < end || piece.to <= piece.from || piece.to > kMinutesOfDay) return false;
    end = piece.to;
  }
  return true;
}

void check_timetables(const CalendarData& data, std::vector<base::FieldError>& faults) {
  std::set<std::string> seen;
  for (const Timetable& timetable : data.timetables) {
    const std::string pointer = "timetables." + timetable.code;
    if (!seen.insert(timetable.code).second)
      faults.push_back({pointer, "duplicate", {"作息代码重复", "this timetable stands twice"}});
    bool good = in_order(timetable.holiday);
    for (const DayHours& hours : timetable.weekly) good = good && in_order(hours);
    if (!good)
      faults.push_back({pointer,
                        "hours",
                        {"时段必须先后有序、互不重叠，并在00:00至24:00之间",
                         "hours must be in order, without overlap, between 00:00 and 24:00"}});
  }
}

base::Text missing_year(const std::string& year) {
  base::Text text{"工作日历缺少", "the working calendar lacks "};
  text.zh.append(year).append("年，请按国务院办公厅放假通知补充 calendars/").append(year).append(".csv");
  text.en.append(year).append(": add calendars/").append(year).append(".csv");
  return text;
}

base::Text provisional_year(const std::string& year) {
  base::Text text{year, "the calendar of "};
  text.zh.append("年日历仍为暂定（仅按周末推算），请按国务院办公厅放假通知更新 calendars/")
      .append(year)
      .append(".csv");
  text.en.append(year)
      .append(" is provisional: update calendars/")
      .append(year)
      .append(".csv from the holiday notice");
  return text;
}

}  // namespace

base::Result<Calendar> Calendar::make(CalendarData data) {
  std::vector<base::FieldError> faults;
  check_years(data, faults);
  check_timetables(data, faults);
  if (data.zone_offset.count() < -kMaxOffset || data.zone_offset.count() > kMaxOffset)
    faults.push_back(
        {"zone_offset_minutes",
         "range",
         {"时区偏移应在正负1080分钟之内", "the zone offset must be within 1080 minutes of UTC"}});
  if (!faults.empty()) return base::Error::fields_wrong(std::move(faults));
  return Calendar(std::move(data));
}

Calendar::Calendar(CalendarData data) : data_(std::move(data)) {
  using namespace std::chrono;
  const auto [first_year, last_year] = covered_years();
  const sys_days first = year(first_year) / January / 1;
  const sys_days end = year(last_year + 1) / January / 1;
  for (const Timetable& timetable : data_.timetables)
    timelines_.emplace(timetable.code, std::make_unique<const Timeline>(
                                           *this, timetable, first, static_cast<int>((end - first).count())));
}

Calendar::Calendar(Calendar&&) noexcept = default;
Calendar& Calendar::operator=(Calendar&&) noexcept = default;
Calendar::~Calendar() = default;

WorkClock Calendar::timetable(std::string_view code) const {
  if (auto clock = find_timetable(code)) return *clock;
  throw std::out_of_range("no timetable " + std::string(code));
}

std::optional<WorkClock> Calendar::find_timetable(std::string_view code) const {
  const auto found = timelines_.find(code);
  if (found == timelines_.end()) return std::nullopt;
  return WorkClock(*found->second);
}

std::pair<base::Time, base::Time> Calendar::covered() const {
  using namespace std::chrono;
  const auto [first, last] = covered_years();
  return {start_of(year(first) / January / 1), start_of(year(last + 1) / January / 1)};
}

bool Calendar::covers(base::Time time) const {
  const auto [from, to] = covered();
  return from <= time && time < to;
}

std::optional<base::Text> Calendar::missing_year_warning(base::Time now) const {
  const Date today = local_date(now);
  const int this_year = static_cast<int>(today.year());
  for (int year = this_year; year <= this_year + 1; ++year) {
    if (year > this_year && unsigned(today.month()) < kNoticeMonth) break;
    if (!data_.years.contains(year)) return missing_year(std::to_string(year));
    if (provisional(year)) return provisional_year(std::to_string(year));
  }
  return std::nullopt;
}

Date Calendar::local_date(base::Time time) const {
  return std::chrono::floor<std::chrono::days>(time + data_.zone_offset);
}

base::Time Calendar::start_of(Date date) const {
  return base::Time(std::chrono::sys_days(date)) - data_.zone_offset;
}

DayKind Calendar::kind_of(Date date) const {
  const auto found = data_.special.find(date);
  if (found != data_.special.end()) return found->second.working ? DayKind::make_up : DayKind::holiday;
  const std::chrono::weekday weekday{std::chrono::sys_days(date)};
  return weekday == std::chrono::Saturday || weekday == std::chrono::Sunday ? DayKind::weekend
                                                                            : DayKind::weekday;
}

std::string_view Calendar::special_name(Date date) const {
  const auto found = data_.special.find(date);
  return found == data_.special.end() ? std::string_view() : std::string_view(found->second.name);
}

}  // namespace hotline::city
