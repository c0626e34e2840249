#include "api/spec/formats.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <string>

#include "hotline/base/clock.hpp"
#include "hotline/text/phone.hpp"
#include "hotline/text/utf8.hpp"

namespace hotline::api {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_plain(std::string_view) {
  return true;
}

bool is_line(std::string_view text) {
  return !text::has_control_chars(text) && text.find_first_of("\r\n\t") == std::string_view::npos;
}

bool is_code(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           std::string_view("._:/+-").find(c) != std::string_view::npos;
  });
}

bool is_phone(std::string_view text) {
  return text::parse_phone(text).ok();
}

bool is_date_time(std::string_view text) {
  return base::parse_rfc3339(text).ok();
}

bool is_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  int parts[3] = {0, 0, 0};
  int part = 0;
  for (const char c : text) {
    if (c == '-') {
      ++part;
    } else if (part < 3 && is_digit(c)) {
      parts[part] = parts[part] * 10 + (c - '0');
    } else {
      return false;
    }
  }
  return part == 2 && std::chrono::year_month_day(std::chrono::year(parts[0]),
                                                  std::chrono::month(static_cast<unsigned>(parts[1])),
                                                  std::chrono::day(static_cast<unsigned>(parts[2])))
                          .ok();
}

constexpr std::array kRules{
    FormatRule{Format::plain, "text", "", "", is_plain, "请填写文字。", "Write text."},
    FormatRule{Format::line, "line", "", "", is_line, "只能填写一行文字，不得含换行或控制字符。",
               "Write one line, without line breaks or control characters."},
    FormatRule{Format::code, "code", "", "^[A-Za-z0-9._:/+-]+$", is_code,
               "只能使用字母、数字和 . _ : / + - 。", "Use letters, digits and . _ : / + - only."},
    FormatRule{Format::phone, "phone", "", "", is_phone,
               "不是有效的电话号码，请填写手机号码或带区号的固定电话。",
               "This is no phone number. Give a mobile number, or a landline with its area code."},
    FormatRule{Format::date_time, "date_time", "date-time", "", is_date_time,
               "时间格式有误，请按 RFC 3339 填写并带时区，例如 2026-03-02T09:00:00+08:00。",
               "Write an RFC 3339 time with its offset, such as 2026-03-02T09:00:00+08:00."},
    FormatRule{Format::date, "date", "date", "", is_date, "日期格式有误，请填写如 2026-03-02 的日期。",
               "Write a date such as 2026-03-02."},
};

}  // namespace

const FormatRule& rule_of(Format format) {
  for (const FormatRule& rule : kRules) {
    if (rule.format == format) return rule;
  }
  return kRules.front();
}

}  // namespace hotline::api
