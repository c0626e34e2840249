#include "insight/narrow.hpp"

namespace hotline::insight {
namespace {

std::string unit_below(const std::string& key, const std::string& asked, const city::City& city) {
  std::string highest = key;
  for (const city::Unit* one : city.units.upwards(key)) {
    if (one->code == asked) break;
    highest = one->code;
  }
  return highest;
}

}  // namespace

base::Status check_days(const FigureFilter& filter) {
  if (!filter.from.ok() || !filter.to.ok() || filter.from > filter.to) {
    return base::Error::field("?to", "order", "结束日期不得早于开始日期。",
                              "The last day comes before the first.");
  }
  if (std::chrono::sys_days(filter.to) - std::chrono::sys_days(filter.from) >= std::chrono::days{kMostDays}) {
    return base::Error::field("?to", "range", "统计期间最长三年，请分段查询。",
                              "Ask for three years at most, in parts.");
  }
  return {};
}

std::vector<Dimension> narrowed(const FigureFilter& filter) {
  std::vector<Dimension> all;
  if (!filter.unit.empty()) all.push_back(Dimension::unit);
  if (!filter.matter.empty()) all.push_back(Dimension::matter);
  if (!filter.division.empty()) all.push_back(Dimension::division);
  if (!filter.channel.empty()) all.push_back(Dimension::channel);
  if (!filter.kind.empty()) all.push_back(Dimension::kind);
  return all;
}

bool passes(Dimension dimension, const std::string& key, const FigureFilter& f, const city::City& city) {
  switch (dimension) {
    case Dimension::unit:
      return f.unit.empty() || key == f.unit || city.units.within(key, f.unit);
    case Dimension::matter:
      return f.matter.empty() || key.starts_with(f.matter) || (key.size() > 5 && key.substr(5) == f.matter);
    case Dimension::division:
      return f.division.empty() || key == f.division || city.divisions.within(key, f.division);
    case Dimension::channel:
      return f.channel.empty() || key == f.channel;
    case Dimension::kind:
      return f.kind.empty() || key == f.kind;
    case Dimension::city:
    case Dimension::hour:
      return true;
  }
  return true;
}

std::vector<std::optional<std::string>> units_of(const FigureFilter& filter, const city::City& city) {
  if (filter.unit.empty()) return {std::nullopt};
  std::vector<std::optional<std::string>> units;
  for (const city::Unit& one : city.units.rows()) {
    if (city.units.within(one.code, filter.unit)) units.emplace_back(one.code);
  }
  if (units.empty()) units.emplace_back(filter.unit);
  return units;
}

std::string rolled_up(const FigureQuery& query, const std::string& key, const city::City& city) {
  switch (query.by) {
    case By::city:
      return "";
    case By::unit:
      return query.level == 1 && !key.empty() ? unit_below(key, query.filter.unit, city) : key;
    case By::matter:
      if (query.level == 1) return key.substr(0, 2);
      if (query.level == 2) return key.substr(0, 4);
      return key;
    case By::division: {
      if (query.level != 1) return key;
      const city::Division* district = city.divisions.holder(key, city::DivisionLevel::district);
      return district != nullptr ? district->code : key;
    }
    case By::month:
      return key.substr(0, 6);
    default:
      return key;
  }
}

}  // namespace hotline::insight
