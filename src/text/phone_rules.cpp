#include "text/phone_rules.hpp"

#include <algorithm>

namespace hotline::text {
namespace {

bool one_of(char c, std::string_view set) {
  return set.find(c) != std::string_view::npos;
}

}  // namespace

bool is_mobile(std::string_view digits) {
  if (digits.size() != 11 || digits[0] != '1') return false;
  const char second = digits[1];
  const char third = digits[2];
  switch (second) {
    case '3':
    case '8':
      return true;
    case '4':
      return third >= '5';
    case '5':
      return third != '4';
    case '6':
      return one_of(third, "2567");
    case '7':
      if (third == '4') return digits.substr(3, 2) < "13" || digits[3] == '9';  // satellite phones
      return third != '9';
    case '9':
      return third != '4';
    default:
      return false;
  }
}

std::size_t area_code_length(std::string_view digits) {
  if (digits.size() < 3 || digits[0] != '0') return 0;
  if (digits.starts_with("010")) return 3;
  if (digits[1] == '2') return digits[2] == '6' ? 0 : 3;
  if (digits.size() < 4 || digits[1] < '3') return 0;
  // No area code has 0 in third place but 0701 and those of Xinjiang: 0400 and 0800 are none.
  if (digits[2] == '0' && digits[1] != '7' && digits[1] != '9') return 0;
  return 4;
}

bool is_subscriber(std::string_view digits, std::size_t area_code) {
  const bool right_length = digits.size() == 8 || (digits.size() == 7 && area_code == 4);
  return right_length && digits[0] >= '2' && digits[0] <= '8';
}

bool is_service_number(std::string_view digits) {
  switch (digits.size()) {
    case 3:
      return digits == "110" || digits == "112" || digits == "114" || digits == "117" || digits == "119" ||
             digits == "120" || digits == "121" || digits == "122";
    case 5:
      return digits.starts_with("10") || digits.starts_with("11") || digits.starts_with("12") ||
             digits.starts_with("95") || digits.starts_with("96");
    case 6:
      return digits.starts_with("95") || digits.starts_with("96") || digits.starts_with("116");
    case 8:
      return digits.starts_with("1010");
    default:
      return false;
  }
}

std::optional<Phone> match_personal_phone(std::string_view digits) {
  if (digits.starts_with("0086")) {
    digits.remove_prefix(4);
  } else if (digits.starts_with("86") && digits.size() > 11) {
    digits.remove_prefix(2);
  } else if (digits.size() == 12 && digits[0] == '0' && is_mobile(digits.substr(1))) {
    digits.remove_prefix(1);
  }
  if (is_mobile(digits)) return Phone{"+86" + std::string(digits), PhoneKind::mobile, {}};
  const std::size_t area = area_code_length(digits);
  if (area != 0 && is_subscriber(digits.substr(area), area)) {
    return Phone{"+86" + std::string(digits.substr(1)), PhoneKind::landline, {}};
  }
  return std::nullopt;
}

}  // namespace hotline::text
