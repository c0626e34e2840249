// What commands ask the city's files: deadlines (limits.csv, the calendar, the hours of the unit) and whose
// an emergency line is.
#pragma once

#include "hotline/city/city.hpp"
#include "hotline/ticket/commands.hpp"

namespace hotline::ticket {

// Borrows the snapshot; make one for each action from the snapshot that the action uses.
class CityDeadlines final : public Deadlines {
 public:
  explicit CityDeadlines(const city::City& city) : city_(city) {}
  base::Result<std::optional<base::Time>> due(city::Limited what, const Ticket& ticket,
                                              const std::string& unit, base::Time start) const override;
  base::Result<base::Time> add_working_minutes(const std::string& unit, base::Time start,
                                               std::int64_t minutes) const override;
  base::Result<std::int64_t> longest_extension(const Ticket& ticket,
                                               const Assignment& assignment) const override;
  bool pausable(city::Limited what, const Ticket& ticket) const override;
  base::Result<base::Time> resumed_due(city::Limited what, const Ticket& ticket, const std::string& unit,
                                       base::Time due, base::Time paused, base::Time resumed) const override;

 private:
  std::string_view hours_of(const std::string& unit) const;

  const city::City& city_;
};

// The unit that takes an emergency line's orders: of the kind `emergency`, with the line's number as its
// phone; "" where the city has none on this platform.
std::string unit_of_line(const city::City& city, std::string_view line);

}  // namespace hotline::ticket
