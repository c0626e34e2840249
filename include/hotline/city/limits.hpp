// How long: time limits by kind, urgency and matter (limits.csv), and the deadlines that follow from them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hotline/city/calendar.hpp"
#include "hotline/city/kinds.hpp"
#include "hotline/city/matters.hpp"

namespace hotline::city {

enum class LimitUnit { minutes, hours, working_minutes, working_days };
std::string_view name_of(LimitUnit unit);
std::optional<LimitUnit> find_limit_unit(std::string_view name);

struct Limit {
  std::optional<Kind> kind;        // nothing: any
  std::optional<Urgency> urgency;  // nothing: any
  std::string matter;              // prefix or row key; "" is any
  Limited clock = Limited::resolve;
  int amount = 0;  // above zero
  LimitUnit unit = LimitUnit::working_days;
  bool pausable = false;
  std::string note;
  int line = 0;  // of limits.csv
};

class Limits {
 public:
  Limits() = default;
  explicit Limits(std::vector<Limit> rows) : rows_(std::move(rows)) {}
  const std::vector<Limit>& rows() const { return rows_; }

  // The most specific row: one that names the urgency wins over one that does not, then the narrower matter,
  // then one that names the kind, then the earlier row. `matter` may be nullptr (not known yet). nullptr when
  // no row fits; the loader warns of clocks without a general row.
  const Limit* find(Kind kind, Urgency urgency, const Matter* matter, Limited clock) const;

 private:
  std::vector<Limit> rows_;
};

// When a clock that starts at `start` runs out for a unit of these hours. Working minutes run in the unit's
// opening hours; working days end at its close of business; minutes and hours run day and night.
// Errors: unavailable (outside the calendar's years).
base::Result<base::Time> deadline(const Calendar& calendar, std::string_view hours, const Limit& limit,
                                  base::Time start);

// The due instant after a pause: what was left at `paused` is left again at `resumed`.
// Errors: unavailable.
base::Result<base::Time> resumed_deadline(const Calendar& calendar, std::string_view hours,
                                          const Limit& limit, base::Time due, base::Time paused,
                                          base::Time resumed);

// The allowance on the unit's clock between two instants, for the share that is used: worked time for working
// units, plain time for the others. Errors: unavailable.
base::Result<base::Duration> used_time(const Calendar& calendar, std::string_view hours, const Limit& limit,
                                       base::Time from, base::Time to);

}  // namespace hotline::city
