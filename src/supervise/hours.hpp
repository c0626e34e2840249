// The timetable of a unit.
#pragma once

#include <string>
#include <string_view>

#include "hotline/city/city.hpp"

namespace hotline::supervise {

// Code of the unit's timetable; "" asks for the hotline's own.
std::string_view hours_of(const city::City& city, const std::string& unit);

}  // namespace hotline::supervise
