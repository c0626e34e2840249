// Phone numbers of the mainland: reading, the stored form, the shown form, masking.
//
// Rules: mobile segments as handed out by MIIT up to 2023 (13x 14[5-9] 15x except 154, 16[2567], 17x, 18x,
// 19x except 194); area codes 010, 02x, 03xx to 09xx followed by 7 or 8 digits that begin with 2 to 8 (8
// digits after 010 and 02x); 400 and 800 with ten digits; short numbers of the MIIT numbering plan
// (110 119 120 122, 10xxx, 11[4678]..., 12xxx, 95/96 with 5 or 6 digits), which may follow an area code.
//
// Pure and thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "hotline/base/result.hpp"

namespace hotline::text {

enum class PhoneKind { mobile, landline, freephone, service, international };

struct Phone {
  // E.164: "+8613812345678", "+8657112345678", "+864001234567". A short number without area code cannot be
  // dialled from abroad and stands as it is: "12345", "95588"; with one: "+8657112345".
  std::string number;
  PhoneKind kind = PhoneKind::mobile;
  std::string extension;  // digits behind 转, 分机, ext or the last hyphen of a landline; mostly empty
};

// Reads one number as people write it: spaces, hyphens, dots, brackets, full width digits, +86, 0086 or 86
// before it, a 0 before a mobile number, an extension behind a landline. Numbers of other countries need
// a leading + or 00. `home_area_code` ("0571"), when given, completes a landline written without one.
// Errors: invalid_input with one FieldError of rule "phone" and an empty pointer, for the caller to set.
base::Result<Phone> parse_phone(std::string_view text, std::string_view home_area_code = {});

// How the number is shown at home: "13812345678", "0571-12345678", "400-123-4567"; anything that is not
// +86 stays as it is. `number` is Phone::number.
std::string national_form(std::string_view number);

// First 3 and last 4 digits of the national number: "138****5678", "057*****5678". Short service numbers are
// nobody's and stay; anything else below 8 digits becomes stars altogether.
std::string mask_phone(std::string_view number);

}  // namespace hotline::text
