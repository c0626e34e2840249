#include "hotline/city/boundaries.hpp"

#include <algorithm>
#include <cmath>

namespace hotline::city {
namespace {

constexpr double on_edge = 1e-9;  // degrees: a tenth of a millimetre

enum class Side { outside, edge, inside };

bool lies_on(const Point& p, const Point& a, const Point& b) {
  const double dx = b.longitude - a.longitude, dy = b.latitude - a.latitude;
  const double length = std::hypot(dx, dy);
  const double px = p.longitude - a.longitude, py = p.latitude - a.latitude;
  if (length <= on_edge) return std::hypot(px, py) <= on_edge;
  const double along = (px * dx + py * dy) / length, beside = std::abs(px * dy - py * dx) / length;
  return beside <= on_edge && along >= -on_edge && along <= length + on_edge;
}

Side side_of(const std::vector<Point>& ring, const Point& p) {
  bool odd = false;
  for (std::size_t i = 0, before = ring.size() - 1; i < ring.size(); before = i++) {
    const Point &a = ring[before], &b = ring[i];
    if (lies_on(p, a, b)) return Side::edge;
    // Half open in latitude, so that a ray through a corner counts it once.
    if ((a.latitude > p.latitude) == (b.latitude > p.latitude)) continue;
    const double crossing =
        a.longitude + (p.latitude - a.latitude) / (b.latitude - a.latitude) * (b.longitude - a.longitude);
    if (p.longitude < crossing) odd = !odd;
  }
  return odd ? Side::inside : Side::outside;
}

}  // namespace

bool Area::holds(const Point& point) const {
  if (rings.empty()) return false;
  const Side outline = side_of(rings.front(), point);
  if (outline != Side::inside) return outline == Side::edge;
  return std::none_of(rings.begin() + 1, rings.end(),
                      [&](const auto& hole) { return side_of(hole, point) == Side::inside; });
}

Boundaries::Boundaries(std::vector<Boundary> rows) : rows_(std::move(rows)) {
  for (const Boundary& row : rows_) {
    Box box{{180, 90}, {-180, -90}};
    for (const Area& area : row.areas) {
      for (const Point& p : area.rings.front()) {
        box.least = {std::min(box.least.longitude, p.longitude), std::min(box.least.latitude, p.latitude)};
        box.most = {std::max(box.most.longitude, p.longitude), std::max(box.most.latitude, p.latitude)};
      }
    }
    boxes_.push_back(box);
  }
}

std::vector<std::string> Boundaries::holding(const Point& p) const {
  std::vector<std::string> codes;
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    const Box& box = boxes_[i];
    if (p.longitude < box.least.longitude - on_edge || p.longitude > box.most.longitude + on_edge ||
        p.latitude < box.least.latitude - on_edge || p.latitude > box.most.latitude + on_edge)
      continue;
    const auto& areas = rows_[i].areas;
    if (std::any_of(areas.begin(), areas.end(), [&](const Area& one) { return one.holds(p); }))
      codes.push_back(rows_[i].division);
  }
  return codes;
}

}  // namespace hotline::city
