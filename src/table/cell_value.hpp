// Numbers of cells as text.
#pragma once

#include <string>
#include <string_view>

namespace hotline::table {

enum class NumberFormat { number, date, time, duration };

// What a built-in format of ECMA-376 part 1, 18.8.30 shows; East Asian ones included.
NumberFormat builtin_format(int id);
// What a format code such as "yyyy\"年\"m\"月\"" shows.
NumberFormat format_of_code(std::string_view code);

// The number of a <v> as a person would type it: no exponent for whole numbers, no noise behind the 15
// digits that spreadsheets keep. Anything that is no number stays as it is.
std::string number_text(std::string_view value);

// A day serial as ISO 8601; a number that is no day of the years 1900 to 9999 as number_text.
std::string date_text(std::string_view value, NumberFormat format, bool date1904);

}  // namespace hotline::table
