// Check rules of numbers on strings of digits and capitals.
#pragma once

#include <optional>
#include <string_view>

#include "hotline/text/id_numbers.hpp"

namespace hotline::text {

// The first two digits of a division code that is in use (GB/T 2260), Hong Kong, Macao, Taiwan included.
bool is_province(std::string_view two_digits);

// The check char that belongs behind 17 digits (GB 11643).
char resident_check_char(std::string_view first_17);

// 15 or 18 chars with known province and real date; `check_char_right` is told apart from the shape.
struct ResidentMatch {
  ResidentId id;
  bool check_char_right = true;  // always true for 15 digits, which have none
};
std::optional<ResidentMatch> match_resident_id(std::string_view compact);

// 18 chars of the alphabet with the right check char (GB 32100).
bool is_credit_code(std::string_view compact);
// Whether the registering office, the kind of organisation and the province are ones that exist.
bool has_credit_code_shape(std::string_view compact);

// Prefix and Luhn.
bool is_bank_card(std::string_view digits);

// What follows the province char, in capitals: "A12345", "AD12345", "B1234学".
bool is_plate_tail(std::u32string_view tail);
bool is_plate_province(char32_t code);

}  // namespace hotline::text
