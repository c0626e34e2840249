#include "dispatch/form_when.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "hotline/text/utf8.hpp"

namespace hotline::dispatch {
namespace {

using std::chrono::days;

constexpr std::size_t most_times = 10;

struct RelativeDay {
  std::string_view word;
  int days;  // from today
  std::string_view clock;
};
constexpr std::array relative_days{
    RelativeDay{"大前天", -3, ""}, RelativeDay{"前天", -2, ""},     RelativeDay{"昨天", -1, ""},
    RelativeDay{"昨日", -1, ""},   RelativeDay{"昨晚", -1, ""},     RelativeDay{"昨夜", -1, ""},
    RelativeDay{"今天", 0, ""},    RelativeDay{"今日", 0, ""},      RelativeDay{"今早", 0, ""},
    RelativeDay{"今晨", 0, ""},    RelativeDay{"今晚", 0, ""},      RelativeDay{"明天", 1, ""},
    RelativeDay{"刚才", 0, ""},    RelativeDay{"刚刚", 0, ""},      RelativeDay{"前晚", -2, ""},
    RelativeDay{"today", 0, ""},   RelativeDay{"yesterday", -1, ""}};
// Known as a time, without a day of its own.
constexpr std::array<std::string_view, 20> vague{
    "上周", "上个星期", "上星期", "本周", "这周",   "上个月", "上月",   "本月",     "这个月",   "去年",
    "今年", "前年",     "近期",   "最近", "这几天", "前几天", "近几天", "这段时间", "前段时间", "春节期间"};
constexpr std::array<std::string_view, 14> repetitions{"每天",   "天天", "每晚",      "每日",       "每周",
                                                       "每个月", "每月", "每年",      "每到",       "经常",
                                                       "长期",   "常年", "every day", "every night"};
struct PartOfDay {
  std::string_view word;
  bool afternoon;
};
constexpr std::array parts_of_day{
    PartOfDay{"凌晨", false}, PartOfDay{"早上", false}, PartOfDay{"早晨", false}, PartOfDay{"清晨", false},
    PartOfDay{"上午", false}, PartOfDay{"中午", false}, PartOfDay{"下午", true},  PartOfDay{"傍晚", true},
    PartOfDay{"晚上", true},  PartOfDay{"夜里", false}, PartOfDay{"半夜", false}, PartOfDay{"深夜", true},
    PartOfDay{"夜间", false}, PartOfDay{"晚间", true},  PartOfDay{"昨晚", true},  PartOfDay{"今晚", true}};
constexpr std::string_view numerals[] = {"零", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十"};

class Reading {
 public:
  Reading(std::string_view original, const text::NormalizedText& text, FormField field, city::Date today)
      : original_(original), source_(text), text_(text.text), field_(field), today_(today) {}

  std::vector<NotedTime> run() {
    for (at_ = 0; at_ < text_.size() && found_.size() < most_times;) {
      const std::size_t before = at_;
      if (!read_one()) at_ = before + text::decode_char(text_, before).length;
    }
    return std::move(found_);
  }

 private:
  bool read_one() {
    const std::size_t begin = at_;
    NotedTime time;
    bool afternoon = false, any = false;
    while (at_ < text_.size()) {
      const std::size_t before = at_;
      if (read_day(time) || read_part(time, afternoon) || read_clock(time, afternoon)) {
        any = true;
        skip(" ");
        continue;
      }
      at_ = before;
      break;
    }
    if (!any) return false;
    std::size_t end = at_;
    while (end > begin && text_[end - 1] == ' ') --end;
    const text::ByteRange range = source_.source(begin, end);
    time.from = {field_, range.begin, range.end};
    time.text = std::string(original_.substr(range.begin, range.end - range.begin));
    // A part of the day alone ("晚上") is no time of an event, but its repetition is one.
    if (time.date.empty() && time.clock.empty() && !time.repeated && only_part_) {
      only_part_ = false;
      return true;
    }
    only_part_ = false;
    found_.push_back(std::move(time));
    return true;
  }

  bool skip(std::string_view word) {
    if (text_.substr(at_, word.size()) != word || word.empty()) return false;
    at_ += word.size();
    return true;
  }

  template <class List>
  bool skip_any(const List& words) {
    return std::any_of(std::begin(words), std::end(words), [&](std::string_view one) { return skip(one); });
  }

  bool read_day(NotedTime& time) {
    for (const RelativeDay& one : relative_days) {
      if (one.word.ends_with("晚") && text_.substr(at_).starts_with(one.word)) only_part_ = false;
      if (!skip(one.word)) continue;
      set_date(time, city::Date{std::chrono::sys_days{today_} + days{one.days}});
      return true;
    }
    if (skip_any(repetitions)) return time.repeated = true;
    if (skip_any(vague)) return true;
    return read_date(time);
  }

  bool read_part(NotedTime& time, bool& afternoon) {
    for (const PartOfDay& one : parts_of_day) {
      if (!skip(one.word)) continue;
      afternoon = one.afternoon;
      only_part_ = time.date.empty() && !time.repeated;
      return true;
    }
    return false;
  }

  // Digits or Chinese numerals up to 99.
  std::optional<int> number() {
    const std::size_t before = at_;
    int value = 0;
    std::size_t digits = 0;
    while (at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9' && digits < 4) {
      value = value * 10 + (text_[at_++] - '0');
      ++digits;
    }
    if (digits > 0) {
      const bool adjoined = before > 0 && (is_alnum(text_[before - 1]) || text_[before - 1] == '.');
      const bool goes_on = at_ < text_.size() && is_alnum(text_[at_]);
      if (!adjoined && !goes_on) return value;
      at_ = before;
      return std::nullopt;
    }
    return chinese_number();
  }
  static bool is_alnum(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z'); }

  std::optional<int> numeral() {
    for (int i = 0; i <= 10; ++i) {
      if (skip(numerals[i])) return i;
    }
    return skip("两") ? std::optional(2) : std::nullopt;
  }
  std::optional<int> chinese_number() {
    const std::size_t before = at_;
    auto first = numeral();
    if (!first) return std::nullopt;
    if (*first == 10) {
      const auto unit = numeral();
      if (unit && *unit < 10) return 10 + *unit;
      return 10;
    }
    if (skip("十")) {
      const auto unit = numeral();
      return *first * 10 + (unit && *unit < 10 ? *unit : 0);
    }
    const std::size_t after = at_;
    if (numeral()) {  // "二零二六": a year in digits is not read here
      at_ = before;
      return std::nullopt;
    }
    at_ = after;
    return first;
  }

  bool read_date(NotedTime& time) {
    const std::size_t before = at_;
    auto first = number();
    if (!first) return false;
    std::optional<int> year;
    if (skip("年")) {
      year = *first < 100 ? 2000 + *first : *first;
      const std::size_t after_year = at_;
      first = number();
      if (!first) {
        at_ = after_year;
        return *year >= 1990 && *year <= 2100 ? true : fail(before);
      }
    } else if (*first >= 1990 && *first <= 2100 && at_ < text_.size() &&
               (text_[at_] == '-' || text_[at_] == '/' || text_[at_] == '.')) {
      const char mark = text_[at_++];
      year = first;
      first = number();
      if (!first || at_ >= text_.size() || text_[at_] != mark) return fail(before);
      ++at_;
      const auto day = number();
      return day ? take_date(time, year, *first, *day, before) : fail(before);
    }
    if (!skip("月")) return fail(before);
    if (skip("份")) return *first >= 1 && *first <= 12 ? true : fail(before);
    const std::size_t after_month = at_;
    const auto day = number();
    if (!day || !(skip("日") || skip("号"))) {
      at_ = after_month;
      return year ? true : fail(before);
    }
    return take_date(time, year, *first, *day, before);
  }

  bool fail(std::size_t before) {
    at_ = before;
    return false;
  }

  bool take_date(NotedTime& time, std::optional<int> year, int month, int day, std::size_t before) {
    const auto make = [&](int y) {
      return city::Date{std::chrono::year{y}, std::chrono::month{static_cast<unsigned>(month)},
                        std::chrono::day{static_cast<unsigned>(day)}};
    };
    city::Date date = make(year.value_or(static_cast<int>(today_.year())));
    if (!year && date.ok() && date > today_) date = make(static_cast<int>(today_.year()) - 1);
    if (!date.ok()) return fail(before);
    set_date(time, date);
    return true;
  }

  static void set_date(NotedTime& time, city::Date date) {
    time.date = fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                            static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  }

  bool read_clock(NotedTime& time, bool afternoon) {
    const std::size_t before = at_;
    const auto hour = number();
    if (!hour || *hour > 24) return fail(before);
    int minute = 0;
    if (skip(":")) {
      const std::size_t first = at_;
      const auto minutes = number();
      if (!minutes || at_ - first != 2 || *minutes > 59) return fail(before);
      minute = *minutes;
    } else if (skip("点钟") || skip("点") || skip("时")) {
      if (text_.substr(at_).starts_with("间") || text_.substr(at_).starts_with("候")) return fail(before);
      if (skip("半")) {
        minute = 30;
      } else {
        const std::size_t after = at_;
        const auto minutes = number();
        if (minutes && *minutes < 60 && (skip("分钟") || skip("分"))) {
          minute = *minutes;
        } else {
          at_ = after;
        }
      }
      skip("多") || skip("左右");
    } else {
      return fail(before);
    }
    const int shown = afternoon && *hour < 12 ? *hour + 12 : *hour % 24;
    time.clock = fmt::format("{:02}:{:02}", shown, minute);
    only_part_ = false;
    return true;
  }

  std::string_view original_;
  const text::NormalizedText& source_;
  std::string_view text_;
  FormField field_;
  city::Date today_;
  std::size_t at_ = 0;
  bool only_part_ = false;
  std::vector<NotedTime> found_;
};

}  // namespace

std::vector<NotedTime> find_times(std::string_view original, const text::NormalizedText& text,
                                  FormField field, city::Date today) {
  return Reading(original, text, field, today).run();
}

}  // namespace hotline::dispatch
