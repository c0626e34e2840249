// Who: the handling units (承办单位) of units.csv.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hotline/city/divisions.hpp"
#include "hotline/city/keyed.hpp"

namespace hotline::city {

struct Unit {
  std::string code;
  std::string name;
  std::string level;     // city, district, street
  std::string parent;    // code of the unit above, "" at the top
  std::string kind;      // bureau, government, street_office, utility, platform, emergency, hotline
  std::string division;  // code of the division it serves, "" for the whole city
  std::string hours;     // code of a timetable
  std::string phone;
  std::string email;  // its duty mailbox, "" for none: hears of critical messages as well
  std::vector<std::string> aliases;
  int line = 0;  // of units.csv
};

class Units {
 public:
  Units() = default;
  Units(Units&&) = default;
  Units& operator=(Units&&) = default;
  explicit Units(std::vector<Unit> rows);

  const Unit* find(std::string_view code) const { return table_.find(code); }
  const std::vector<Unit>& rows() const { return table_.rows(); }
  // The unit itself, the one above it, and so on; empty for an unknown code.
  std::vector<const Unit*> upwards(std::string_view code) const;
  const std::vector<const Unit*>& children(std::string_view code) const;
  // Units that serve exactly this division; "" asks for those of the whole city.
  const std::vector<const Unit*>& of_division(std::string_view division) const;
  // Whether `inner` is `outer` or stands below it.
  bool within(std::string_view inner, std::string_view outer) const;

  // The unit that a word of the duty table means at a place: a code means itself; "@street" the street office
  // (or town government) of the place's street, or its district's government where the street has no unit of
  // its own; "@district" the district's government. nullptr when the place is too vague or the code unknown.
  const Unit* resolve(std::string_view unit, std::string_view division, const Divisions& divisions) const;

 private:
  Keyed<Unit, &Unit::code> table_;
  TextMap<std::vector<const Unit*>> children_;
  TextMap<std::vector<const Unit*>> by_division_;
};

}  // namespace hotline::city
