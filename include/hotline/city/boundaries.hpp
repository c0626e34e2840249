// Where the divisions lie: areas of boundaries.geojson, asked by coordinates.
//
// Coordinates are degrees, longitude first as in GeoJSON (RFC 7946), in whatever reference the file was drawn
// in: a city that draws in GCJ-02 must be asked in GCJ-02 (some 500 m beside WGS 84).
//
// A point on an edge, of a hole too, belongs to the area: on a common border both divisions hold it, and the
// asker decides. Areas do not cross the 180th meridian. Even-odd rule: a ray from the point crosses the
// outline an odd number of times when it is inside (Shimrat 1962).
//
// Cost: boxes first, then time in proportion to the points of the outlines that may hold it. Threads:
// immutable.
#pragma once

#include <string>
#include <vector>

namespace hotline::city {

struct Point {
  double longitude = 0, latitude = 0;  // degrees
};

// The first ring is the outline, the others are holes; each goes round once, with or without its first point
// again at the end.
struct Area {
  std::vector<std::vector<Point>> rings;
  // Whether the point lies inside or on an edge.
  bool holds(const Point& point) const;
};

struct Boundary {
  std::string division;  // code
  std::vector<Area> areas;
  int line = 0;  // of boundaries.geojson
};

class Boundaries {
 public:
  Boundaries() = default;
  explicit Boundaries(std::vector<Boundary> rows);

  bool empty() const { return rows_.empty(); }
  // Codes of all divisions that hold the point, of any level, in the order of the file.
  std::vector<std::string> holding(const Point& point) const;

 private:
  struct Box {
    Point least, most;
  };
  std::vector<Boundary> rows_;
  std::vector<Box> boxes_;  // one for each row
};

}  // namespace hotline::city
