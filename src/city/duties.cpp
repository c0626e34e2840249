#include "hotline/city/duties.hpp"

#include <algorithm>
#include <tuple>

#include "hotline/base/names.hpp"

namespace hotline::city {
namespace {

constexpr std::array<std::string_view, 2> role_names{"lead", "assist"};

// How deep a row's division lies above the place: 0 for the whole city, more for a smaller division.
// Nothing when the row is for another place.
std::optional<int> depth_at(std::string_view wanted, const std::vector<const Division*>& chain) {
  if (wanted.empty()) return 0;
  for (std::size_t i = 0; i < chain.size(); ++i)
    if (chain[i]->code == wanted) return static_cast<int>(chain.size() - i);
  return std::nullopt;
}

// The rows of one matter string, seen from one place and text.
class Candidates {
 public:
  Candidates(const std::vector<const Duty*>& rows, std::string_view division, const Units& units,
             const Divisions& divisions, Eagerness& eagerness)
      : rows_(rows),
        division_(division),
        chain_(divisions.upwards(division)),
        units_(units),
        divisions_(divisions),
        eagerness_(eagerness) {
    for (const Duty* row : rows_)
      if (row->unit == "@district" && row->role == DutyRole::lead)
        district_words_ = std::max(district_words_, eagerness_.of(*row));
  }

  std::optional<Owner> lead() const {
    std::optional<Owner> best;
    std::pair<int, int> best_score;
    for (const Duty* row : rows_) {
      const auto found = applicable(*row, DutyRole::lead);
      if (!found) continue;
      const bool stands_in = !row->division.empty() && row->words.empty();
      const std::pair score{stands_in ? district_words_ : eagerness_.of(*row), found->depth};
      if (best && score <= best_score) continue;
      best = found->owner;
      best_score = score;
    }
    return best;
  }

  std::vector<Owner> assists() const {
    std::vector<Owner> owners;
    for (const Duty* row : rows_) {
      const auto found = applicable(*row, DutyRole::assist);
      if (found) owners.push_back(found->owner);
    }
    return owners;
  }

 private:
  struct Match {
    Owner owner;
    int depth;
  };

  std::optional<Match> applicable(const Duty& row, DutyRole role) const {
    if (row.role != role) return std::nullopt;
    const auto depth = depth_at(row.division, chain_);
    if (!depth) return std::nullopt;
    const Unit* unit = units_.resolve(row.unit, division_, divisions_);
    if (unit == nullptr) return std::nullopt;
    return Match{{unit, &row}, *depth};
  }

  const std::vector<const Duty*>& rows_;
  std::string_view division_;
  std::vector<const Division*> chain_;
  const Units& units_;
  const Divisions& divisions_;
  Eagerness& eagerness_;
  int district_words_ = 0;
};

void add_assists(Ownership& ownership, const std::vector<Owner>& owners) {
  for (const Owner& owner : owners) {
    const auto same = [&](const Owner& other) { return other.unit == owner.unit; };
    if (ownership.lead && same(*ownership.lead)) continue;
    if (std::any_of(ownership.assists.begin(), ownership.assists.end(), same)) continue;
    ownership.assists.push_back(owner);
  }
}

}  // namespace

std::string_view name_of(DutyRole role) {
  return role_names.at(static_cast<std::size_t>(role));
}
std::optional<DutyRole> find_duty_role(std::string_view name) {
  return base::find_in<DutyRole>(role_names, name);
}

Duties::Duties(std::vector<Duty> rows) : rows_(std::move(rows)) {
  for (const Duty& row : rows_) by_matter_[row.matter].push_back(&row);
}

int Eagerness::of(const Duty& row) {
  if (row.words.empty()) return 0;
  int& known = known_.at(static_cast<std::size_t>(&row - duties_.rows().data()));
  if (known == unknown) {
    const auto found = std::count_if(row.words.begin(), row.words.end(),
                                     [&](const auto& word) { return text_.find(word) != text_.npos; });
    known = found == 0 ? -1 : static_cast<int>(found);
  }
  return known;
}

const std::vector<const Duty*>& Duties::of(std::string_view matter) const {
  static const std::vector<const Duty*> none;
  const auto found = by_matter_.find(matter);
  return found == by_matter_.end() ? none : found->second;
}

Ownership Duties::owners(const Matter& matter, std::string_view division, const Units& units,
                         const Divisions& divisions, Eagerness& eagerness) const {
  Ownership ownership;
  std::vector<Owner> assists;
  for (const std::string* prefix : {&matter.row, &matter.code, &matter.level2_code, &matter.level1_code}) {
    const std::vector<const Duty*>& rows = of(*prefix);
    if (rows.empty()) continue;
    const Candidates candidates(rows, division, units, divisions, eagerness);
    if (assists.empty()) assists = candidates.assists();
    ownership.lead = candidates.lead();
    if (ownership.lead) break;
  }
  if (ownership.lead) add_assists(ownership, assists);
  return ownership;
}

const DirectRule* find_direct(const std::vector<DirectRule>& rules, const Matter& matter,
                              std::string_view division, const Divisions& divisions) {
  const auto chain = divisions.upwards(division);
  const DirectRule* best = nullptr;
  std::pair<int, int> best_score;
  for (const DirectRule& rule : rules) {
    if (!Matters::covers(rule.matter, matter)) continue;
    const auto depth = depth_at(rule.division, chain);
    if (!depth) continue;
    const std::pair score{Matters::narrowness(rule.matter), *depth};
    if (best != nullptr && score <= best_score) continue;
    best = &rule;
    best_score = score;
  }
  return best;
}

}  // namespace hotline::city
