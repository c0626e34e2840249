#include "hotline/city/divisions.hpp"

#include <algorithm>

#include "hotline/base/names.hpp"

namespace hotline::city {
namespace {

constexpr std::array<std::string_view, 5> level_names{"province", "city", "district", "street", "community"};

const std::vector<const Division*> nothing;

}  // namespace

std::string_view name_of(DivisionLevel level) {
  return level_names.at(static_cast<std::size_t>(level));
}
std::optional<DivisionLevel> find_division_level(std::string_view name) {
  return base::find_in<DivisionLevel>(level_names, name);
}

Divisions::Divisions(std::vector<Division> rows, const std::vector<Succession>& successions)
    : table_(std::move(rows)) {
  for (const Division& division : table_) {
    if (!division.parent.empty()) children_[division.parent].push_back(&division);
    names_[division.name].push_back(&division);
  }
  for (const Succession& one : successions) {
    if (const Division* successor = find(one.successor)) successors_[one.division].push_back(successor);
  }
}

const std::vector<const Division*>& Divisions::children(std::string_view code) const {
  const auto found = children_.find(code);
  return found == children_.end() ? nothing : found->second;
}

std::vector<const Division*> Divisions::upwards(std::string_view code) const {
  std::vector<const Division*> chain;
  for (const Division* at = find(code); at != nullptr; at = find(at->parent)) chain.push_back(at);
  return chain;
}

const Division* Divisions::holder(std::string_view code, DivisionLevel level) const {
  for (const Division* at = find(code); at != nullptr; at = find(at->parent))
    if (at->level == level) return at;
  return nullptr;
}

bool Divisions::within(std::string_view inner, std::string_view outer) const {
  for (const Division* at = find(inner); at != nullptr; at = find(at->parent))
    if (at->code == outer) return true;
  return false;
}

std::vector<const Division*> Divisions::named(std::string_view name, Date date) const {
  std::vector<const Division*> valid;
  const auto found = names_.find(name);
  if (found == names_.end()) return valid;
  for (const Division* division : found->second)
    if (division->valid_at(date)) valid.push_back(division);
  return valid;
}

std::vector<const Division*> Divisions::standing(std::string_view code, Date date) const {
  std::vector<const Division*> found;
  std::vector<const Division*> open{find(code)};
  // A successor may have been abolished in turn; the loader has refused circles.
  for (std::size_t i = 0; i < open.size(); ++i) {
    const Division* one = open[i];
    if (one == nullptr) continue;
    if (one->valid_at(date)) {
      if (std::find(found.begin(), found.end(), one) == found.end()) found.push_back(one);
    } else if (one->valid_to && *one->valid_to < date) {
      const auto next = successors_.find(one->code);
      if (next != successors_.end()) open.insert(open.end(), next->second.begin(), next->second.end());
    }
  }
  return found;
}

}  // namespace hotline::city
