// Numbers with a check rule: resident ID, unified social credit code, bank card, plate.
//
// Every parse_* accepts full width chars, lower case, spaces and hyphens, and gives the canonical form.
// Errors: invalid_input with one FieldError (rule resident_id, credit_code, bank_card or plate) and an empty
// pointer, for the caller to set. Pure and thread-safe.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "hotline/base/result.hpp"

namespace hotline::text {

enum class Sex { female, male };

struct ResidentId {
  std::string number;  // 18 chars, X upper case; a 15-digit number of the first generation is brought to 18
  std::string region;  // first six digits: division of first registration
  std::chrono::year_month_day birth;
  Sex sex = Sex::female;
};

// GB 11643-1999: known province, a real date of birth from 1800 on (the standard's own example is of 1880),
// check char of ISO 7064 MOD 11-2. Whether the birth lies in the future is not asked: that needs a clock.
base::Result<ResidentId> parse_resident_id(std::string_view text);

// GB 32100-2015: 18 chars of digits and capitals without I O S V Z, check char modulo 31.
base::Result<std::string> parse_credit_code(std::string_view text);

// 16 to 19 digits that begin with 3 to 6 or 9 and satisfy Luhn (ISO/IEC 7812-1).
base::Result<std::string> parse_bank_card(std::string_view text);

// GA 36-2018, civil plates: province, office letter, five chars (the last may be 学 警 港 澳 挂), or six for
// new energy ("浙AD12345", "浙A12345D"); never I or O. The dot or space after the second char is dropped.
base::Result<std::string> parse_plate(std::string_view text);

}  // namespace hotline::text
