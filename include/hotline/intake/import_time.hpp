// Times as other systems write them.
//
// A format is made of %Y %m %d %H %M %S and literal characters; numbers may lack their leading zero, a blank
// matches any run of blanks, and %S may be followed by a fraction, which is dropped. Two names stand for
// forms that cannot be written so: "rfc3339" (with offset) and "excel" (a serial day number of the 1900 date
// system). A date without a time means its first instant in the city's zone.
// Pure and thread-safe.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hotline/base/clock.hpp"

namespace hotline::intake {

// Tried when a map names none: forms that cannot be mistaken for one another (mm/dd/yyyy and dd/mm/yyyy can).
const std::vector<std::string>& usual_time_formats();

// Whether `format` is one of the two names, or has a year, month and day and nothing unknown.
bool is_time_format(std::string_view format);

// The first format that fits the whole text and gives a date of the calendar; nothing when none does.
std::optional<base::Time> read_time(std::string_view text, const std::vector<std::string>& formats,
                                    std::chrono::minutes zone_offset);

}  // namespace hotline::intake
