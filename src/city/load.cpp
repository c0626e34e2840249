#include "hotline/city/load.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "city/draft.hpp"

namespace hotline::city {
namespace {

struct KnownFile {
  const char* name;
  bool required;
  void (*read)(const Source&);
};

constexpr std::array known_files{
    KnownFile{"city.toml", true, read_settings},
    KnownFile{"divisions.csv", true, read_divisions},
    KnownFile{"successors.csv", false, read_successions},
    KnownFile{"boundaries.geojson", false, read_boundaries},
    KnownFile{"places.csv", false, read_places},
    KnownFile{"units.csv", true, read_units},
    KnownFile{"matters.csv", true, read_matters},
    KnownFile{"crosswalk.csv", false, read_crosswalk},
    KnownFile{"duties.csv", true, read_duties},
    KnownFile{"direct.csv", false, read_direct},
    KnownFile{"disputed.csv", false, read_settlements},
    KnownFile{"channels.csv", true, read_channels},
    KnownFile{"desks.csv", true, read_desks},
    KnownFile{"calendars.toml", true, read_timetables},
    KnownFile{"limits.csv", true, read_limits},
    KnownFile{"return_reasons.csv", true, read_return_reasons},
    KnownFile{"refusals.csv", true, read_refusals},
    KnownFile{"handover.csv", true, read_handover},
    KnownFile{"risk_words.csv", true, read_risk_words},
    KnownFile{"announcements.csv", false, read_announcements},
    KnownFile{"kind_words.csv", true, read_kind_words},
    KnownFile{"synonyms.csv", false, read_synonyms},
    KnownFile{"rules.toml", false, read_rules},
    KnownFile{"templates.toml", false, read_templates},
    KnownFile{"supervision.toml", false, read_supervision},
};

constexpr std::string_view year_folder = "calendars/";

// "calendars/2026.csv" -> 2026
std::optional<int> year_of(std::string_view name) {
  if (!name.starts_with(year_folder) || !name.ends_with(".csv")) return std::nullopt;
  name = name.substr(year_folder.size(), name.size() - year_folder.size() - 4);
  if (name.size() != 4 || !std::all_of(name.begin(), name.end(), [](char c) { return c >= '0' && c <= '9'; }))
    return std::nullopt;
  return std::stoi(std::string(name));
}

void read_known(const CityFiles& files, Draft& draft, Report& report) {
  for (const KnownFile& known : known_files) {
    const auto found = files.find(known.name);
    if (found != files.end()) {
      known.read({found->first, found->second, draft, report});
    } else if (known.required) {
      report.error({known.name, 0}, "missing_file", "缺少文件 " + std::string(known.name) + "，请补充",
                   "the file " + std::string(known.name) + " is missing: add it");
    }
  }
}

void read_years_and_strangers(const CityFiles& files, Draft& draft, Report& report) {
  std::vector<std::string> names;
  names.reserve(known_files.size());
  for (const KnownFile& known : known_files) names.emplace_back(known.name);
  for (const auto& [name, content] : files) {
    if (std::find(names.begin(), names.end(), name) != names.end()) continue;
    if (const auto year = year_of(name)) {
      read_year({name, content, draft, report}, *year);
    } else {
      report.unknown({name, 0}, "unknown_file", "城市配置文件", "city file", name, names);
    }
  }
  if (draft.calendar.years.empty())
    report.error({"calendars", 0}, "missing_file", "没有任何年份的日历，请补充 calendars/<年>.csv",
                 "there is no calendar of any year: add calendars/YEAR.csv");
}

std::shared_ptr<const City> build(Draft draft, Calendar calendar, std::int64_t version) {
  return std::make_shared<const City>(City{
      .version = version,
      .settings = std::move(draft.settings),
      .calendar = std::move(calendar),
      .divisions = Divisions(std::move(draft.divisions), draft.successions),
      .boundaries = Boundaries(std::move(draft.boundaries)),
      .places = std::move(draft.places),
      .units = Units(std::move(draft.units)),
      .matters = Matters(std::move(draft.matters)),
      .crosswalk = Crosswalk(std::move(draft.crosswalk)),
      .duties = Duties(std::move(draft.duties)),
      .direct = std::move(draft.direct),
      .settlements = std::move(draft.settlements),
      .channels = Keyed<Channel, &Channel::code>(std::move(draft.channels)),
      .desks = Keyed<Desk, &Desk::code>(std::move(draft.desks)),
      .limits = Limits(std::move(draft.limits)),
      .return_reasons = Keyed<ReturnReason, &ReturnReason::code>(std::move(draft.return_reasons)),
      .refusals = Keyed<Refusal, &Refusal::code>(std::move(draft.refusals)),
      .handover = Keyed<HandoverLine, &HandoverLine::number>(std::move(draft.handover)),
      .risk_words = std::move(draft.risk_words),
      .announcements = std::move(draft.announcements),
      .kind_words = std::move(draft.kind_words),
      .synonyms = std::move(draft.synonyms),
      .rules = std::move(draft.rules),
      .supervision = std::move(draft.supervision),
      .templates = Keyed<Template, &Template::code>(std::move(draft.templates)),
  });
}

base::Result<std::string> read_whole(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  std::string content((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
  if (stream.bad() || !stream.is_open())
    return base::Error::of(base::ErrorCode::unavailable,
                           "文件 " + path.filename().string() + " 无法读取，请检查权限",
                           "the file " + path.filename().string() + " cannot be read: check its permissions");
  return content;
}

bool is_read(const std::string& extension) {
  return extension == ".csv" || extension == ".toml" || extension == ".geojson";
}

}  // namespace

base::Result<CityFiles> read_city_files(const std::string& folder) {
  namespace fs = std::filesystem;
  std::error_code failure;
  CityFiles files;
  fs::recursive_directory_iterator entries(folder, failure);
  if (failure)
    return base::Error::of(base::ErrorCode::not_found, "城市配置文件夹不存在或无法打开，请检查路径",
                           "the city's folder does not exist or cannot be opened: check its path");
  for (; entries != fs::recursive_directory_iterator(); entries.increment(failure)) {
    if (failure) break;
    const fs::path& path = entries->path();
    const std::string extension = path.extension().string();
    if (!entries->is_regular_file() || !is_read(extension)) continue;
    HOTLINE_TRY(std::string content, read_whole(path));
    files.emplace(path.lexically_relative(folder).generic_string(), std::move(content));
  }
  if (failure)
    return base::Error::of(base::ErrorCode::unavailable, "城市配置文件夹无法读完，请检查权限",
                           "the city's folder cannot be read to its end: check its permissions");
  return files;
}

CityLoad load_city_files(const CityFiles& files, std::int64_t version) {
  Draft draft;
  Report report;
  read_known(files, draft, report);
  read_years_and_strangers(files, draft, report);
  check_references(draft, report);
  if (report.has_errors()) return {nullptr, report.take()};
  auto calendar = Calendar::make(draft.calendar);
  if (!calendar.ok()) {
    for (const auto& field : calendar.error().fields)
      report.error({"calendars.toml", 0}, "range", field.pointer + "：" + field.text.zh,
                   field.pointer + ": " + field.text.en);
    return {nullptr, report.take()};
  }
  const int provisional_line = draft.provisional_line;
  auto city = build(std::move(draft), std::move(*calendar), version);
  warn_of_holes(*city, provisional_line, report);
  return {std::move(city), report.take()};
}

CityLoad load_city(const std::string& folder) {
  auto files = read_city_files(folder);
  if (files.ok()) return load_city_files(*files);
  return {nullptr, {{folder, 0, Severity::error, "unreadable", files.error().text}}};
}

}  // namespace hotline::city
