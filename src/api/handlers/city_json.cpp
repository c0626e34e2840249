#include "api/handlers/city_json.hpp"

namespace hotline::api {

std::string city_time(base::Time time, const city::City& city) {
  return base::format_rfc3339(time, std::chrono::minutes{city.settings.zone_offset_minutes});
}

Json city_time_or_null(const std::optional<base::Time>& time, const city::City& city) {
  return time ? Json(city_time(*time, city)) : Json(nullptr);
}

Field time_field(const char* name, const char* zh, const char* en) {
  return required(name, date_time(), {zh, en});
}
Field maybe_time(const char* name, const char* zh, const char* en) {
  return required(name, nullable(date_time()), {zh, en});
}

ObjectSpec matter_spec() {
  return {"Matter",
          {"诉求事项。", "A matter of the catalogue."},
          {required("row", text(32), {"事项行号，目录中的唯一键。", "Key of its row in the catalogue."}),
           required("name", text(200), {"名称。", "Name."}),
           required("path", text(600), {"三级路径。", "Path of its three levels."})}};
}

ObjectSpec named_spec() {
  return {
      "Named",
      {"代码与名称。", "A code with its name."},
      {required("code", text(64), {"代码。", "Code."}), required("name", text(200), {"名称。", "Name."})}};
}

ObjectSpec reason_spec() {
  return {
      "Reason",
      {"一条理由。", "One reason of a decision."},
      {required(
           "source", text(40),
           {"来源：rule、settlement、direct、duty、place、model、neighbour、risk、handover、kind、given。",
            "Where it comes from."}),
       required("name", text(400), {"规则名、行号或代码。", "Rule, row or code."}),
       required("detail", text(400), {"命中的词或概率。", "The phrase that was found, or a probability."})}};
}

Json matter_json(const std::string& row, const city::City& city) {
  const city::Matter* matter = city.matters.find(row);
  return {{"row", row}, {"name", matter ? matter->name() : row}, {"path", matter ? matter->path() : row}};
}

Json division_json(const std::string& code, const city::City& city) {
  const city::Division* division = city.divisions.find(code);
  return {{"code", code}, {"name", division ? division->name : code}};
}

Json unit_json(const std::string& code, const city::City& city) {
  const city::Unit* unit = city.units.find(code);
  return {{"code", code}, {"name", unit ? unit->name : code}};
}

}  // namespace hotline::api
