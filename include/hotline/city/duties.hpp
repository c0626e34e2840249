// Who does what where: the duty table (派单目录), direct dispatch (直派) and settled disputes.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hotline/city/matters.hpp"
#include "hotline/city/units.hpp"

namespace hotline::city {

enum class DutyRole { lead, assist };  // 主办, 协办
std::string_view name_of(DutyRole role);
std::optional<DutyRole> find_duty_role(std::string_view name);

struct Duty {
  std::string matter;    // prefix of 2, 4 or 6 digits, or a row key
  std::string division;  // code; "" is the whole city
  std::string unit;      // code, "@street" or "@district"
  DutyRole role = DutyRole::lead;
  std::vector<std::string> words;  // normalised (text::normalize): what speaks for this row among its equals
  std::string basis;               // the legal or official source of the duty
  int line = 0;                    // of duties.csv
};

struct Owner {
  const Unit* unit = nullptr;
  const Duty* duty = nullptr;  // the row that said so
};

struct Ownership {
  std::optional<Owner> lead;
  std::vector<Owner> assists;  // without the lead, each unit once
};

// Immutable. Borrows nothing; what it returns lives as long as the City.
class Duties {
 public:
  Duties() = default;
  Duties(Duties&&) = default;
  Duties& operator=(Duties&&) = default;
  explicit Duties(std::vector<Duty> rows);

  const std::vector<Duty>& rows() const { return rows_; }

  // Who owns a matter at a place. `division` is the code of the smallest known division, "" when unknown;
  // `text` is the normalised request, against which the rows' words are held.
  //   1. The narrowest matter that has a row at this place wins.
  //   2. Among its rows, the one with most words in the text; then those without words; last, those whose
  //      words do not occur. A row of a division without words of its own stands in for the "@district" rows
  //      of the same matter and counts their words.
  //   3. Then the smaller division, then the earlier row.
  // A row whose unit cannot be resolved at this place is passed over. Assistants are those of the narrowest
  // matter that names any, if it is not wider than the lead's.
  Ownership owners(const Matter& matter, std::string_view division, const Units& units,
                   const Divisions& divisions, std::string_view text = {}) const;

 private:
  std::vector<Duty> rows_;
  TextMap<std::vector<const Duty*>> by_matter_;
};

// 直派: straight to the street or utility, with a copy to the one above (Beijing's rules of 2021, art. 12).
struct DirectRule {
  std::string matter;    // prefix or row key
  std::string division;  // code; "" is the whole city
  std::string unit;      // code, "@street" or "@district"
  std::string copy_to;   // code, "@district", or ""
  std::string note;
  int line = 0;  // of direct.csv
};

// The most specific direct rule, narrower matter first; nullptr when there is none.
const DirectRule* find_direct(const std::vector<DirectRule>& rules, const Matter& matter,
                              std::string_view division, const Divisions& divisions);

// A question of ownership that was once argued about and ruled.
struct Settlement {
  std::string phrase;  // normalised words that recognise it
  std::string matter;  // row key or prefix, "" for any
  std::string unit;    // lead
  std::vector<std::string> assists;
  std::string ruling;
  Date date{};
  int line = 0;  // of disputed.csv
};

}  // namespace hotline::city
