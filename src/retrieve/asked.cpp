#include "retrieve/asked.hpp"

#include <algorithm>
#include <initializer_list>

#include "retrieve/codes.hpp"

namespace hotline::retrieve {
namespace {

constexpr std::size_t shortest_phone = 5;

bool is_digit(char16_t code) {
  return code >= u'0' && code <= u'9';
}

bool holds_any(std::u16string_view text, std::initializer_list<std::u16string_view> words) {
  return std::any_of(words.begin(), words.end(),
                     [&](std::u16string_view word) { return text.find(word) != text.npos; });
}

bool is_one_of(char16_t code, std::u16string_view set) {
  return set.find(code) != set.npos;
}

float count_marks(std::u16string_view text) {
  int marks = 0;
  for (std::size_t i = 1; i + 1 < text.size(); ++i) {
    const bool ordinal = is_one_of(text[i - 1], u"一二三四五") && is_one_of(text[i], u"是要");
    const bool numbered = is_break(text[i - 1]) && is_break(text[i + 1]) &&
                          is_one_of(text[i], u"一二三四五六七八九十123456789");
    if (ordinal || numbered) ++marks;
  }
  return static_cast<float>(std::min(marks, 4)) / 4;
}

bool has_date(std::u16string_view text) {
  for (std::size_t i = 1; i < text.size(); ++i)
    if (is_one_of(text[i], u"年月日天时") && is_digit(text[i - 1])) return true;
  return holds_any(text, {u"工作日", u"个月"});
}

bool has_phone(std::u16string_view text) {
  std::size_t run = 0;
  for (const char16_t code : text) {
    run = is_digit(code) ? run + 1 : 0;
    if (run >= shortest_phone) return true;
  }
  return false;
}

}  // namespace

Asked what_is_asked(std::u16string_view question) {
  if (holds_any(question, {u"电话", u"号码", u"热线"})) return Asked::phone;
  if (holds_any(question, {u"时间", u"时候", u"何时", u"几号", u"多久", u"期限", u"哪天", u"几天"}))
    return Asked::date;
  if (holds_any(question, {u"多少", u"几", u"比例", u"多大"})) return Asked::number;
  if (holds_any(question, {u"措施", u"哪些", u"举措", u"要求", u"如何", u"怎", u"材料", u"条件"}))
    return Asked::list;
  return Asked::other;
}

float holds(Asked asked, std::u16string_view stretch) {
  switch (asked) {
    case Asked::number:
      return std::any_of(stretch.begin(), stretch.end(), is_digit) ? 1 : 0;
    case Asked::date:
      return has_date(stretch) ? 1 : 0;
    case Asked::phone:
      return has_phone(stretch) ? 1 : 0;
    case Asked::list:
      return count_marks(stretch);
    case Asked::other:
      return 0;
  }
  return 0;
}

}  // namespace hotline::retrieve
