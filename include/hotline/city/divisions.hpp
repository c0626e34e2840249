// Where: the administrative divisions of the city (divisions.csv) and its named places (places.csv).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hotline/city/calendar.hpp"
#include "hotline/city/keyed.hpp"

namespace hotline::city {

enum class DivisionLevel { province, city, district, street, community };
std::string_view name_of(DivisionLevel level);
std::optional<DivisionLevel> find_division_level(std::string_view name);

// Codes are those of GB/T 2260 (districts) and GB/T 10114 (streets). Divisions are abolished and set up, so
// each has the days of its validity.
struct Division {
  std::string code;
  std::string name;
  DivisionLevel level = DivisionLevel::street;
  std::string parent;              // code, "" at the top
  std::optional<Date> valid_from;  // first day; nothing: always
  std::optional<Date> valid_to;    // last day; nothing: still valid
  int line = 0;                    // of divisions.csv
  bool valid_at(Date date) const {
    return (!valid_from || *valid_from <= date) && (!valid_to || date <= *valid_to);
  }
};

// What an abolished division became (successors.csv): all of it went to its one successor, or parts of it to
// each of several.
struct Succession {
  std::string division;   // code
  std::string successor;  // code
  std::string note;       // which part, for people
  int line = 0;           // of successors.csv
};

class Divisions {
 public:
  Divisions() = default;
  Divisions(Divisions&&) = default;
  Divisions& operator=(Divisions&&) = default;
  explicit Divisions(std::vector<Division> rows, const std::vector<Succession>& successions = {});

  const Division* find(std::string_view code) const { return table_.find(code); }
  const std::vector<Division>& rows() const { return table_.rows(); }
  const std::vector<const Division*>& children(std::string_view code) const;
  // The division itself, its parent, and so on up to the top; empty for an unknown code.
  std::vector<const Division*> upwards(std::string_view code) const;
  // The division of this level that holds `code` (or is it); nullptr when there is none.
  const Division* holder(std::string_view code, DivisionLevel level) const;
  // Whether `inner` is `outer` or lies inside it.
  bool within(std::string_view inner, std::string_view outer) const;
  // Divisions of this exact name that are valid on the day; several streets may share a name.
  std::vector<const Division*> named(std::string_view name, Date date) const;
  // What this division is on the day: itself while it is in force, afterwards its successors that are, in the
  // order of successors.csv; empty for an unknown code, before it was set up, and when no successor is known.
  std::vector<const Division*> standing(std::string_view code, Date date) const;

 private:
  Keyed<Division, &Division::code> table_;
  TextMap<std::vector<const Division*>> children_;
  TextMap<std::vector<const Division*>> names_;
  TextMap<std::vector<const Division*>> successors_;
};

// A road, housing estate, landmark or nickname, with the smallest division that surely holds it.
struct Place {
  std::string name;
  std::string kind;      // road, estate, landmark, nickname
  std::string division;  // code
  std::vector<std::string> aliases;
  int line = 0;  // of places.csv
};

}  // namespace hotline::city
