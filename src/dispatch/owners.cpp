#include "dispatch/owners.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace hotline::dispatch {

Owners::Owners(const city::City& city, std::string division, std::string text)
    : city_(city),
      division_(std::move(division)),
      text_(std::move(text)),
      sample_street_(find_sample_street()) {}

std::string Owners::find_sample_street() const {
  const city::Division* known = city_.divisions.find(division_);
  if (known != nullptr && known->level > city::DivisionLevel::district) return "";
  const bool district_known = known != nullptr && known->level == city::DivisionLevel::district;
  for (const city::Division& one : city_.divisions.rows()) {
    if (one.level != city::DivisionLevel::street || one.valid_to) continue;
    if (!district_known || city_.divisions.within(one.code, known->code)) return one.code;
  }
  return "";
}

const city::Unit* Owners::resolve(const std::string& unit, const std::string& division) const {
  return unit.empty() ? nullptr : city_.units.resolve(unit, division, city_.divisions);
}

// Whether the unit would be the same wherever within the known place it turns out to be.
bool Owners::is_named(const city::Unit& unit) const {
  return unit.level == "city" || (!division_.empty() && city_.divisions.within(division_, unit.division));
}

Owning Owners::at(const city::Matter& matter, const std::string& division) const {
  const city::DirectRule* direct = city::find_direct(city_.direct, matter, division, city_.divisions);
  const city::Ownership ownership = city_.owners(matter, division, eagerness_);
  Owning owning;
  for (const city::Owner& one : ownership.assists) owning.assists.push_back(one.unit);
  if (const city::Unit* down = direct == nullptr ? nullptr : resolve(direct->unit, division)) {
    owning.lead = down;
    owning.reason = {"direct", down->code, fmt::format("direct.csv:{}", direct->line)};
    if (const city::Unit* above = resolve(direct->copy_to, division)) owning.assists.push_back(above);
  } else if (ownership.lead) {
    const city::Owner& owner = *ownership.lead;
    owning.lead = owner.unit;
    owning.reason = {"duty", owner.unit->code,
                     fmt::format("{} (duties.csv:{})", owner.duty->basis, owner.duty->line)};
  }
  return owning;
}

Owning Owners::of(const city::Matter& matter) const {
  Owning known = at(matter, division_);
  if (sample_street_.empty()) return known;
  Owning there = at(matter, sample_street_);
  const bool local = there.lead != nullptr && there.lead->level != "city";
  if (there.lead == known.lead || !local) return known;
  there.hangs_on_place = true;
  std::erase_if(there.assists, [&](const city::Unit* one) { return !is_named(*one); });
  if (const city::Unit* district = resolve("@district")) {
    there.reason = {"fallback", district->code, there.reason.detail};
    there.lead = district;
    return there;
  }
  const auto guide = std::find_if(there.assists.begin(), there.assists.end(),
                                  [](const city::Unit* one) { return one->level == "city"; });
  if (guide != there.assists.end()) {
    there.lead = *guide;
    there.reason = {"duty", (*guide)->code, there.reason.detail};
  } else {
    there.lead = known.lead;
    there.reason = known.reason;
  }
  return there;
}

}  // namespace hotline::dispatch
