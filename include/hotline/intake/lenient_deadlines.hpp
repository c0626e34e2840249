// Deadlines that stop no request: outside the calendar's years a ticket gets no limit instead of an error.
//
// A date is never guessed; that a limit is missing is told by missed(), and whoever dispatches puts it on
// record. Belongs to one thread at a time; borrows the city.
#pragma once

#include "hotline/ticket/deadlines.hpp"

namespace hotline::intake {

class LenientDeadlines final : public ticket::Deadlines {
 public:
  explicit LenientDeadlines(const city::City& city) : strict_(city) {}

  base::Result<std::optional<base::Time>> due(city::Limited what, const ticket::Ticket& ticket,
                                              const std::string& unit, base::Time start) const override {
    auto due = strict_.due(what, ticket, unit, start);
    if (due.ok() || due.error().code != base::ErrorCode::unavailable) return due;
    missed_ = true;
    return std::optional<base::Time>();
  }
  base::Result<base::Time> add_working_minutes(const std::string& unit, base::Time start,
                                               std::int64_t minutes) const override {
    return strict_.add_working_minutes(unit, start, minutes);
  }
  base::Result<std::int64_t> longest_extension(const ticket::Ticket& ticket,
                                               const ticket::Assignment& assignment) const override {
    return strict_.longest_extension(ticket, assignment);
  }
  bool pausable(city::Limited what, const ticket::Ticket& ticket) const override {
    return strict_.pausable(what, ticket);
  }
  base::Result<base::Time> resumed_due(city::Limited what, const ticket::Ticket& ticket,
                                       const std::string& unit, base::Time due, base::Time paused,
                                       base::Time resumed) const override {
    return strict_.resumed_due(what, ticket, unit, due, paused, resumed);
  }

  // Whether any limit asked for so far could not be told.
  bool missed() const { return missed_; }

 private:
  ticket::CityDeadlines strict_;
  mutable bool missed_ = false;
};

}  // namespace hotline::intake
