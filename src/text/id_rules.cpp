#include "text/id_rules.hpp"

#include <algorithm>
#include <array>

#include "text/fold_width.hpp"

namespace hotline::text {
namespace {

bool all_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

int number_at(std::string_view text, std::size_t from, std::size_t length) {
  int value = 0;
  for (const char c : text.substr(from, length)) value = value * 10 + (c - '0');
  return value;
}

constexpr std::string_view credit_alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

bool is_plate_char(char32_t code) {
  return is_digit(code) || (code >= U'A' && code <= U'Z' && code != U'I' && code != U'O');
}

bool is_new_energy_letter(char32_t code) {
  return code >= U'A' && code <= U'K' && code != U'I';
}

}  // namespace

bool is_province(std::string_view two_digits) {
  constexpr std::string_view known =
      "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 "
      "83";
  return all_digits(two_digits) && known.find(two_digits) != std::string_view::npos;
}

char resident_check_char(std::string_view first_17) {
  constexpr std::array weights{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  int sum = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) sum += weights[i] * (first_17[i] - '0');
  return "10X98765432"[sum % 11];
}

std::optional<ResidentMatch> match_resident_id(std::string_view compact) {
  std::string number;
  if (compact.size() == 15 && all_digits(compact)) {
    number = std::string(compact.substr(0, 6)) + "19" + std::string(compact.substr(6));
    number.push_back(resident_check_char(number));
  } else if (compact.size() == 18 && all_digits(compact.substr(0, 17)) &&
             (compact[17] == 'X' || (compact[17] >= '0' && compact[17] <= '9'))) {
    number = compact;
  } else {
    return std::nullopt;
  }
  const std::string_view view = number;
  if (!is_province(view.substr(0, 2))) return std::nullopt;
  const std::chrono::year_month_day birth{std::chrono::year{number_at(view, 6, 4)},
                                          std::chrono::month{static_cast<unsigned>(number_at(view, 10, 2))},
                                          std::chrono::day{static_cast<unsigned>(number_at(view, 12, 2))}};
  if (!birth.ok() || birth.year() < std::chrono::year{1800} || birth.year() > std::chrono::year{2099}) {
    return std::nullopt;
  }
  ResidentMatch match;
  match.check_char_right = resident_check_char(view) == view[17];
  match.id.region = view.substr(0, 6);
  match.id.birth = birth;
  match.id.sex = (view[16] - '0') % 2 == 1 ? Sex::male : Sex::female;
  match.id.number = std::move(number);
  return match;
}

bool is_credit_code(std::string_view compact) {
  if (compact.size() != 18) return false;
  std::size_t weight = 1;
  std::size_t sum = 0;
  for (const char c : compact.substr(0, 17)) {
    const std::size_t value = credit_alphabet.find(c);
    if (value == std::string_view::npos) return false;
    sum += value * weight;
    weight = weight * 3 % 31;
  }
  return compact[17] == credit_alphabet[(31 - sum % 31) % 31];
}

bool has_credit_code_shape(std::string_view compact) {
  constexpr std::string_view offices =
      "11 12 13 19 21 29 31 32 33 34 35 39 41 49 51 52 53 54 59 61 62 69 71 72 79 81 89 91 92 93 A1 A9 N1 N2 "
      "N3 N9 Y1";
  return compact.size() == 18 && offices.find(compact.substr(0, 2)) != std::string_view::npos &&
         (is_province(compact.substr(2, 2)) || compact.substr(2, 2) == "10") &&
         all_digits(compact.substr(2, 6));
}

bool is_bank_card(std::string_view digits) {
  if (digits.size() < 16 || digits.size() > 19 || !all_digits(digits)) return false;
  if (digits[0] != '9' && (digits[0] < '3' || digits[0] > '6')) return false;
  int sum = 0;
  bool twice = false;
  for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit, twice = !twice) {
    const int value = (*digit - '0') * (twice ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 == 0;
}

bool is_plate_province(char32_t code) {
  constexpr std::u32string_view provinces = U"京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼";
  return provinces.find(code) != std::u32string_view::npos;
}

bool is_plate_tail(std::u32string_view tail) {
  if (tail.size() != 6 && tail.size() != 7) return false;
  if (tail[0] < U'A' || tail[0] > U'Z' || tail[0] == U'I') return false;
  const std::u32string_view serial = tail.substr(1);
  if (serial.size() == 6) {
    const auto digits = [](std::u32string_view part) {
      return std::all_of(part.begin(), part.end(), is_digit);
    };
    const bool small_car =
        is_new_energy_letter(serial[0]) && is_plate_char(serial[1]) && digits(serial.substr(2));
    const bool large_car = digits(serial.substr(0, 5)) && is_new_energy_letter(serial[5]);
    return small_car || large_car;
  }
  constexpr std::u32string_view last_words = U"学警港澳挂";
  const bool word_at_end = last_words.find(serial.back()) != std::u32string_view::npos;
  const std::u32string_view chars = serial.substr(0, word_at_end ? 4 : 5);
  if (!std::all_of(chars.begin(), chars.end(), is_plate_char)) return false;
  // At most three letters are given out, so that two digits tell a plate from a word.
  return std::count_if(chars.begin(), chars.end(), is_digit) >= 2;
}

}  // namespace hotline::text
