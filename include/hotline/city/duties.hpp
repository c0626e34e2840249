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

class Eagerness;

// Immutable. Borrows nothing; what it returns lives as long as the City.
class Duties {
 public:
  Duties() = default;
  Duties(Duties&&) = default;
  Duties& operator=(Duties&&) = default;
  explicit Duties(std::vector<Duty> rows);

  const std::vector<Duty>& rows() const { return rows_; }

  // The rows of exactly this prefix or row key, in the order of the file.
  const std::vector<const Duty*>& of(std::string_view matter) const;

  // Who owns a matter at a place. `division` is the code of the smallest known division, "" when unknown;
  // `eagerness` is that of the request's text.
  //   1. The narrowest matter that has a row at this place wins.
  //   2. Among its rows, the one with most words in the text; then those without words; last, those whose
  //      words do not occur. A row of a division without words of its own stands in for the "@district" rows
  //      of the same matter and counts their words.
  //   3. Then the smaller division, then the earlier row.
  // A row whose unit cannot be resolved at this place is passed over. Assistants are those of the narrowest
  // matter that names any, if it is not wider than the lead's.
  Ownership owners(const Matter& matter, std::string_view division, const Units& units,
                   const Divisions& divisions, Eagerness& eagerness) const;

 private:
  std::vector<Duty> rows_;
  TextMap<std::vector<const Duty*>> by_matter_;
};

// How loudly each duty row speaks for itself in one text: the number of its words that occur; 0 for a row
// without words; -1 for one whose words are all absent. Each row is looked at once. `text` is normalised; it
// and the duties must outlive it. One thread.
class Eagerness {
 public:
  Eagerness(const Duties& duties, std::string_view text)
      : duties_(duties), text_(text), known_(duties.rows().size(), unknown) {}
  int of(const Duty& row);

 private:
  static constexpr int unknown = -2;

  const Duties& duties_;
  std::string_view text_;
  std::vector<int> known_;
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
