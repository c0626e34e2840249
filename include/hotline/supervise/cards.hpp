// When a yellow card is shown.
#pragma once

#include <optional>

#include "hotline/city/city.hpp"
#include "hotline/ticket/ticket.hpp"

namespace hotline::supervise {

// The instant from which a clock is short of time: when the share yellow_share of its allowance is left, or,
// where the allowance is long_from_days working days or more, when yellow_days working days are left
// (Shandong 2017). Allowance and remainder are counted as the limit runs: worked time of the unit's hours for
// limits in working time, plain time for the others; a working day is what the unit's timetable opens on a
// Monday. Nothing without cards in the city's files. Pure. Errors: unavailable outside the calendar.
base::Result<std::optional<base::Time>> decide_yellow_time(const city::City& city,
                                                           const ticket::Ticket& ticket,
                                                           const ticket::RunningClock& clock);

}  // namespace hotline::supervise
