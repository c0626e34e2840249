// boundaries.geojson: a FeatureCollection (RFC 7946) of Polygon and MultiPolygon, each with the code of its
// division in the property code or adcode.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "city/draft.hpp"
#include "city/sheet.hpp"

namespace hotline::city {
namespace {

using Json = nlohmann::json;

constexpr std::size_t fewest_corners = 3;

int line_at(std::string_view content, std::size_t byte) {
  const auto end = content.begin() + static_cast<std::ptrdiff_t>(std::min(byte, content.size()));
  return 1 + static_cast<int>(std::count(content.begin(), end, '\n'));
}

// The line at which each feature names its type: what a fault in it is reported at.
std::vector<int> lines_of_features(std::string_view content) {
  static constexpr std::string_view mark = "\"Feature\"";
  std::vector<int> lines;
  for (std::size_t at = content.find(mark); at != std::string_view::npos; at = content.find(mark, at + 1))
    lines.push_back(line_at(content, at));
  return lines;
}

// Where the text stops being JSON; asked only of text that is none.
int line_of_fault(const std::string& content) {
  try {
    [[maybe_unused]] const Json none = Json::parse(content);
  } catch (const Json::parse_error& fault) {
    return line_at(content, fault.byte);
  } catch (const Json::exception&) {  // a number beyond all numbers
  }
  return 1;
}

std::string code_in(const Json& feature) {
  const auto properties = feature.find("properties");
  if (properties == feature.end() || !properties->is_object()) return "";
  for (const char* key : {"code", "adcode"}) {
    const auto found = properties->find(key);
    if (found == properties->end()) continue;
    if (found->is_string()) return found->get<std::string>();
    if (found->is_number_integer()) return std::to_string(found->get<std::int64_t>());
  }
  return "";
}

bool read_ring(const Json& positions, std::vector<Point>& ring) {
  if (!positions.is_array()) return false;
  for (const Json& one : positions) {
    if (!one.is_array() || one.size() < 2 || !one[0].is_number() || !one[1].is_number()) return false;
    const Point point{one[0].get<double>(), one[1].get<double>()};
    // Written so that a coordinate that is no number is refused too.
    if (!(point.longitude >= -180 && point.longitude <= 180 && point.latitude >= -90 && point.latitude <= 90))
      return false;
    ring.push_back(point);
  }
  const bool closed = ring.size() > 1 && ring.front().longitude == ring.back().longitude &&
                      ring.front().latitude == ring.back().latitude;
  if (closed) ring.pop_back();
  return ring.size() >= fewest_corners;
}

bool read_area(const Json& rings, std::vector<Area>& areas) {
  if (!rings.is_array() || rings.empty()) return false;
  Area area;
  for (const Json& one : rings) {
    if (!read_ring(one, area.rings.emplace_back())) return false;
  }
  areas.push_back(std::move(area));
  return true;
}

bool read_geometry(const Json& feature, std::vector<Area>& areas) {
  const auto geometry = feature.find("geometry");
  if (geometry == feature.end() || !geometry->is_object()) return false;
  const auto type = geometry->find("type"), coordinates = geometry->find("coordinates");
  if (type == geometry->end() || coordinates == geometry->end() || !coordinates->is_array()) return false;
  if (*type == "Polygon") return read_area(*coordinates, areas);
  if (*type != "MultiPolygon" || coordinates->empty()) return false;
  return std::all_of(coordinates->begin(), coordinates->end(),
                     [&](const Json& one) { return read_area(one, areas); });
}

void read_feature(const Source& source, const Json& feature, int line, Seen& seen) {
  const Spot spot{source.file, line};
  Boundary row;
  row.line = line;
  row.division = feature.is_object() ? code_in(feature) : "";
  if (row.division.empty()) {
    source.report.error(spot, "required", "缺少区划代码，请在 properties 中写明 code",
                        "the division's code is missing: write 'code' into the properties");
  } else if (!read_geometry(feature, row.areas)) {
    source.report.error(
        spot, "format", "“" + row.division + "”的边界不是有效的 Polygon 或 MultiPolygon，请检查坐标",
        "the boundary of '" + row.division + "' is no valid Polygon or MultiPolygon: check its coordinates");
  } else {
    seen.add(row.division, spot);
    source.draft.boundaries.push_back(std::move(row));
  }
}

}  // namespace

void read_boundaries(const Source& source) {
  const Json document = Json::parse(source.content, nullptr, false);
  if (document.is_discarded()) {
    source.report.error({source.file, line_of_fault(source.content)}, "format",
                        "不是有效的 JSON，请检查这一行", "no valid JSON: check this line");
    return;
  }
  const auto features = document.is_object() ? document.find("features") : document.end();
  if (features == document.end() || !features->is_array()) {
    source.report.error({source.file, 1}, "format", "不是 GeoJSON 的 FeatureCollection，请换用正确的边界文件",
                        "no FeatureCollection of GeoJSON: use a file of boundaries");
    return;
  }
  const std::vector<int> lines = lines_of_features(source.content);
  Seen seen(source.report);
  for (std::size_t i = 0; i < features->size(); ++i)
    read_feature(source, (*features)[i], i < lines.size() ? lines[i] : 1, seen);
}

}  // namespace hotline::city
