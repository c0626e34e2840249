// The city's own boundaries, for the map of figures.
#include <cmath>

#include "api/call.hpp"
#include "api/handlers/action.hpp"
#include "api/handlers/more_routes.hpp"

namespace hotline::api {
namespace {

using access::Right;

constexpr auto file_name = "boundaries.geojson";
constexpr double places =
    10'000;  // four decimals of a degree are about ten metres: enough for a map of a city
constexpr std::size_t most_areas = 2000;

std::string code_of(const Json& feature) {
  const Json properties = feature.value("properties", Json::object());
  for (const char* key : {"code", "adcode"}) {
    if (!properties.is_object() || !properties.contains(key)) continue;
    const Json& code = properties[key];
    if (code.is_string()) return code.get<std::string>();
    if (code.is_number_integer()) return std::to_string(code.get<std::int64_t>());
  }
  return "";
}

// Positions with four decimals; of those that fall together one is kept.
Json rounded(const Json& value) {
  if (!value.is_array()) return value;
  Json out = Json::array();
  const bool is_position = !value.empty() && value[0].is_number();
  for (const Json& one : value) {
    if (is_position) {
      if (out.size() == 2) break;
      out.push_back(std::round(one.get<double>() * places) / places);
      continue;
    }
    Json next = rounded(one);
    if (out.empty() || out.back() != next) out.push_back(std::move(next));
  }
  return out;
}

// The districts of the file, by the codes that the city's lists know.
Json districts_of(const std::string& content, const city::City& city) {
  Json features = Json::array();
  const auto document = parse_json(content);
  if (!document.ok() || !document->is_object()) return features;
  for (const Json& one : document->value("features", Json::array())) {
    if (features.size() == most_areas) break;
    if (!one.is_object() || !one.contains("geometry") || !one["geometry"].is_object()) continue;
    const std::string code = code_of(one);
    const city::Division* division = city.divisions.find(code);
    if (division == nullptr || division->level != city::DivisionLevel::district) continue;
    features.push_back({{"type", "Feature"},
                        {"properties", {{"code", code}, {"name", division->name}}},
                        {"geometry",
                         {{"type", one["geometry"].value("type", "")},
                          {"coordinates", rounded(one["geometry"].value("coordinates", Json::array()))}}}});
  }
  return features;
}

}  // namespace

Route city_boundaries_route(Domain& domain) {
  Route route;
  route.path = "/api/v1/city/boundaries";
  route.operation = "getCityBoundaries";
  route.tag = "city";
  route.summary = {"区县（市）边界（GeoJSON），城市没有边界文件时为空",
                   "Boundaries of the districts (GeoJSON); empty where the city has no file of them"};
  route.allow = any_of(Right::city_read);
  route.cost = 10;
  const ObjectSpec feature{
      "DistrictArea",
      {"一个区县（市）的范围。", "The area of one district."},
      {required("type", choice({"Feature"}), {"固定为 Feature。", "Always Feature."}),
       required("properties",
                object({"DistrictAreaName",
                        {"区划。", "The district."},
                        {required("code", text(16), {"代码。", "Code."}),
                         required("name", text(200), {"名称。", "Name."})}}),
                {"区划。", "The district."}),
       required("geometry", anything(),
                {"Polygon 或 MultiPolygon，坐标保留四位小数。", "Polygon or MultiPolygon, four decimals."})}};
  route.outputs = {
      {200,
       {"边界。", "The boundaries."},
       ObjectSpec{"CityBoundaries",
                  {"一个 FeatureCollection。", "A FeatureCollection."},
                  {required("type", choice({"FeatureCollection"}), {"固定。", "Fixed."}),
                   required("features", list_of(feature, most_areas), {"区县（市）。", "Districts."})}}}};
  route.handler = [&domain](Call&) -> Answer {
    return blocking([&domain]() -> base::Result<Reply> {
      const auto city = domain.city.get();
      HOTLINE_TRY(const city::CityFiles files, domain.versions.files(city->version));
      const auto found = files.find(file_name);
      Json features = found == files.end() ? Json::array() : districts_of(found->second, *city);
      return Reply::ok({{"type", "FeatureCollection"}, {"features", std::move(features)}});
    });
  };
  return route;
}

}  // namespace hotline::api
