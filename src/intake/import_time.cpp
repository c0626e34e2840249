#include "hotline/intake/import_time.hpp"

#include <charconv>
#include <cmath>

#include "hotline/text/normalize.hpp"
#include "hotline/text/utf8.hpp"

namespace hotline::intake {
namespace {

constexpr double excel_epoch_days = 25569;  // serial of 1970-01-01 in the 1900 date system
constexpr double first_excel_day = 25569,
                 last_excel_day = 73051;  // 1970 to 2100: a smaller number is no date

struct Parts {
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

// Up to `most` digits.
bool take_number(std::string_view& text, std::size_t most, int& out) {
  std::size_t length = 0;
  while (length < most && length < text.size() && is_digit(text[length])) ++length;
  if (length == 0) return false;
  std::from_chars(text.data(), text.data() + length, out);
  text.remove_prefix(length);
  return true;
}

bool take_part(std::string_view& text, char what, Parts& parts) {
  switch (what) {
    case 'Y':
      return text.size() >= 4 && take_number(text, 4, parts.year) && parts.year >= 1000;
    case 'm':
      return take_number(text, 2, parts.month);
    case 'd':
      return take_number(text, 2, parts.day);
    case 'H':
      return take_number(text, 2, parts.hour);
    case 'M':
      return take_number(text, 2, parts.minute);
    case 'S':
      if (!take_number(text, 2, parts.second)) return false;
      if (text.size() > 1 && text[0] == '.' && is_digit(text[1])) {
        text.remove_prefix(1);
        while (!text.empty() && is_digit(text[0])) text.remove_prefix(1);
      }
      return true;
    default:
      return false;
  }
}

std::optional<base::Time> read_by(std::string_view text, std::string_view format,
                                  std::chrono::minutes zone_offset) {
  Parts parts;
  for (std::size_t i = 0; i < format.size(); ++i) {
    if (format[i] == '%' && i + 1 < format.size()) {
      if (!take_part(text, format[++i], parts)) return std::nullopt;
    } else if (is_blank(format[i])) {
      if (text.empty() || !is_blank(text[0])) return std::nullopt;
      while (!text.empty() && is_blank(text[0])) text.remove_prefix(1);
    } else {
      if (text.empty() || text[0] != format[i]) return std::nullopt;
      text.remove_prefix(1);
    }
  }
  const std::chrono::year_month_day date{std::chrono::year{parts.year},
                                         std::chrono::month{static_cast<unsigned>(parts.month)},
                                         std::chrono::day{static_cast<unsigned>(parts.day)}};
  if (!text.empty() || !date.ok() || parts.hour > 23 || parts.minute > 59 || parts.second > 60)
    return std::nullopt;
  return base::Time{std::chrono::sys_days{date} + std::chrono::hours{parts.hour} +
                    std::chrono::minutes{parts.minute} + std::chrono::seconds{std::min(parts.second, 59)} -
                    zone_offset};
}

std::optional<base::Time> read_excel(std::string_view text, std::chrono::minutes zone_offset) {
  double serial = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), serial);
  if (failed != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  if (!(serial >= first_excel_day && serial < last_excel_day)) return std::nullopt;
  const auto seconds = static_cast<std::int64_t>(std::llround((serial - excel_epoch_days) * 86400.0));
  return base::Time{std::chrono::seconds{seconds} - zone_offset};
}

}  // namespace

const std::vector<std::string>& usual_time_formats() {
  static const std::vector<std::string> formats{"rfc3339",
                                                "%Y-%m-%d %H:%M:%S",
                                                "%Y-%m-%dT%H:%M:%S",
                                                "%Y-%m-%d %H:%M",
                                                "%Y/%m/%d %H:%M:%S",
                                                "%Y/%m/%d %H:%M",
                                                "%Y年%m月%d日 %H:%M:%S",
                                                "%Y年%m月%d日 %H时%M分",
                                                "%Y.%m.%d %H:%M:%S",
                                                "%Y-%m-%d",
                                                "%Y/%m/%d",
                                                "%Y年%m月%d日",
                                                "%Y.%m.%d",
                                                "excel"};
  return formats;
}

bool is_time_format(std::string_view format) {
  if (format == "rfc3339" || format == "excel") return true;
  bool year = false, month = false, day = false;
  for (std::size_t i = 0; i < format.size(); ++i) {
    if (format[i] != '%') continue;
    if (++i == format.size()) return false;
    if (std::string_view("YmdHMS").find(format[i]) == std::string_view::npos) return false;
    year = year || format[i] == 'Y';
    month = month || format[i] == 'm';
    day = day || format[i] == 'd';
  }
  return year && month && day;
}

std::optional<base::Time> read_time(std::string_view text, const std::vector<std::string>& formats,
                                    std::chrono::minutes zone_offset) {
  const std::string_view trimmed = text::trim(text);
  for (const std::string& format : formats) {
    if (format == "rfc3339") {
      if (auto time = base::parse_rfc3339(trimmed); time.ok()) return *time;
    } else if (format == "excel") {
      if (auto time = read_excel(trimmed, zone_offset)) return time;
    } else if (auto time = read_by(trimmed, format, zone_offset)) {
      return time;
    }
  }
  return std::nullopt;
}

}  // namespace hotline::intake
