#include "hotline/city/units.hpp"

namespace hotline::city {
namespace {

const std::vector<const Unit*> nothing;

const std::vector<const Unit*>& rows_under(const TextMap<std::vector<const Unit*>>& map,
                                           std::string_view key) {
  const auto found = map.find(key);
  return found == map.end() ? nothing : found->second;
}

const Unit* of_kind(const std::vector<const Unit*>& units, std::string_view kind) {
  for (const Unit* unit : units)
    if (unit->kind == kind) return unit;
  return nullptr;
}

}  // namespace

Units::Units(std::vector<Unit> rows) : table_(std::move(rows)) {
  for (const Unit& unit : table_) {
    if (!unit.parent.empty()) children_[unit.parent].push_back(&unit);
    by_division_[unit.division].push_back(&unit);
  }
}

std::vector<const Unit*> Units::upwards(std::string_view code) const {
  std::vector<const Unit*> chain;
  for (const Unit* at = find(code); at != nullptr; at = find(at->parent)) chain.push_back(at);
  return chain;
}

const std::vector<const Unit*>& Units::children(std::string_view code) const {
  return rows_under(children_, code);
}

const std::vector<const Unit*>& Units::of_division(std::string_view division) const {
  return rows_under(by_division_, division);
}

bool Units::within(std::string_view inner, std::string_view outer) const {
  for (const Unit* at = find(inner); at != nullptr; at = find(at->parent))
    if (at->code == outer) return true;
  return false;
}

const Unit* Units::resolve(std::string_view unit, std::string_view division,
                           const Divisions& divisions) const {
  if (unit == "@street") {
    if (const Division* street = divisions.holder(division, DivisionLevel::street))
      if (const Unit* office = of_kind(of_division(street->code), "street_office")) return office;
  } else if (unit != "@district") {
    return find(unit);
  }
  const Division* district = divisions.holder(division, DivisionLevel::district);
  return district == nullptr ? nullptr : of_kind(of_division(district->code), "government");
}

}  // namespace hotline::city
