#include "hotline/text/phone.hpp"

#include <optional>

#include "hotline/text/utf8.hpp"
#include "text/fold_width.hpp"
#include "text/phone_rules.hpp"

namespace hotline::text {
namespace {

constexpr std::size_t max_extension_digits = 6;

struct WrittenNumber {
  bool plus = false;
  std::string digits;
  std::string extension;              // behind a word that says so
  std::size_t last_group_length = 0;  // digits behind the last hyphen; 0 without a hyphen
  bool readable = true;
};

bool is_gap(char32_t code) {
  return code == U' ' || code == U'\t' || code == U'(' || code == U')' || code == U'.' || code == U'·' ||
         code == U'/' || is_hyphen(code);
}

WrittenNumber read_number(std::string_view text) {
  const std::u32string chars = fold_width(trim(text)).chars;
  WrittenNumber number;
  std::size_t hyphen_at = std::u32string::npos;
  std::size_t i = 0;
  for (; i < chars.size(); ++i) {
    const char32_t code = chars[i];
    if (is_digit(code)) {
      number.digits.push_back(static_cast<char>(code));
    } else if (code == U'+' && number.digits.empty() && !number.plus) {
      number.plus = true;
    } else if (is_hyphen(code)) {
      hyphen_at = number.digits.size();
    } else if (!is_gap(code)) {
      break;
    }
  }
  if (hyphen_at != std::u32string::npos) number.last_group_length = number.digits.size() - hyphen_at;
  if (i == chars.size()) return number;

  std::u32string_view rest = std::u32string_view(chars).substr(i);
  bool marked = false;
  for (const std::u32string_view word :
       {U"分机号", U"分机", U"转接", U"转", U"轉", U"ext", U"EXT", U"Ext", U"x", U"#"}) {
    if (!rest.starts_with(word)) continue;
    rest.remove_prefix(word.size());
    marked = true;
    break;
  }
  number.readable = marked;
  for (const char32_t code : rest) {
    if (is_digit(code)) {
      number.extension.push_back(static_cast<char>(code));
    } else if (!is_gap(code) && code != U':') {
      number.readable = false;
    }
  }
  if (number.extension.empty() || number.extension.size() > max_extension_digits) number.readable = false;
  return number;
}

// `digits` without the country code; `from_abroad` says that it was there, behind which the 0 of an area
// code is left out.
std::optional<Phone> match_home_number(std::string_view digits, bool from_abroad,
                                       std::string_view home_area_code) {
  if (auto personal = match_personal_phone(digits)) return personal;
  if (digits.size() == 10 && (digits.starts_with("400") || digits.starts_with("800"))) {
    return Phone{"+86" + std::string(digits), PhoneKind::freephone, {}};
  }
  if (from_abroad) {
    if (auto landline = match_personal_phone("0" + std::string(digits))) return landline;
  }
  if (is_service_number(digits)) return Phone{std::string(digits), PhoneKind::service, {}};
  const std::string dialled = (from_abroad && !digits.starts_with('0') ? "0" : "") + std::string(digits);
  if (const std::size_t area = area_code_length(dialled);
      area != 0 && is_service_number(std::string_view(dialled).substr(area))) {
    return Phone{"+86" + dialled.substr(1), PhoneKind::service, {}};
  }
  if (const std::size_t area = area_code_length(home_area_code);
      area != 0 && area == home_area_code.size() && is_subscriber(digits, area)) {
    return Phone{
        "+86" + std::string(home_area_code.substr(1)) + std::string(digits), PhoneKind::landline, {}};
  }
  return std::nullopt;
}

std::optional<Phone> match_with_extension(const WrittenNumber& number, bool from_abroad,
                                          std::string_view home_area_code) {
  const auto takes_extension = [](const std::optional<Phone>& phone) {
    return phone && (phone->kind == PhoneKind::landline || phone->kind == PhoneKind::freephone);
  };
  auto phone = match_home_number(number.digits, from_abroad, home_area_code);
  if (!number.extension.empty()) {
    if (!takes_extension(phone)) return std::nullopt;
    phone->extension = number.extension;
    return phone;
  }
  if (phone || number.last_group_length == 0 || number.last_group_length > max_extension_digits ||
      number.last_group_length >= number.digits.size()) {
    return phone;
  }
  const std::size_t cut = number.digits.size() - number.last_group_length;
  phone = match_home_number(std::string_view(number.digits).substr(0, cut), from_abroad, home_area_code);
  if (!takes_extension(phone)) return std::nullopt;
  phone->extension = number.digits.substr(cut);
  return phone;
}

base::Error no_phone() {
  return base::Error::field("", "phone",
                            "电话号码不正确：请填写 11 位手机号，或区号加座机号，例如 0571-12345678",
                            "not a phone number: give an 11-digit mobile number, or area code and landline "
                            "number such as 0571-12345678");
}

}  // namespace

base::Result<Phone> parse_phone(std::string_view text, std::string_view home_area_code) {
  WrittenNumber number = read_number(text);
  if (!number.readable || number.digits.empty()) return no_phone();
  const bool foreign_prefix = number.digits.starts_with("00") && !number.digits.starts_with("0086");
  if (foreign_prefix || (number.plus && !number.digits.starts_with("86"))) {
    const std::string digits = foreign_prefix ? number.digits.substr(2) : number.digits;
    // E.164: at most 15 digits; no country code begins with 0.
    const bool fits = digits.size() >= 7 && digits.size() <= 15 && digits[0] != '0';
    if (!fits || !number.extension.empty()) return no_phone();
    return Phone{"+" + digits, PhoneKind::international, {}};
  }
  // Without a sign, 86 is the country code only before as many digits as need none of their own.
  const std::size_t prefix = number.digits.starts_with("0086") ? 4
                             : number.plus || (number.digits.starts_with("86") && number.digits.size() > 11)
                                 ? 2
                                 : 0;
  number.digits.erase(0, prefix);
  if (auto phone = match_with_extension(number, prefix != 0, home_area_code)) return *std::move(phone);
  return no_phone();
}

std::string national_form(std::string_view number) {
  if (!number.starts_with("+86")) return std::string(number);
  const std::string_view national = number.substr(3);
  if (is_mobile(national)) return std::string(national);
  if (national.size() == 10 && (national.starts_with("400") || national.starts_with("800"))) {
    return std::string(national.substr(0, 3)) + "-" + std::string(national.substr(3, 3)) + "-" +
           std::string(national.substr(6));
  }
  const std::string dialled = "0" + std::string(national);
  const std::size_t area = area_code_length(dialled);
  if (area == 0) return std::string(number);
  return dialled.substr(0, area) + "-" + dialled.substr(area);
}

std::string mask_phone(std::string_view number) {
  if (is_service_number(number)) return std::string(number);
  std::string digits;
  for (const char c : national_form(number)) {
    if (c >= '0' && c <= '9') digits.push_back(c);
  }
  if (digits.size() < 8) return std::string(number.size(), '*');
  return digits.substr(0, 3) + std::string(digits.size() - 7, '*') + digits.substr(digits.size() - 4);
}

}  // namespace hotline::text
