// Which strings of digits are phone numbers.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "hotline/text/phone.hpp"

namespace hotline::text {

// 11 digits from 1.
bool is_mobile(std::string_view digits);
// Length of the area code with its 0 (3 or 4); 0 when `digits` does not begin with one.
std::size_t area_code_length(std::string_view digits);
// 7 or 8 digits as they stand behind an area code of the given length.
bool is_subscriber(std::string_view digits, std::size_t area_code);
// A short number that is dialled without area code.
bool is_service_number(std::string_view digits);

// A mobile or landline number with area code, with 86 or 0086 before it or not: what may stand in free text
// as somebody's own number.
std::optional<Phone> match_personal_phone(std::string_view digits);

}  // namespace hotline::text
